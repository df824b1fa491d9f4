import { describe, expect, it } from 'vitest';
import { planSync } from '../../src/core/plan.ts';
import { forkId, now, upstreamId } from './observed.ts';
import { always, closes, creates, dresses, moves, opens, places, removes, rewrites, undresses } from './planned.ts';

const movedAs = { forward: 'fast-forwarded', merge: 'merged', replace: 'mirrored', rebase: 'rebased' } as const;

describe('planSync, whatever GitHub shows', () => {
  it('gives the same plan twice and leaves what it was given alone', () => {
    always((plan, given, seen) => {
      const [factsBefore, seenBefore] = [structuredClone(given), structuredClone(seen)];
      expect(planSync(given, seen, now)).toEqual(plan);
      expect([given, seen]).toEqual([factsBefore, seenBefore]);
    });
  });

  it('does one thing at most besides what is small, brings a head along or makes room, and says in its reason what that is', () => {
    always((plan) => {
      const replaces = opens(plan) || plan.offer?.in === 'fork' ? closes(plan).length : 0;
      const small = [undresses, rewrites, places, removes].flatMap((of): unknown[] => of(plan));
      expect(plan.actions.length - replaces - small.length).toBeLessThanOrEqual(1);
      if (opens(plan)) expect(plan.reason).toBe('pull-opened');
      if (dresses(plan).length > 0) expect(['pull-opened', 'conflict']).toContain(plan.reason);
      if (closes(plan).length > replaces) expect(plan.reason).toBe('pull-closed-caught-up');
      if (creates(plan).length > 0) expect(plan.reason).toBe('branch-created');
      for (const move of moves(plan)) expect(plan.reason).toBe(movedAs[move.type]);
    });
  });

  it('opens or moves once in a period at most, unless a person asks, and says when it is over', () => {
    always((plan, given, seen) => {
      const { everyMs } = given.settings;
      const due = everyMs === null ? 0 : Date.parse(given.lastSyncedAt ?? '') + everyMs;
      const does = opens(plan) || moves(plan).length > 0;
      if (does && given.trigger !== 'manual') expect(due > now.getTime()).toBe(false);
      if (places(plan).length > 0 && given.trigger !== 'manual') expect(due > now.getTime()).toBe(false);
      expect(plan.notBefore === null).toBe(plan.reason !== 'held-interval');
      if (plan.notBefore === null) return;
      expect(Date.parse(plan.notBefore)).toBe(due);
      expect(due).toBeGreaterThan(now.getTime());
      expect(planSync(given, seen, new Date(due)).reason).not.toBe('held-interval');
      expect(planSync({ ...given, trigger: 'manual' }, seen, now).reason).not.toBe('held-interval');
    });
  });

  it('creates a branch only where it is asked to, at the head of upstream, and none that was there since a release', () => {
    let created = 0;
    always((plan, { settings, branchSeenAt, releasedAt, undoneAt }, seen) => {
      for (const { to } of creates(plan)) {
        created += 1;
        expect([settings.create, undoneAt, seen.fork?.branchSha]).toEqual([true, null, null]);
        expect(to).toBe(seen.upstream?.branchSha);
        if (branchSeenAt !== null) expect((releasedAt ?? '') >= branchSeenAt).toBe(true);
      }
    });
    expect(created).toBeGreaterThan(0);
  });

  it('keeps nothing back but opening and moving', () => {
    always((plan, given, seen) => {
      const free = { ...given, mayOpen: true, trigger: 'manual' as const };
      const other = planSync(free, { ...seen, optedOut: false, headOf: [], configBlob: given.configBlob }, now);
      const waits = other.reason === 'github-unavailable' || places(other).length > 0;
      if (!opens(other) && moves(other).length + creates(other).length === 0 && !waits) expect(plan).toEqual(other);
    });
  });

  it('moves no branch where only pull requests were asked for, nor while something holds it', () => {
    always((plan, given, seen) => {
      if (moves(plan).length === 0) return;
      expect(given.strategy).not.toBe('pull-request');
      expect(seen.configBlob).toBe(given.configBlob);
      if (given.settings.holdWhileUpstreamPullOpen) expect(seen.headOf).toEqual([]);
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
});
