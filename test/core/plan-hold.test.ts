import { describe } from 'vitest';
import type { ObservedPull } from '../../src/core/observation.ts';
import {
  afterRelease,
  before,
  beforeRelease,
  closed,
  counted,
  elsewhere,
  head,
  merged,
  pull,
  reference,
  released,
  upstream,
} from './observed.ts';
import { blind, check, compared, open } from './plan-rows.ts';

describe('a hold', () => {
  const opened = { reason: 'pull-opened', actions: [open], syncedSha: head } as const;
  const held = (heldSince: string | null) => ({ reason: 'held-pull-closed', pull: reference(7), heldSince }) as const;
  const release = { releasedAt: released };
  check(
    [
      { when: 'closed by a person', seen: { pulls: [closed('person', beforeRelease)] }, plan: held(beforeRelease) },
      { when: 'before the release', seen: { pulls: [closed('person', beforeRelease)] }, known: release, plan: opened },
      { when: 'at the release', seen: { pulls: [closed('person', released)] }, known: release, plan: opened },
      {
        when: 'after the release',
        seen: { pulls: [closed('person', afterRelease)] },
        known: release,
        plan: held(afterRelease),
      },
      {
        when: 'at a time GitHub does not tell',
        seen: { pulls: [closed('person', null)] },
        known: release,
        plan: held(null),
      },
      {
        when: "a person's own, closed by a person",
        seen: { pulls: [closed('person', afterRelease, { ours: false })] },
        plan: held(afterRelease),
      },
      { when: 'closed by us', seen: { pulls: [closed('us', afterRelease)] }, plan: opened },
      { when: 'closed by nobody', seen: { pulls: [closed('nobody', afterRelease)] }, plan: opened },
      {
        when: 'an older one held, a newer one closed by us',
        seen: { pulls: [closed('us', afterRelease, { number: 8 }), closed('person', beforeRelease)] },
        plan: held(beforeRelease),
      },
      {
        when: 'two, the newer named',
        seen: { pulls: [closed('person', afterRelease, { number: 8 }), closed('person', beforeRelease)] },
        plan: { ...held(afterRelease), pull: reference(8) },
      },
      {
        when: 'nothing missing',
        seen: { comparison: counted({ missing: 0 }), pulls: [closed('person', afterRelease)] },
        plan: { reason: 'up-to-date', missing: 0 },
      },
      {
        when: 'reopened, or another opened',
        seen: { pulls: [pull({ number: 8 }), closed('person', afterRelease)] },
        plan: { reason: 'pull-opened', pull: reference(8), syncedSha: head },
      },
      {
        when: 'merged at the head since',
        seen: { pulls: [merged({ number: 8 }), closed('person', afterRelease)] },
        plan: { reason: 'up-to-date' },
      },
    ],
    compared,
  );
});

describe('a pull request from the time when the link was of other branches', () => {
  const opened = { reason: 'pull-opened', actions: [open], syncedSha: head } as const;
  const former = (given: ObservedPull, headBranch = 'old') => ({ former: { ...given, headBranch } });
  const known = { pull: reference(7) };
  check(
    [
      {
        when: 'closed by a person',
        known,
        seen: former(closed('person', beforeRelease)),
        plan: { reason: 'held-pull-closed', pull: reference(7), heldSince: beforeRelease },
      },
      {
        when: 'from the same branch into another one, closed by a person',
        known,
        seen: former(closed('person', beforeRelease), 'main'),
        plan: { reason: 'held-pull-closed', pull: reference(7), heldSince: beforeRelease },
      },
      {
        when: 'released since',
        known: { ...known, releasedAt: released },
        seen: former(closed('person', beforeRelease)),
        plan: opened,
      },
      { when: 'closed because its branch went', known, seen: former(closed('nobody', null)), plan: opened },
      { when: 'merged', known, seen: former(merged()), plan: opened },
      {
        when: 'ours, and open: another takes its place',
        known,
        seen: former(pull()),
        plan: { ...opened, actions: [{ type: 'close-pull', number: 7 }, open] },
      },
      { when: 'open, and a person pointed it at another branch', known, seen: former(pull(), 'main'), plan: opened },
      { when: "a person's, and open", known, seen: former(pull({ ours: false })), plan: opened },
      {
        when: 'ours, and open, and nothing is missing',
        known,
        seen: { ...former(pull()), comparison: counted({ missing: 0 }) },
        plan: { reason: 'up-to-date', missing: 0 },
      },
      {
        when: 'ours, and open, and there is no place for another one',
        known: { ...known, mayOpen: false },
        seen: former(pull()),
        plan: { reason: 'held-max-open' },
      },
    ],
    compared,
  );
});

describe('a push that GitHub does not show yet', () => {
  const hint = { before, after: head };
  const stale = { upstream: upstream({ branchSha: before }), comparison: counted({ headSha: before }) };
  const wait = { reason: 'github-unavailable', decidedOn: null, ...blind } as const;
  const opened = (on: string) => ({ reason: 'pull-opened', actions: [open], decidedOn: on, syncedSha: on }) as const;
  const waited = (failures: number) => ({ hint, failures, lastReason: 'github-unavailable' as const });
  check(
    [
      { when: 'the head before it', seen: stale, known: { hint }, plan: wait },
      {
        when: 'already caught up with the old head',
        seen: { ...stale, comparison: counted({ headSha: before, missing: 0 }) },
        known: { hint },
        plan: wait,
      },
      {
        when: 'the head last decided on',
        seen: stale,
        known: { hint: { before: elsewhere, after: head }, decidedOn: before },
        plan: wait,
      },
      { when: 'shown', known: { hint }, plan: opened(head) },
      {
        when: 'a third head, pushed after it',
        seen: { upstream: upstream({ branchSha: elsewhere }), comparison: counted({ headSha: elsewhere }) },
        known: { hint },
        plan: opened(elsewhere),
      },
      { when: 'no hint', seen: stale, known: { decidedOn: before }, plan: opened(before) },
      { when: 'waited for once', seen: stale, known: waited(1), plan: wait },
      { when: 'waited for twice', seen: stale, known: waited(2), plan: wait },
      { when: 'waited for three times', seen: stale, known: waited(3), plan: opened(before) },
      {
        when: 'failures of another kind do not count',
        seen: stale,
        known: { hint, failures: 5, lastReason: 'failed' },
        plan: wait,
      },
    ],
    compared,
  );
});
