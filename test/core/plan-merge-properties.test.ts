import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merges } from '../../src/core/merging.ts';
import type { Observation, ObservedPull } from '../../src/core/observation.ts';
import { type Known, type Plan, planSync } from '../../src/core/plan.ts';
import { facts, observations } from './anything.ts';
import { met } from './merging-rows.ts';
import { beforeRelease, counted, fork, head, now, pull, upstream } from './observed.ts';

/** Anything, but for an open pull request that the link knows and both branches: so that something often is merged. */
const near = fc
  .tuple(facts, observations, fc.constantFrom(...merges), fc.constantFrom(met.headAt, beforeRelease, now.toISOString()))
  .map(([given, seen, merge, headAt]): [Known, Observation] => {
    const [first = pull(), ...rest] = seen.pulls;
    const open = { ...first, state: 'open' as const, closedAt: null, closedBy: null, headSha: head };
    const pullRequest = { ...given.settings.pullRequest, merge };
    const mergeability = { ...met, number: open.number, headAt };
    const known = { pull: { number: open.number, url: open.url }, mergeability, decidedOn: head, hint: null };
    return [
      { ...given, ...known, settings: { ...given.settings, pullRequest } },
      { ...seen, fork: fork(), upstream: upstream(), comparison: counted(), pulls: [open, ...rest] },
    ];
  });

/** `rule` is told of each merge, with the pull request as it was shown. Returns how many there were. */
function always(rule: (merged: ObservedPull, plan: Plan, given: Known, seen: Observation) => void): number {
  let times = 0;
  fc.assert(
    fc.property(near, ([given, seen]) => {
      const plan = planSync(given, seen, now);
      for (const action of plan.actions) {
        if (action.type !== 'merge-pull') continue;
        times += 1;
        const merged = seen.pulls.find(({ number }) => number === action.number);
        expect(merged).toBeDefined();
        if (merged) rule(merged, plan, given, seen);
      }
    }),
    { numRuns: 3_000 },
  );
  return times;
}

describe('whatever GitHub shows', () => {
  it('only a clean pull request of ours is merged, with the head that was seen before, as the settings say', () => {
    const times = always((merged, plan, given, seen) => {
      expect(merged).toMatchObject({ state: 'open', ours: true, draft: false, mergeState: 'clean', headSha: head });
      expect(merged.review).not.toBe('changes');
      expect(merged.conflicting).not.toBe(true);
      expect(given.mergeability).toMatchObject({ number: merged.number, headSha: head });
      expect(now.getTime() - Date.parse(given.mergeability?.headAt ?? '')).toBeGreaterThanOrEqual(60_000);
      const { merge } = given.settings.pullRequest;
      expect(plan.actions).toContainEqual({ type: 'merge-pull', number: merged.number, headSha: head, method: merge });
      expect(seen.mergeMethods ?? [merge]).toContain(merge);
    });
    expect(times).toBeGreaterThan(20);
  });

  it('none is merged into a branch that is the head of a pull request elsewhere, or under another file', () => {
    always((_, plan, given, seen) => {
      expect(plan.reason).toBe('pull-merged');
      expect(seen.configBlob).toBe(given.configBlob);
      if (given.settings.holdWhileUpstreamPullOpen) expect(seen.headOf).toEqual([]);
    });
  });
});
