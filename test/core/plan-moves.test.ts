import { describe, expect, it } from 'vitest';
import { planSync } from '../../src/core/plan.ts';
import { ahead, done, ff, forwarded, merge, merging, mirror, rebase, rebasing, replacing } from './move-rows.ts';
import { afterRelease, closed, counted, head, known, merged, now, pull, reference, seen, sha } from './observed.ts';
import { check, compared, open } from './plan-rows.ts';

const rebased = { reason: 'rebased', actions: [rebasing], ...done } as const;

describe('a fork without commits of its own', () => {
  check(
    [
      { when: 'fast-forward', known: ff, plan: forwarded },
      { when: 'merge', known: merge, plan: forwarded },
      { when: 'mirror', known: mirror, plan: forwarded },
      { when: 'rebase', known: rebase, plan: forwarded },
      { when: 'a pull request of ours is open', known: ff, seen: { pulls: [pull()] }, plan: forwarded },
      { when: 'a person closed one', known: ff, seen: { pulls: [closed('person', afterRelease)] }, plan: forwarded },
      { when: 'upstream wants no pull requests', known: ff, seen: { optedOut: true }, plan: forwarded },
      { when: 'no place for a pull request', known: { ...ff, mayOpen: false }, plan: forwarded },
      {
        when: 'one with this head was merged, and the branch put back',
        known: ff,
        seen: { pulls: [merged()] },
        plan: forwarded,
      },
      {
        when: 'up to date',
        known: ff,
        seen: { comparison: counted({ missing: 0 }) },
        plan: { reason: 'up-to-date', missing: 0 },
      },
      {
        when: 'up to date, one of ours left over',
        known: { ...ff, pull: reference(7) },
        seen: { comparison: counted({ missing: 0 }), pulls: [pull()] },
        plan: {
          reason: 'pull-closed-caught-up',
          actions: [{ type: 'close-pull', number: 7 }],
          pull: reference(7),
          missing: 0,
          ...done,
        },
      },
    ],
    compared,
  );
});

describe('a fork with commits of its own', () => {
  const opened = { reason: 'pull-opened', actions: [open], ...done } as const;
  const one = { comparison: counted({ own: 1 }), ownIsConfig: true };
  check(
    [
      { when: 'fast-forward', known: ff, seen: ahead, plan: { ...opened, instead: 'own-commits' } },
      {
        when: 'fast-forward, the file alone',
        known: ff,
        seen: one,
        plan: { ...opened, own: 1, instead: 'configuration' },
      },
      {
        when: 'fast-forward, the file and more',
        known: ff,
        seen: { ...ahead, ownIsConfig: true },
        plan: { ...opened, instead: 'own-commits' },
      },
      {
        when: 'fast-forward, one is open',
        known: { ...ff, pull: reference(7), decidedOn: head },
        seen: { ...ahead, pulls: [pull()] },
        plan: { reason: 'pull-open', pull: reference(7), instead: 'own-commits' },
      },
      {
        when: 'fast-forward, a person closed one',
        known: ff,
        seen: { ...ahead, pulls: [closed('person', afterRelease)] },
        plan: { reason: 'held-pull-closed', pull: reference(7), heldSince: afterRelease, instead: 'own-commits' },
      },
      {
        when: 'fast-forward, without a place',
        known: { ...ff, mayOpen: false },
        seen: ahead,
        plan: { reason: 'held-max-open', instead: 'own-commits' },
      },
      {
        when: 'fast-forward, squashed',
        known: ff,
        seen: { ...ahead, pulls: [merged()] },
        plan: { reason: 'up-to-date' },
      },
      { when: 'merge', known: merge, seen: ahead, plan: { reason: 'merged', actions: [merging], ...done } },
      {
        when: 'merge, GitHub knows of a conflict',
        known: { ...merge, pull: reference(7), decidedOn: head },
        seen: { ...ahead, pulls: [pull({ conflicting: true })] },
        plan: { reason: 'conflict', pull: reference(7), instead: 'conflict' },
      },
      {
        when: 'merge, a conflict of another head',
        known: merge,
        seen: { ...ahead, pulls: [pull({ conflicting: true, headSha: sha('c') })] },
        plan: { reason: 'merged', actions: [merging], ...done },
      },
      { when: 'merge, squashed', known: merge, seen: { ...ahead, pulls: [merged()] }, plan: { reason: 'up-to-date' } },
      { when: 'rebase', known: rebase, seen: ahead, plan: rebased },
      { when: 'rebase, the file alone', known: rebase, seen: one, plan: { ...rebased, own: 1 } },
      {
        when: 'rebase, a merge would meet a conflict',
        known: { ...rebase, pull: reference(7), decidedOn: head },
        seen: { ...ahead, pulls: [pull({ conflicting: true })] },
        plan: rebased,
      },
      {
        when: 'rebase, nothing missing',
        known: rebase,
        seen: { comparison: counted({ missing: 0, own: 2 }) },
        plan: { reason: 'up-to-date', missing: 0 },
      },
      {
        when: 'rebase, squashed',
        known: rebase,
        seen: { ...ahead, pulls: [merged()] },
        plan: { reason: 'up-to-date' },
      },
      {
        when: 'rebase, nothing in common',
        known: rebase,
        seen: { comparison: { kind: 'unrelated' } },
        plan: { reason: 'unrelated-histories', missing: null, own: null },
      },
      { when: 'mirror', known: mirror, seen: ahead, plan: { reason: 'mirrored', actions: [replacing], ...done } },
      {
        when: 'mirror, squashed',
        known: mirror,
        seen: { ...ahead, pulls: [merged()] },
        plan: { reason: 'mirrored', actions: [replacing], ...done },
      },
      {
        when: 'mirror, nothing missing',
        known: mirror,
        seen: { comparison: counted({ missing: 0, own: 2 }) },
        plan: { reason: 'mirrored', actions: [replacing], missing: 0, ...done },
      },
      {
        when: 'mirror, nothing in common',
        known: mirror,
        seen: { comparison: { kind: 'unrelated' } },
        plan: { reason: 'mirrored', actions: [replacing], missing: null, own: null, ...done },
      },
      {
        when: 'merge, nothing in common',
        known: merge,
        seen: { comparison: { kind: 'unrelated' } },
        plan: { reason: 'unrelated-histories', missing: null, own: null },
      },
    ],
    { ...compared, own: 2 },
  );

  it('has a pull request once a merge met a conflict', () => {
    expect(planSync(known(merge), seen(ahead), now, { why: 'conflict', files: [] })).toEqual({
      ...compared,
      ...opened,
      own: 2,
      instead: 'conflict',
    });
  });

  it.each([{ why: 'conflict', files: ['a.txt'] }, { why: 'no-git' }, { why: 'too-many' }] as const)(
    'has a pull request once a rebase came to $why',
    (tried) => {
      const files = 'files' in tried ? tried.files : [];
      const expected = { ...compared, ...opened, own: 2, instead: tried.why, files };
      expect(planSync(known(rebase), seen(ahead), now, tried)).toEqual(expected);
    },
  );
});
