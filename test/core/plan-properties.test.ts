import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeabilityAfter } from '../../src/core/mergeability.ts';
import type { Observation, ObservedPull } from '../../src/core/observation.ts';
import { type Known, type Plan, planSync } from '../../src/core/plan.ts';
import { section } from '../../src/core/text/pull-section.ts';
import { facts, observations } from './anything.ts';
import { isMove } from './branches.ts';
import { forkId, head, now, pull, upstreamId } from './observed.ts';

const opens = (plan: Plan) => plan.actions.some((action) => action.type === 'open-pull');
const dresses = (plan: Plan) => plan.actions.filter((action) => action.type === 'dress-pull');
const rewrites = (plan: Plan) => plan.actions.filter((action) => action.type === 'rewrite-pull');
const undresses = (plan: Plan) => plan.actions.filter((action) => action.type === 'unlabel-pull');
const closes = (plan: Plan) => plan.actions.filter((action) => action.type === 'close-pull');
const moves = (plan: Plan) => plan.actions.filter(isMove);
const creates = (plan: Plan) => plan.actions.filter((action) => action.type === 'create-branch');
const movedAs = { forward: 'fast-forwarded', merge: 'merged', replace: 'mirrored', rebase: 'rebased' } as const;

function always(rule: (plan: Plan, facts: Known, seen: Observation) => void): void {
  fc.assert(
    fc.property(facts, observations, (given, seen) => {
      rule(planSync(given, seen, now), given, seen);
    }),
    { numRuns: 3_000 },
  );
}

describe('planSync, whatever GitHub shows', () => {
  it('gives the same plan twice and leaves what it was given alone', () => {
    always((plan, given, seen) => {
      const [factsBefore, seenBefore] = [structuredClone(given), structuredClone(seen)];
      expect(planSync(given, seen, now)).toEqual(plan);
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
      const held = [...seen.pulls, seen.former].some(
        (one) =>
          one?.closedBy === 'person' && (releasedAt === null || one.closedAt === null || one.closedAt > releasedAt),
      );
      if (held) expect(opens(plan)).toBe(false);
    });
  });

  it('opens nothing that would hold no commit', () => {
    always((plan, _, seen) => {
      if (seen.comparison?.kind !== 'counted' || seen.comparison.missing === 0) expect(opens(plan)).toBe(false);
      if (seen.sameContent) expect(opens(plan)).toBe(false);
    });
  });

  it('does one thing at most besides rewriting a text and taking labels off, and says in its reason what that is', () => {
    always((plan) => {
      const replaces = opens(plan) ? closes(plan).length : 0;
      expect(plan.actions.length - replaces - undresses(plan).length - rewrites(plan).length).toBeLessThanOrEqual(1);
      if (opens(plan)) expect(plan.reason).toBe('pull-opened');
      if (dresses(plan).length > 0) expect(['pull-opened', 'conflict']).toContain(plan.reason);
      if (closes(plan).length > replaces) expect(plan.reason).toBe('pull-closed-caught-up');
      if (creates(plan).length > 0) expect(plan.reason).toBe('branch-created');
      for (const move of moves(plan)) expect(plan.reason).toBe(movedAs[move.type]);
    });
  });

  it('opens nothing where upstream asks for none, nor without a place', () => {
    always((plan, { mayOpen }, seen) => {
      if (seen.optedOut || !mayOpen) expect(opens(plan)).toBe(false);
    });
  });

  it('opens or moves once in a period at most, unless a person asks, and says when it is over', () => {
    always((plan, given, seen) => {
      const { everyMs } = given.settings;
      const due = everyMs === null ? 0 : Date.parse(given.lastSyncedAt ?? '') + everyMs;
      const does = opens(plan) || moves(plan).length > 0;
      if (does && given.trigger !== 'manual') expect(due > now.getTime()).toBe(false);
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
      if (!opens(other) && moves(other).length + creates(other).length === 0) expect(plan).toEqual(other);
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

  it('dresses only what is open and ours, when it is not known or has conflicts since now, and takes no label off', () => {
    always((plan, given, seen) => {
      for (const { number, dressing } of dresses(plan)) {
        const open = seen.pulls.find((one) => one.number === number);
        expect(open).toMatchObject({ state: 'open', ours: true });
        const known = given.mergeability;
        const before = known?.number === number && known.conflicting;
        if (given.pull?.number === number) expect([plan.reason, before]).toEqual(['conflict', false]);
        if (dressing.labels) expect(dressing.labels).toEqual(expect.arrayContaining(open?.labels ?? []));
      }
    });
  });

  it('rewrites only what is open and ours, with a text of ours that was written for other heads or is not whole', () => {
    always((plan, _, seen) => {
      for (const { number } of rewrites(plan)) {
        const one = seen.pulls.find((each) => each.number === number);
        expect(one).toMatchObject({ state: 'open', ours: true, body: expect.stringMatching(/^<!-- backstroke -->$/m) });
        expect(one?.body).not.toContain(`${seen.fork?.branchSha}..${plan.decidedOn}`);
      }
    });
  });

  it('closes only what is open and ours, when the fork has everything, or to open one from the branch that is followed now', () => {
    always((plan, given, seen) => {
      for (const { number } of closes(plan)) {
        const listed = seen.pulls.find((one) => one.number === number);
        expect(listed ?? seen.former).toMatchObject({ number, state: 'open', ours: true });
        if (listed) expect(plan.missing === 0 || seen.sameContent).toBe(true);
        else expect([opens(plan), seen.former?.headBranch === given.upstream.branch]).toEqual([true, false]);
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
      if (plan.actions.length === 0 || moves(plan).length + creates(plan).length > 0) return;
      const closing = (one: ObservedPull) => closes(plan).some(({ number }) => number === one.number);
      const closed = { state: 'closed' as const, closedBy: 'us' as const };
      const labelled = (one: ObservedPull) => {
        const put = dresses(plan).find(({ number }) => number === one.number)?.dressing.labels ?? one.labels;
        const off = undresses(plan).flatMap(({ number, labels }) => (number === one.number ? labels : []));
        const lower = off.map((name) => name.toLowerCase());
        return put.filter((name) => !lower.includes(name.toLowerCase()));
      };
      const body = section('Text', { fork: seen.fork?.branchSha ?? '', upstream: plan.decidedOn ?? '' });
      const rewritten = (one: ObservedPull) => rewrites(plan).some(({ number }) => number === one.number);
      const left = seen.pulls.map((one) => ({
        ...one,
        labels: labelled(one),
        ...(closing(one) ? closed : {}),
        ...(rewritten(one) ? { body } : {}),
      }));
      const former = seen.former && closing(seen.former) ? { ...seen.former, ...closed } : seen.former;
      const opened = pull({ number: 9, headSha: head });
      const after = opens(plan) ? [opened, ...left] : left;
      const known = opens(plan) ? { number: opened.number, url: opened.url } : plan.pull;
      const next = planSync(
        {
          ...given,
          pull: known,
          mergeability: mergeabilityAfter({ job: given, reason: plan.reason, pull: known, seen, detail: null }),
          decidedOn: plan.decidedOn,
          hint: null,
        },
        { ...seen, pulls: after, former: opens(plan) ? null : former },
        now,
      );
      expect([...dresses(next), ...undresses(next)]).toEqual([]);
      if (plan.reason === 'conflict') expect(next.reason).toBe('conflict');
      if (closes(plan).length === 0) expect(next.actions).toEqual([]);
      else expect(closes(next).map((action) => action.number)).not.toContain(plan.pull?.number);
    });
  });
});
