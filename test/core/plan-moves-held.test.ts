import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../src/core/duration.ts';
import { defaultSettings } from '../../src/core/link.ts';
import { planSync } from '../../src/core/plan.ts';
import { ahead, done, ff, forwarded, merge, merging, mirror, rebase, rebasing, replacing } from './move-rows.ts';
import { beforeRelease, counted, fork, known, now, released, seen, sha } from './observed.ts';
import { check, compared, open } from './plan-rows.ts';

const elsewhere = { headOf: ['https://github.com/up/hello/pull/3'] };
const daily = {
  settings: { ...defaultSettings, everyMs: DAY },
  lastSyncedAt: new Date(now.getTime() - HOUR).toISOString(),
};

describe('an upstream that was rewritten', () => {
  const lost = { ...ahead, rewritten: true };
  const told = now.toISOString();
  const holds = { reason: 'held-upstream-rewritten', heldSince: told } as const;
  const goes = { reason: 'mirrored', actions: [replacing], ...done } as const;
  check(
    [
      { when: 'mirror', known: mirror, seen: lost, plan: holds },
      { when: 'mirror, released before', known: { ...mirror, releasedAt: released }, seen: lost, plan: holds },
      { when: 'mirror, a person asks', known: { ...mirror, trigger: 'manual' }, seen: lost, plan: holds },
      {
        when: 'mirror, told before',
        known: { ...mirror, heldSince: released, releasedAt: beforeRelease },
        seen: lost,
        plan: { ...holds, heldSince: released },
      },
      {
        when: 'mirror, a delay of its was released before anybody saw the rewrite',
        known: { ...mirror, lastReason: 'held-delay', heldSince: released, releasedAt: released },
        seen: lost,
        plan: holds,
      },
      {
        when: 'mirror, a closed pull request was released before',
        known: { ...mirror, lastReason: 'held-pull-closed', heldSince: released, releasedAt: released },
        seen: lost,
        plan: holds,
      },
      {
        when: 'mirror, released',
        known: { ...mirror, heldSince: released, releasedAt: released },
        seen: lost,
        plan: { ...goes, heldSince: released },
      },
      {
        when: 'mirror, released and then kept by something else',
        known: { ...mirror, ...daily, heldSince: released, releasedAt: released },
        seen: lost,
        plan: {
          reason: 'held-interval',
          heldSince: released,
          notBefore: new Date(now.getTime() + 23 * HOUR).toISOString(),
        },
      },
      { when: 'mirror, nothing of its own', known: mirror, seen: { rewritten: true }, plan: { ...forwarded, own: 0 } },
      { when: 'rebase', known: rebase, seen: lost, plan: { reason: 'rebased', actions: [rebasing], ...done } },
      { when: 'merge', known: merge, seen: lost, plan: { reason: 'merged', actions: [merging], ...done } },
      { when: 'pull-request', seen: lost, plan: { reason: 'pull-opened', actions: [open], ...done } },
    ],
    { ...compared, own: 2, rewritten: true },
  );
});

describe('a branch that is kept where it is', () => {
  const held = { reason: 'held-upstream-pull-open', holder: 'https://github.com/up/hello/pull/3' } as const;
  const off = { settings: { ...defaultSettings, holdWhileUpstreamPullOpen: false } };
  const changed = { configBlob: sha('9') };
  const waits = {
    reason: 'github-unavailable',
    decidedOn: null,
    detail: 'the configuration file was changed a moment ago',
  } as const;
  const notBefore = new Date(now.getTime() + 23 * HOUR).toISOString();
  check(
    [
      { when: 'head of a pull request elsewhere', known: ff, seen: elsewhere, plan: held },
      {
        when: 'rebase, head of a pull request elsewhere',
        known: rebase,
        seen: { ...ahead, ...elsewhere },
        plan: { ...held, own: 2 },
      },
      { when: 'of one that cannot be seen', known: mirror, seen: { headOf: [null] }, plan: { ...held, holder: null } },
      { when: 'not to be held for that', known: { ...ff, ...off }, seen: elsewhere, plan: forwarded },
      {
        when: 'pull requests move nothing',
        seen: elsewhere,
        plan: { reason: 'pull-opened', actions: [open], ...done },
      },
      {
        when: 'nothing to move',
        known: ff,
        seen: { ...elsewhere, comparison: counted({ missing: 0 }) },
        plan: { reason: 'up-to-date', missing: 0 },
      },
      { when: 'within the period', known: { ...ff, ...daily }, plan: { reason: 'held-interval', notBefore } },
      { when: 'within it, but a person asks', known: { ...ff, ...daily, trigger: 'manual' }, plan: forwarded },
      { when: 'the file changed', known: ff, seen: changed, plan: waits },
      { when: 'rebase, the file changed', known: rebase, seen: { ...ahead, ...changed }, plan: { ...waits, own: 2 } },
      { when: 'the file is gone', known: { ...ff, configBlob: sha('9') }, plan: waits },
      { when: 'the file is the one', known: { ...ff, ...changed }, seen: changed, plan: forwarded },
      {
        when: 'the file changed, pull requests alone',
        seen: changed,
        plan: { reason: 'pull-opened', actions: [open], ...done },
      },
      {
        when: 'archived',
        known: mirror,
        seen: { fork: fork({ archived: true }) },
        plan: { reason: 'fork-archived', missing: null, own: null },
      },
    ],
    compared,
  );

  it('is moved once nothing keeps it: a period that ends, a file that was read', () => {
    const later = new Date(notBefore);
    expect(planSync(known({ ...ff, ...daily }), seen(), later)).toMatchObject(forwarded);
  });
});
