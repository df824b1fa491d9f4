import { describe } from 'vitest';
import type { ObservedPull } from '../../src/core/observation.ts';
import {
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
} from './observed.ts';
import { check, compared } from './plan-rows.ts';

const follows = (decidedOn: string | null) => ({ pull: reference(7), decidedOn });

describe('an open pull request, with commits missing', () => {
  const opened = { reason: 'pull-opened', pull: reference(7), syncedSha: head } as const;
  const updated = { reason: 'pull-updated', pull: reference(7), syncedSha: head } as const;
  const unchanged = { reason: 'pull-open', pull: reference(7) } as const;
  check(
    [
      { when: 'ours, its result lost', seen: { pulls: [pull()] }, plan: opened },
      { when: 'ours, another one known', seen: { pulls: [pull()] }, known: { pull: reference(6) }, plan: opened },
      { when: 'ours, known, same head', seen: { pulls: [pull()] }, known: follows(head), plan: unchanged },
      { when: 'ours, known, head moved', seen: { pulls: [pull()] }, known: follows(before), plan: updated },
      { when: 'ours, known, never decided', seen: { pulls: [pull()] }, known: follows(null), plan: unchanged },
      { when: "a person's, not known", seen: { pulls: [pull({ ours: false })] }, plan: unchanged },
      {
        when: "a person's, known, same head",
        seen: { pulls: [pull({ ours: false })] },
        known: follows(head),
        plan: unchanged,
      },
      {
        when: "a person's, known, head moved",
        seen: { pulls: [pull({ ours: false })] },
        known: follows(before),
        plan: updated,
      },
      {
        when: 'ours, after one that a person closed',
        seen: { pulls: [pull(), closed('person', beforeRelease, { number: 6 })] },
        known: { ...follows(head), releasedAt: released },
        plan: unchanged,
      },
      {
        when: 'ours, after one merged at this very head',
        seen: { pulls: [pull(), merged({ number: 6 })] },
        known: follows(head),
        plan: unchanged,
      },
    ],
    compared,
  );
});

describe('a merged pull request, with commits missing as after a squash', () => {
  const open = { reason: 'pull-opened', actions: [{ type: 'open-pull' }], syncedSha: head } as const;
  check(
    [
      { when: 'at the head, not known', seen: { pulls: [merged()] }, plan: { reason: 'up-to-date' } },
      {
        when: 'at the head, known',
        seen: { pulls: [merged()] },
        known: follows(before),
        plan: { reason: 'pull-merged', pull: reference(7), syncedSha: head },
      },
      {
        when: 'at the head, another one known',
        seen: { pulls: [merged()] },
        known: { pull: reference(6) },
        plan: { reason: 'up-to-date' },
      },
      {
        when: "a person's, at the head",
        seen: { pulls: [merged({ ours: false })] },
        known: follows(head),
        plan: { reason: 'pull-merged', pull: reference(7), syncedSha: head },
      },
      {
        when: 'at an older head',
        seen: { pulls: [merged({ headSha: elsewhere })] },
        known: follows(before),
        plan: open,
      },
      {
        when: 'at the head, before a newer one at an older head',
        seen: { pulls: [merged({ number: 8, headSha: elsewhere }), merged()] },
        plan: { reason: 'up-to-date' },
      },
    ],
    compared,
  );
});

describe('a pull request, with nothing missing', () => {
  const caughtUp = (...pulls: ObservedPull[]) => ({ comparison: counted({ missing: 0 }), pulls });
  const upToDate = { reason: 'up-to-date' } as const;
  const closing = {
    reason: 'pull-closed-caught-up',
    actions: [{ type: 'close-pull', number: 7 }],
    pull: reference(7),
    syncedSha: head,
  } as const;
  const mergedNow = { reason: 'pull-merged', pull: reference(7), syncedSha: head } as const;
  check(
    [
      { when: 'none', seen: caughtUp(), plan: upToDate },
      {
        when: 'open and ours',
        seen: caughtUp(pull()),
        known: follows(before),
        plan: closing,
      },
      {
        when: 'open, ours and not known',
        seen: caughtUp(pull()),
        plan: closing,
      },
      {
        when: "open and a person's, which is never written",
        seen: caughtUp(pull({ ours: false })),
        plan: upToDate,
      },
      {
        when: 'merged and known',
        seen: caughtUp(merged()),
        known: follows(head),
        plan: mergedNow,
      },
      {
        when: 'merged at an older head and known',
        seen: caughtUp(merged({ headSha: elsewhere })),
        known: follows(head),
        plan: mergedNow,
      },
      {
        when: 'merged and not known: said once',
        seen: caughtUp(merged()),
        plan: upToDate,
      },
      {
        when: 'known and closed by us',
        seen: caughtUp(closed('us', released)),
        known: follows(head),
        plan: upToDate,
      },
      {
        when: 'known and closed by a person',
        seen: caughtUp(closed('person', released)),
        known: follows(head),
        plan: upToDate,
      },
    ],
    { ...compared, missing: 0 },
  );
});
