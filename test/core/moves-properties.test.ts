import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Known, planSync } from '../../src/core/plan.ts';
import { facts } from './anything.ts';
import { type Branches, isMove, main, moved, reachable, shown } from './branches.ts';
import { known, now, pull, sha } from './observed.ts';

const names = [...'123456789abcd'].map(sha);

/** Up to 13 commits, each with parents among those before it; the first of each of two histories has none. */
const branches: fc.Arbitrary<Branches> = fc
  .record({
    parents: fc.array(fc.array(fc.nat({ max: 12 }), { maxLength: 2 }), { minLength: 2, maxLength: names.length }),
    ours: fc.nat(),
    theirs: fc.nat(),
  })
  .map(({ parents, ours, theirs }) => {
    const at = (place: number) => names[place] ?? sha('1');
    const history = new Map(
      parents.map((of, place) => [at(place), place === 0 ? [] : [...new Set(of.map((one) => at(one % place)))]]),
    );
    const count = parents.length;
    return { history, refs: new Map([[main, at(ours % count)]]), head: at(theirs % count) };
  });

const moving = facts.map(
  (given): Known => ({ ...given, hint: null, trigger: 'manual', decidedOn: null, pull: null, mayOpen: true }),
);

function always(rule: (before: Branches, given: Known, more: { rewritten: boolean; open: boolean }) => void): void {
  const more = fc.record({ rewritten: fc.boolean(), open: fc.boolean() });
  fc.assert(fc.property(branches, moving, more, rule), { numRuns: 3_000 });
}

const keeping = ({ head: of }: Branches, { settings: { keep } }: Known) =>
  keep.length === 0 ? {} : { kept: { of, files: [{ path: 'docs', version: null }], alone: false, digest: 'd' } };
const observed = (at: Branches, given: Known, { rewritten, open }: { rewritten: boolean; open: boolean }) =>
  shown(at, {
    rewritten,
    ...keeping(at, given),
    configBlob: given.configBlob,
    pulls: open ? [pull({ headSha: at.head })] : [],
  });

describe('a plan that moves a branch', () => {
  it('leaves every commit within reach of the branch or a backup', () => {
    always((before, given, more) => {
      const after = moved(before, planSync(given, observed(before, given, more), now));
      const kept = reachable(after.history, after.refs.values());
      for (const commit of reachable(before.history, before.refs.values())) expect(kept).toContain(commit);
    });
  });

  it('leaves every commit within reach of the branch itself, but for a mirror and a rebase', () => {
    always((before, given, more) => {
      if (given.strategy === 'mirror' || given.strategy === 'rebase') return;
      const after = moved(before, planSync(given, observed(before, given, more), now));
      const kept = reachable(after.history, [after.refs.get(main) ?? '']);
      for (const commit of reachable(before.history, before.refs.values())) expect(kept).toContain(commit);
    });
  });

  it('changes nothing when it is made again', () => {
    always((before, given, more) => {
      const plan = planSync(given, observed(before, given, more), now);
      const after = moved(before, plan);
      const next = planSync({ ...given, decidedOn: plan.decidedOn }, observed(after, given, more), now);
      if (plan.actions.some(isMove)) expect(next.actions.filter(isMove)).toEqual([]);
    });
  });

  it('brings all that upstream has, and says so', () => {
    always((before, given, more) => {
      const plan = planSync(given, observed(before, given, more), now);
      if (!plan.actions.some(isMove)) return;
      const after = moved(before, plan);
      expect(reachable(after.history, [after.refs.get(main) ?? ''])).toContain(before.head);
      expect(plan.syncedSha).toBe(before.head);
      if (given.strategy === 'mirror') expect(after.refs.get(main)).toBe(before.head);
    });
  });
});

describe('links that follow each other', () => {
  const link = known({ strategy: 'fast-forward' });

  it('a chain comes to rest with the first in all of them, whatever the order', () => {
    fc.assert(
      fc.property(
        branches,
        fc.array(fc.nat({ max: 2 }), { minLength: 8, maxLength: 8 }),
        ({ history, head }, order) => {
          const root = [...history.keys()].find(
            (one) => (history.get(one) ?? []).length === 0 && reaches(history, head, one),
          );
          const refs = [head, root ?? head, root ?? head, root ?? head];
          for (const at of [...order, 0, 1, 2]) {
            const before = { history, refs: new Map([[main, refs[at + 1] ?? '']]), head: refs[at] ?? '' };
            refs[at + 1] = moved(before, planSync(link, shown(before), now)).refs.get(main) ?? '';
          }
          expect(refs).toEqual([head, head, head, head]);
        },
      ),
    );
  });

  it('two that follow each other end', () => {
    fc.assert(
      fc.property(branches, fc.constantFrom('fast-forward', 'merge', 'rebase'), ({ history, refs, head }, strategy) => {
        let [ours, theirs, known_] = [refs.get(main) ?? '', head, history];
        let steps = 0;
        for (; steps < 10; steps += 1) {
          const before = { history: known_, refs: new Map([[main, ours]]), head: theirs };
          const plan = planSync({ ...link, strategy }, shown(before), now);
          const after = moved(before, plan);
          if (!plan.actions.some(isMove) && steps % 2 === 1) break;
          known_ = after.history;
          [ours, theirs] = [theirs, after.refs.get(main) ?? ''];
        }
        expect(steps).toBeLessThan(10);
      }),
    );
  });
});

function reaches(history: Branches['history'], from: string, to: string): boolean {
  return reachable(history, [from]).has(to);
}
