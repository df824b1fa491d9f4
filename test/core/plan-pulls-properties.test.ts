import { describe, expect, it } from 'vitest';
import { mergeabilityAfter } from '../../src/core/mergeability.ts';
import type { Observation, ObservedPull } from '../../src/core/observation.ts';
import { type Plan, planSync } from '../../src/core/plan.ts';
import { section } from '../../src/core/text/pull-section.ts';
import { head, now, pull } from './observed.ts';
import {
  always,
  closes,
  creates,
  dresses,
  merges,
  moves,
  opens,
  places,
  removes,
  rewrites,
  undresses,
} from './planned.ts';

/** Where the head in the fork is after a plan. */
function placedAfter(plan: Plan, { placed }: Observation): Observation['placed'] {
  const [place] = places(plan);
  if (place === undefined) return removes(plan).length > 0 ? null : placed;
  const own = place.how === 'merge' ? 1 : 0;
  const sha = own > 0 ? 'd'.repeat(40) : place.to;
  return { sha, comparison: { kind: 'counted', missing: 0, own, headSha: place.to }, beyond: null, lacks: 1 };
}

describe('planSync, as to pull requests, whatever GitHub shows', () => {
  it("opens nothing while a pull request is open, but one in the place of ours with upstream's own head", () => {
    always((plan, given, seen) => {
      if (!opens(plan) || !seen.pulls.some((one) => one.state === 'open')) return;
      expect(plan.offer?.in).toBe('fork');
      expect(given.settings.pullRequest.head === 'fork' || given.ticked?.box === 'move').toBe(true);
      expect(closes(plan).some(({ number }) => seen.pulls.some((one) => one.number === number))).toBe(true);
    });
  });

  it('opens nothing after a person closed one, until it is released', () => {
    always((plan, { releasedAt }, seen) => {
      const held = [...seen.pulls, seen.former].some(
        (one) =>
          one?.closedBy === 'person' && (releasedAt === null || one.closedAt === null || one.closedAt > releasedAt),
      );
      // One in the place of an open one is another rule's.
      if (held && !seen.pulls.some((one) => one.state === 'open')) expect(opens(plan)).toBe(false);
    });
  });

  it('opens nothing that would hold no commit', () => {
    always((plan, _, seen) => {
      if (seen.comparison?.kind !== 'counted' || seen.comparison.missing === 0) expect(opens(plan)).toBe(false);
      if (seen.sameContent) expect(opens(plan)).toBe(false);
    });
  });

  it('opens nothing with its head in an upstream that asks for none, nor without a place where none gives way', () => {
    always((plan, { mayOpen }, seen) => {
      if (seen.optedOut && opens(plan)) expect(plan.offer?.in).toBe('fork');
      if (!mayOpen && closes(plan).length === 0) expect(opens(plan)).toBe(false);
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

  it('rewrites only what is open and ours, with a text of ours that is not whole, has a ticked box, or was written for something else', () => {
    always((plan, _, seen) => {
      for (const { number } of rewrites(plan)) {
        const one = seen.pulls.find((each) => each.number === number);
        expect(one).toMatchObject({ state: 'open', ours: true, body: expect.stringMatching(/^<!-- backstroke -->$/m) });
        const conflicting = plan.reason === 'conflict' ? ' conflicting' : '';
        const asItIs = `/backstroke ${seen.fork?.branchSha}..${plan.decidedOn}${conflicting}: `;
        expect(one?.body?.includes(asItIs) && !one.body.includes('- [x] ')).toBe(false);
      }
    });
  });

  it('closes only what is open and ours, when the fork has everything, or for one that takes its place', () => {
    always((plan, given, seen) => {
      for (const { number } of closes(plan)) {
        const listed = seen.pulls.find((one) => one.number === number);
        expect(listed ?? seen.former).toMatchObject({ number, state: 'open', ours: true });
        const placed = plan.offer?.in === 'fork' && listed?.head === 'upstream';
        if (listed) expect(plan.missing === 0 || seen.sameContent || placed).toBe(true);
        else expect([opens(plan), seen.former?.headBranch === given.upstream.branch]).toEqual([true, false]);
      }
    });
  });

  it('is done after its action: the state that follows asks for no other one', () => {
    always((plan, given, seen) => {
      if (plan.actions.length === 0 || [...moves(plan), ...creates(plan), ...merges(plan)].length > 0) return;
      const closing = (one: ObservedPull) => closes(plan).some(({ number }) => number === one.number);
      const closed = { state: 'closed' as const, closedBy: 'us' as const };
      const labelled = (one: ObservedPull) => {
        const put = dresses(plan).find(({ number }) => number === one.number)?.dressing.labels ?? one.labels;
        const off = undresses(plan).flatMap(({ number, labels }) => (number === one.number ? labels : []));
        const lower = off.map((name) => name.toLowerCase());
        return put.filter((name) => !lower.includes(name.toLowerCase()));
      };
      const body = section('Text', {
        fork: seen.fork?.branchSha ?? '',
        upstream: plan.decidedOn ?? '',
        conflicting: plan.reason === 'conflict',
        merge: given.settings.pullRequest.merge,
      });
      const rewritten = (one: ObservedPull) => rewrites(plan).some(({ number }) => number === one.number);
      const placed = placedAfter(plan, seen);
      // GitHub has not tried to merge what was brought there a moment ago.
      const brought = (one: ObservedPull) =>
        one.headSha === placed?.sha ? {} : { headSha: placed?.sha ?? '', conflicting: null };
      const follows = (one: ObservedPull) => one.head === 'fork' && one.state === 'open' && places(plan).length > 0;
      const left = seen.pulls.map((one) => ({
        ...one,
        ...(follows(one) ? brought(one) : {}),
        labels: labelled(one),
        ...(closing(one) ? closed : {}),
        ...(rewritten(one) ? { body } : {}),
      }));
      const former = seen.former && closing(seen.former) ? { ...seen.former, ...closed } : seen.former;
      const opened = pull({ number: 9, headSha: head, head: plan.offer?.in ?? 'upstream' });
      const after = opens(plan) ? [opened, ...left] : left;
      const known = opens(plan) ? { number: opened.number, url: opened.url } : plan.pull;
      const next = planSync(
        {
          ...given,
          pull: known,
          mergeability: mergeabilityAfter({
            job: given,
            reason: plan.reason,
            pull: known,
            seen,
            plan,
            detail: null,
            now,
          }),
          decidedOn: plan.decidedOn,
          lastSyncedSha: plan.syncedSha ?? given.lastSyncedSha,
          hint: null,
          ticked: null,
        },
        { ...seen, placed, pulls: after, former: opens(plan) ? null : former },
        now,
      );
      expect([...dresses(next), ...undresses(next)]).toEqual([]);
      if (plan.reason === 'conflict') expect(next.reason).toBe('conflict');
      // What was opened or followed is merged by the next.
      const besides = next.actions.filter(({ type }) => type !== 'merge-pull');
      if (closes(plan).length === 0) expect(besides).toEqual([]);
      else expect(closes(next).map((action) => action.number)).not.toContain(plan.pull?.number);
    });
  });
});
