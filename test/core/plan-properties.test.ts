import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Comparison, Observation, ObservedPull, ObservedRepository } from '../../src/core/observation.ts';
import { type Known, type Plan, planSync } from '../../src/core/plan.ts';
import {
  afterRelease,
  before,
  beforeRelease,
  elsewhere,
  fork,
  forkId,
  head,
  known,
  pull,
  reference,
  released,
  upstream,
  upstreamId,
} from './observed.ts';

const shas = fc.constantFrom(head, before, elsewhere);
const moments = fc.constantFrom(beforeRelease, released, afterRelease);
const few = fc.integer({ min: 0, max: 2 });

const usually = <T>(value: T, other: T) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: fc.constant(other) });

function repositories(of: ObservedRepository, id: number): fc.Arbitrary<ObservedRepository | null> {
  const there = fc
    .record({ id: usually(id, 99), archived: usually(false, true), branchSha: fc.option(shas, { freq: 6 }) })
    .map((given) => ({ ...of, ...given }));
  return fc.option(there, { freq: 8 });
}

const comparisons: fc.Arbitrary<Comparison | null> = fc.option(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('counted' as const), missing: few, own: few, headSha: shas }),
    },
    { weight: 1, arbitrary: fc.constantFrom<Comparison>({ kind: 'unrelated' }, { kind: 'unavailable' }) },
  ),
  { freq: 8 },
);

const fate = fc.oneof(
  fc.constant({ state: 'open' as const, closedBy: null, closedAt: null }),
  fc.record({ state: fc.constant('merged' as const), closedBy: fc.constant(null), closedAt: moments }),
  fc.record({
    state: fc.constant('closed' as const),
    closedBy: fc.constantFrom('us' as const, 'person' as const, 'nobody' as const),
    closedAt: fc.option(moments),
  }),
);
const pulls: fc.Arbitrary<ObservedPull[]> = fc
  .array(fc.record({ ours: fc.boolean(), headSha: shas, fate }), { maxLength: 4 })
  .map((list) =>
    list.map(({ ours, headSha, fate: end }, at) => pull({ number: list.length - at, ours, headSha, ...end })),
  );

const observations: fc.Arbitrary<Observation> = fc.record({
  fork: repositories(fork(), forkId),
  upstream: repositories(upstream(), upstreamId),
  comparison: comparisons,
  pulls,
});

const facts: fc.Arbitrary<Known> = fc
  .record({
    pull: fc.option(fc.integer({ min: 1, max: 4 }).map(reference)),
    decidedOn: fc.option(fc.oneof(shas, fc.constantFrom('gone', 'no-branch', 'replaced'))),
    releasedAt: fc.option(moments),
    hint: fc.option(fc.record({ before: shas, after: shas })),
    failures: fc.integer({ min: 0, max: 5 }),
    lastReason: fc.option(fc.constantFrom('github-unavailable' as const, 'failed' as const, 'pull-open' as const)),
  })
  .map(known);

const opens = (plan: Plan) => plan.actions.some((action) => action.type === 'open-pull');
const closes = (plan: Plan) => plan.actions.filter((action) => action.type === 'close-pull');

function always(rule: (plan: Plan, facts: Known, seen: Observation) => void): void {
  fc.assert(
    fc.property(facts, observations, (given, seen) => {
      rule(planSync(given, seen), given, seen);
    }),
    { numRuns: 3_000 },
  );
}

describe('planSync, whatever GitHub shows', () => {
  it('gives the same plan twice and leaves what it was given alone', () => {
    always((plan, given, seen) => {
      const [factsBefore, seenBefore] = [structuredClone(given), structuredClone(seen)];
      expect(planSync(given, seen)).toEqual(plan);
      expect([given, seen]).toEqual([factsBefore, seenBefore]);
    });
  });

  it('opens nothing while a pull request is open', () => {
    always((plan, _, seen) => {
      if (seen.pulls.some((one) => one.state === 'open')) expect(opens(plan)).toBe(false);
    });
  });

  it('opens nothing after a person closed one, until it is released', () => {
    always((plan, { releasedAt }, seen) => {
      const held = seen.pulls.some(
        (one) =>
          one.closedBy === 'person' && (releasedAt === null || one.closedAt === null || one.closedAt > releasedAt),
      );
      if (held) expect(opens(plan)).toBe(false);
    });
  });

  it('opens nothing that would hold no commit', () => {
    always((plan, _, seen) => {
      if (seen.comparison?.kind !== 'counted' || seen.comparison.missing === 0) expect(opens(plan)).toBe(false);
    });
  });

  it('does one thing at most, and says in its reason what that is', () => {
    always((plan) => {
      expect(plan.actions.length).toBeLessThanOrEqual(1);
      if (opens(plan)) expect(plan.reason).toBe('pull-opened');
      if (closes(plan).length > 0) expect(plan.reason).toBe('pull-closed-caught-up');
    });
  });

  it('closes only what is open and ours, when the fork has everything', () => {
    always((plan, _, seen) => {
      for (const action of closes(plan)) {
        expect(seen.pulls.find((one) => one.number === action.number)).toMatchObject({ state: 'open', ours: true });
        expect(plan.missing).toBe(0);
      }
    });
  });

  it('writes only to the fork it was made for, for the upstream it was made for', () => {
    always((plan, _, seen) => {
      if (plan.actions.length === 0) return;
      expect(seen.fork).toMatchObject({ id: forkId, archived: false });
      expect(seen.upstream).toMatchObject({ id: upstreamId });
    });
  });

  it('says what it was decided on, unless GitHub could not be read', () => {
    always((plan) => expect(plan.decidedOn === null).toBe(plan.reason === 'github-unavailable'));
  });

  it('claims as synced nothing but the head it was decided on, and never when GitHub could not be read', () => {
    always((plan) => {
      if (plan.syncedSha !== null) expect(plan.syncedSha).toBe(plan.decidedOn);
    });
  });

  it('is done after its action: the state that follows asks for no other one', () => {
    always((plan, given, seen) => {
      if (plan.actions.length === 0) return;
      const after = opens(plan)
        ? [pull({ number: 9, headSha: head }), ...seen.pulls]
        : seen.pulls.map((one) =>
            one.number === plan.pull?.number ? { ...one, state: 'closed' as const, closedBy: 'us' as const } : one,
          );
      const next = planSync(
        { ...given, pull: plan.pull, decidedOn: plan.decidedOn, hint: null },
        { ...seen, pulls: after },
      );
      if (opens(plan)) expect(next.actions).toEqual([]);
      else expect(closes(next).map((action) => action.number)).not.toContain(plan.pull?.number);
    });
  });
});
