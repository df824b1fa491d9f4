import { describe, expect, it } from 'vitest';
import { type MergeState, mergeMethods, unmerged } from '../../src/core/merging.ts';
import { planSync } from '../../src/core/plan.ts';
import { follows, met, settings } from './merging-rows.ts';
import { before, head, known, now, pull, reference, seen } from './observed.ts';
import { check, compared } from './plan-rows.ts';

const action = { type: 'merge-pull', number: 7, headSha: head, method: 'merge' } as const;
const merged = { reason: 'pull-merged', actions: [action], pull: reference(7), syncedSha: head } as const;
const open = { reason: 'pull-open', pull: reference(7) } as const;
const waits = (given: Partial<typeof unmerged> = {}) =>
  ({ reason: 'held-checks', pull: reference(7), unmerged: { ...unmerged, ...given } }) as const;

describe('what GitHub calls the pull request, how it is to be merged, and whether it is a draft', () => {
  const states: MergeState[] = ['clean', 'unstable', 'blocked', 'behind', 'dirty', 'unknown'];
  const cases = states.flatMap((mergeState) =>
    (['never', ...mergeMethods] as const).flatMap((merge) =>
      [false, true].map((draft) => ({ mergeState, merge, draft })),
    ),
  );
  const held = { dirty: 'pull-open', unknown: 'pull-open' } as const;

  it.each(cases)('$mergeState, $merge, draft: $draft', ({ mergeState, merge, draft }) => {
    const wanted = merge === 'never' || mergeState === 'dirty' || mergeState === 'unknown';
    const merges = mergeState === 'clean' && !draft && merge !== 'never';
    const reason = merges ? 'pull-merged' : wanted ? 'pull-open' : 'held-checks';
    const pulls = [pull({ mergeState, draft })];
    const plan = planSync(known(follows({ settings: settings(merge) })), seen({ pulls }), now);
    expect(plan.reason).toBe(mergeState in held ? 'pull-open' : reason);
    expect(plan.actions).toEqual(merges ? [{ ...action, method: merge }] : []);
    expect(plan.syncedSha).toBe(merges ? head : null);
  });
});

describe('a clean one', () => {
  check(
    [
      { when: 'is merged', seen: { pulls: [pull()] }, known: follows(), plan: merged },
      {
        when: 'that was only opened is left for the next look',
        seen: { pulls: [pull()] },
        known: follows({ pull: null, decidedOn: null }),
        plan: { reason: 'pull-opened', pull: reference(7), syncedSha: head },
      },
      {
        when: 'that has just got new commits is left for the next look',
        seen: { pulls: [pull()] },
        known: follows({ decidedOn: before }),
        plan: { reason: 'pull-updated', pull: reference(7), syncedSha: head },
      },
      {
        when: 'of which no operation knew the head is left for the next look',
        seen: { pulls: [pull()] },
        known: follows({ mergeability: { ...met, headSha: null } }),
        plan: open,
      },
      {
        when: 'whose head is not yet what upstream has is left for the next look',
        seen: { pulls: [pull({ headSha: before })] },
        known: follows(),
        plan: open,
      },
      {
        when: 'that a person opened is never merged',
        seen: { pulls: [pull({ ours: false })] },
        known: follows(),
        plan: open,
      },
      {
        when: 'that conflicts is a conflict',
        seen: { pulls: [pull({ conflicting: true, mergeState: 'dirty' })] },
        known: follows(),
        plan: { reason: 'conflict', pull: reference(7) },
      },
      {
        when: 'in which somebody asked for changes waits, whatever GitHub calls it',
        seen: { pulls: [pull({ review: 'changes' })] },
        known: follows(),
        plan: waits({ changes: true }),
      },
      {
        when: 'gets no other text before it is merged',
        seen: { pulls: [pull({ body: '<!-- backstroke -->\nText\n\n<!-- /backstroke: by us -->' })] },
        known: follows(),
        plan: merged,
      },
      {
        when: 'that a strategy fell back to is merged',
        seen: { pulls: [pull()], comparison: { kind: 'counted', missing: 3, own: 1, headSha: head } },
        known: follows({ strategy: 'fast-forward' }),
        plan: { ...merged, own: 1, instead: 'own-commits' },
      },
      {
        when: 'is not merged in a way that the repository does not allow',
        seen: { pulls: [pull()], mergeMethods: ['merge', 'rebase'] },
        known: follows({ settings: settings('squash') }),
        plan: { reason: 'branch-protected', pull: reference(7), unmerged: { ...unmerged, method: 'squash' } },
      },
      {
        when: 'is merged where GitHub does not say what is allowed',
        seen: { pulls: [pull()], mergeMethods: null },
        known: follows(),
        plan: merged,
      },
    ],
    compared,
  );
});

describe('a clean one whose head', () => {
  const seenAt = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString();
  const since = (headAt: string) => follows({ mergeability: { ...met, headAt } });
  const { headAt: _, ...older } = met;
  check(
    [
      {
        when: 'was met a moment ago waits, whoever asks: no check may have begun',
        seen: { pulls: [pull()] },
        known: { ...since(seenAt(5)), trigger: 'manual' },
        plan: { ...waits({ fresh: true }), notBefore: seenAt(-55) },
      },
      {
        when: 'was met a minute ago is merged',
        seen: { pulls: [pull()] },
        known: since(seenAt(60)),
        plan: merged,
      },
      {
        when: 'was met before anybody noted when waits as if that was now',
        seen: { pulls: [pull()] },
        known: follows({ mergeability: older }),
        plan: { ...waits({ fresh: true }), notBefore: seenAt(-60) },
      },
      {
        when: 'was met a moment ago and has checks that are not done tells of those',
        seen: { pulls: [pull({ mergeState: 'unstable' })], checks: { failed: [], pending: ['build'] } },
        known: since(seenAt(5)),
        plan: waits({ pending: ['build'] }),
      },
    ],
    compared,
  );
});

describe('one that is not clean', () => {
  const checks = { failed: ['lint'], pending: ['build', 'test'] };
  check(
    [
      {
        when: 'tells of its checks',
        seen: { pulls: [pull({ mergeState: 'unstable' })], checks },
        known: follows(),
        plan: waits(checks),
      },
      {
        when: 'tells of a review that is required',
        seen: { pulls: [pull({ mergeState: 'blocked', review: 'required' })] },
        known: follows(),
        plan: waits({ review: true }),
      },
      {
        when: 'is behind for ever',
        seen: { pulls: [pull({ mergeState: 'behind' })] },
        known: follows(),
        plan: waits({ behind: true }),
      },
      {
        when: 'says that it is a draft',
        seen: { pulls: [pull({ mergeState: 'blocked', draft: true })] },
        known: follows(),
        plan: waits({ draft: true }),
      },
    ],
    compared,
  );
});
