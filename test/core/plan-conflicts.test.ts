import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../src/core/link.ts';
import { planSync } from '../../src/core/plan.ts';
import { ahead, merge } from './move-rows.ts';
import { before, closed, counted, head, known, merged, now, pull, reference, released, seen } from './observed.ts';
import { check, compared } from './plan-rows.ts';

const settings = {
  ...defaultSettings,
  conflict: { labels: ['conflict'], reviewers: ['mona', 'org/team'] },
};
const follows = { settings, pull: reference(7), decidedOn: head };
const mergeability = { number: 7, conflicting: true, labels: ['conflict'], headSha: null, looks: 0, refused: null };
const conflicted = { ...follows, mergeability };
const conflicting = { conflicting: true } as const;
const labelled = { labels: ['conflict'] };
const conflict = { reason: 'conflict', pull: reference(7) } as const;
const open = { reason: 'pull-open', pull: reference(7) } as const;
const dress = (labels: string[] | null = ['conflict']) => ({
  type: 'dress-pull' as const,
  number: 7,
  dressing: { labels, assignees: null, reviewers: ['mona'], teams: ['team'] },
});
const unlabel = { type: 'unlabel-pull' as const, number: 7, labels: ['conflict'] };

describe('a pull request that has conflicts', () => {
  check(
    [
      {
        when: 'since now',
        known: follows,
        seen: { pulls: [pull(conflicting)] },
        plan: { ...conflict, actions: [dress()] },
      },
      {
        when: 'since now, its label is there already',
        known: follows,
        seen: { pulls: [pull({ ...conflicting, labels: ['Conflict'] })] },
        plan: { ...conflict, actions: [dress(null)] },
      },
      {
        when: 'since now, the file asks for nothing',
        known: { pull: reference(7), decidedOn: head },
        seen: { pulls: [pull(conflicting)] },
        plan: conflict,
      },
      {
        when: 'as before',
        known: conflicted,
        seen: { pulls: [pull({ ...conflicting, ...labelled })] },
        plan: conflict,
      },
      {
        when: 'as before, a person took the label off',
        known: conflicted,
        seen: { pulls: [pull(conflicting)] },
        plan: conflict,
      },
      {
        when: 'as before, with a new head',
        known: { ...conflicted, decidedOn: before },
        seen: { pulls: [pull({ ...conflicting, ...labelled })] },
        plan: { ...conflict, syncedSha: head },
      },
      {
        when: 'another one had them before',
        known: { ...follows, mergeability: { ...mergeability, number: 6 } },
        seen: { pulls: [pull(conflicting)] },
        plan: { ...conflict, actions: [dress()] },
      },
      {
        when: 'ours, its result lost',
        known: { settings: { ...settings, pullRequest: { ...settings.pullRequest, labels: ['upstream'] } } },
        seen: { pulls: [pull(conflicting)] },
        plan: { ...conflict, actions: [dress(['upstream', 'conflict'])], syncedSha: head },
      },
      {
        when: "a person's",
        known: follows,
        seen: { pulls: [pull({ ...conflicting, ours: false })] },
        plan: conflict,
      },
      {
        when: 'GitHub has not tried yet',
        known: follows,
        seen: { pulls: [pull({ conflicting: null })] },
        plan: open,
      },
      {
        when: 'GitHub has not tried again yet',
        known: conflicted,
        seen: { pulls: [pull({ conflicting: null, ...labelled })] },
        plan: conflict,
      },
      {
        when: 'GitHub tried the head before',
        known: { ...follows, decidedOn: before },
        seen: { pulls: [pull({ ...conflicting, headSha: before })] },
        plan: { ...open, reason: 'pull-updated', syncedSha: head },
      },
    ],
    compared,
  );

  it('by a merge that was tried, though GitHub has not tried yet', () => {
    const link = known({ ...merge, ...follows });
    const shown = seen({ ...ahead, pulls: [pull({ conflicting: null })] });
    expect(planSync(link, shown, now, { why: 'conflict', files: [] })).toMatchObject({
      ...conflict,
      instead: 'conflict',
      actions: [dress()],
    });
  });
});

describe('a pull request whose conflicts are solved', () => {
  const nowOpen = { pulls: [pull(labelled)] };
  check(
    [
      { when: 'its label goes', known: conflicted, seen: nowOpen, plan: { ...open, actions: [unlabel] } },
      { when: 'its label is gone', known: conflicted, seen: { pulls: [pull()] }, plan: open },
      {
        when: 'the label was not ours',
        known: { ...conflicted, mergeability: { ...mergeability, labels: [] } },
        seen: nowOpen,
        plan: open,
      },
      {
        when: 'the label is wanted in any case',
        known: {
          ...conflicted,
          settings: { ...settings, pullRequest: { ...settings.pullRequest, labels: ['Conflict'] } },
        },
        seen: nowOpen,
        plan: open,
      },
      {
        when: 'the file names another label by now',
        known: { ...conflicted, settings: { ...settings, conflict: { labels: ['other'], reviewers: [] } } },
        seen: nowOpen,
        plan: { ...open, actions: [unlabel] },
      },
      {
        when: 'by another head',
        known: { ...conflicted, decidedOn: before },
        seen: nowOpen,
        plan: { ...open, reason: 'pull-updated', syncedSha: head, actions: [unlabel] },
      },
      {
        when: 'by merging it',
        known: conflicted,
        seen: { pulls: [merged(labelled)], comparison: counted({ missing: 0 }) },
        plan: { reason: 'pull-merged', pull: reference(7), syncedSha: head, missing: 0, actions: [unlabel] },
      },
      {
        when: 'by the fork having it all',
        known: conflicted,
        seen: { pulls: [pull(labelled)], comparison: counted({ missing: 0 }) },
        plan: {
          reason: 'pull-closed-caught-up',
          pull: reference(7),
          syncedSha: head,
          missing: 0,
          actions: [unlabel, { type: 'close-pull', number: 7 }],
        },
      },
      {
        when: 'not by closing it',
        known: conflicted,
        seen: { pulls: [closed('person', released, labelled)] },
        plan: { reason: 'held-pull-closed', pull: reference(7), heldSince: released },
      },
    ],
    compared,
  );
});
