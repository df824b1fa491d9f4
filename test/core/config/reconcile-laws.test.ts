import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ExistingLink, reconcile, type Wanted } from '../../../src/core/config/reconcile.ts';
import { existing, nothing, wanted, wantedLink } from './existing.ts';

const branch = fc.constantFrom('main', 'dev');
const upstreamId = fc.constantFrom(2, 3);
const anExisting = fc
  .record({
    forkBranch: branch,
    upstreamId,
    source: fc.constantFrom('install' as const, 'config' as const, 'api' as const),
    off: fc.constantFrom(null, 'disabled' as const, 'config-invalid' as const, 'removed' as const),
    followsDefault: fc.boolean(),
  })
  .map((some) => existing(some));
const existingLinks = fc
  .uniqueArray(anExisting, { selector: (link) => `${link.forkBranch} ${link.upstreamId}`, maxLength: 4 })
  .map((links) => links.map((link, at) => ({ ...link, id: String(at) })));
const aWanted = fc
  .record({
    links: fc.uniqueArray(
      fc.record({ forkBranch: branch, upstreamId }).map((some) => wantedLink(some)),
      { selector: (link) => link.forkBranch, maxLength: 2 },
    ),
    byFile: fc.boolean(),
    off: fc.constantFrom(null, 'config-invalid' as const),
  })
  .chain(({ links, ...some }) =>
    fc.boolean().map((byDefault) => wanted({ ...some, byDefault, links: byDefault ? links.slice(0, 1) : links })),
  );

/** What is there after the changes were made. */
function after(links: ExistingLink[], to: Wanted): ExistingLink[] {
  const { insert, update } = reconcile(links, to);
  const changed = links.map((link) => {
    const { ask: _, ends, ...set } = Object.assign({}, ...update.filter(({ id }) => id === link.id), { ask: false });
    return { ...link, ...ends, ...set };
  });
  return [...changed, ...insert.map((link, at) => ({ ...link, id: `new ${at}` }))];
}

test('doing it again changes nothing', () => {
  fc.assert(
    fc.property(existingLinks, aWanted, (links, to) => {
      expect(reconcile(after(links, to), to)).toEqual(nothing);
    }),
  );
});

test('no link is changed twice, or ever deleted', () => {
  fc.assert(
    fc.property(existingLinks, aWanted, (links, to) => {
      const ids = reconcile(links, to).update.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});

test('a branch that a file declares has one link that is on', () => {
  fc.assert(
    fc.property(existingLinks, aWanted, (links, to) => {
      fc.pre(to.byFile && to.off === null);
      const on = after(links, to).filter((link) => link.off === null);
      for (const { forkBranch } of to.links)
        expect(on.filter((link) => link.forkBranch === forkBranch)).toHaveLength(1);
    }),
  );
});

test('the default branches keep their link, whichever they are, and no two links are between the same branches', () => {
  let moved = 0;
  fc.assert(
    fc.property(existingLinks, aWanted, (links, to) => {
      const then = after(links, to);
      const ends = then.map((link) => `${link.forkBranch} ${link.upstreamId} ${link.upstreamBranch}`);
      expect(new Set(ends).size).toBe(ends.length);
      const { insert, update } = reconcile(links, to);
      for (const { id, ends } of update.filter((change) => change.ends)) {
        moved += 1;
        expect(links.find((link) => link.id === id)).toMatchObject({
          followsDefault: true,
          upstreamId: ends?.upstreamId,
        });
        expect([to.byDefault, insert.length]).toEqual([true, 0]);
      }
    }),
  );
  expect(moved).toBeGreaterThan(0);
});
