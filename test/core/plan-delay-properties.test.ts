import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../src/core/duration.ts';
import { type Known, planSync } from '../../src/core/plan.ts';
import type { Sighting } from '../../src/core/sightings.ts';
import { facts, observations } from './anything.ts';
import { isMove } from './branches.ts';
import { before, counted, elsewhere, head, now } from './observed.ts';

const saw = (sha: string, hours: number): Sighting => ({
  sha,
  at: new Date(now.getTime() - hours * HOUR).toISOString(),
});
const hours = fc.integer({ min: 0, max: 100 });
const delayed = fc.record({
  given: facts,
  shown: observations,
  first: fc.option(hours),
  ripeHours: fc.option(fc.integer({ min: 72, max: 100 })),
});

describe('a link with a delay, whatever GitHub shows', () => {
  const always = (rule: (given: Known, shown: Parameters<typeof planSync>[1], ripeSha: string | null) => void) =>
    fc.assert(
      fc.property(delayed, ({ given, shown, first, ripeHours }) => {
        const shownHead = shown.upstream?.branchSha ?? head;
        const old = shownHead === before ? elsewhere : before;
        const sightings = [
          ...(first === null ? [] : [saw(shownHead, first)]),
          ...(ripeHours === null ? [] : [saw(old, ripeHours)]),
        ];
        const comparison = counted({ missing: 1, own: 0, headSha: old });
        const settled = { ...given, settings: { ...given.settings, delayMs: 3 * DAY }, sightings };
        rule(
          settled,
          { ...shown, ripe: ripeHours === null ? null : { sha: old, comparison } },
          ripeHours === null ? null : old,
        );
      }),
      { numRuns: 2_000 },
    );
  const mayTake = ({ sightings, releasedAt }: Known, sha: string | null) =>
    sightings.some(
      (one) =>
        one.sha === sha &&
        (Date.parse(one.at) <= now.getTime() - 3 * DAY || (releasedAt !== null && one.at <= releasedAt)),
    );

  it('opens nothing with a head, and moves to no commit, that was not seen long enough', () => {
    always((given, shown) => {
      const plan = planSync(given, shown, now);
      for (const action of plan.actions) {
        const offered = plan.offer?.sha ?? shown.upstream?.branchSha ?? null;
        if (action.type === 'open-pull') expect(mayTake(given, offered)).toBe(true);
        if (action.type === 'place-head') expect(mayTake(given, action.to)).toBe(true);
        if (isMove(action)) expect(mayTake(given, plan.syncedSha)).toBe(true);
      }
    });
  });

  it('says when it can go on, and can then', () => {
    always((given, shown) => {
      const plan = planSync(given, shown, now);
      if (plan.reason !== 'held-delay') return;
      expect(plan.decidedOn).toBe(shown.upstream?.branchSha);
      const due = Date.parse(plan.notBefore ?? '');
      expect(due).toBeGreaterThan(now.getTime());
      const sightings = given.sightings.some(({ sha }) => sha === plan.decidedOn)
        ? given.sightings
        : [...given.sightings, { sha: plan.decidedOn ?? '', at: now.toISOString() }];
      expect(planSync({ ...given, sightings }, shown, new Date(due)).reason).not.toBe('held-delay');
      const released = planSync({ ...given, sightings, releasedAt: plan.heldSince }, shown, now);
      expect(released.reason).not.toBe('held-delay');
    });
  });
});
