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
  .map((some) => wanted(some));

/** What is there after the changes were made. */
function after(links: ExistingLink[], to: Wanted): ExistingLink[] {
  const { insert, update } = reconcile(links, to);
  const changed = links.map((link) => {
    const { ask: _, ...set } = Object.assign({}, ...update.filter(({ id }) => id === link.id), { ask: false });
    return { ...link, ...set };
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
