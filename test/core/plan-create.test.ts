import { describe } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../src/core/duration.ts';
import { defaultSettings } from '../../src/core/link.ts';
import { strategies } from '../../src/core/strategy.ts';
import { afterRelease, before, beforeRelease, counted, fork, head, now, released, sha, upstream } from './observed.ts';
import { blind, check } from './plan-rows.ts';

const ago = (ms: number) => new Date(now.getTime() - ms).toISOString();
const missing = { fork: fork({ branchSha: null }), comparison: null };
const create = { settings: { ...defaultSettings, create: true } };
const created = {
  reason: 'branch-created',
  actions: [{ type: 'create-branch', to: head }],
  syncedSha: head,
} as const;
const gone = (heldSince: string | null) => ({ reason: 'fork-branch-missing', heldSince }) as const;
const waits = (detail: string) => ({ reason: 'github-unavailable', decidedOn: null, detail }) as const;

describe('a branch that the fork does not have', () => {
  check(
    [
      { when: 'not to be created', seen: missing, plan: gone(null) },
      ...strategies.map((strategy) => ({
        when: `to be created, ${strategy}`,
        seen: missing,
        known: { ...create, strategy },
        plan: created,
      })),
      { when: 'upstream wants no pull requests', seen: { ...missing, optedOut: true }, known: create, plan: created },
      { when: 'without a place', seen: missing, known: { ...create, mayOpen: false }, plan: created },
      { when: 'was there', seen: missing, known: { ...create, branchSeenAt: released }, plan: gone(released) },
      {
        when: 'was there, and is asked for by a person',
        seen: missing,
        known: { ...create, branchSeenAt: released, trigger: 'manual' },
        plan: gone(released),
      },
      {
        when: 'was there before a release',
        seen: missing,
        known: { ...create, branchSeenAt: beforeRelease, releasedAt: released },
        plan: created,
      },
      {
        when: 'was there at a release',
        seen: missing,
        known: { ...create, branchSeenAt: released, releasedAt: released },
        plan: created,
      },
      {
        when: 'was there after a release',
        seen: missing,
        known: { ...create, branchSeenAt: afterRelease, releasedAt: released },
        plan: gone(afterRelease),
      },
      {
        when: 'was there less than a minute ago',
        seen: missing,
        known: { ...create, branchSeenAt: ago(MINUTE - 1) },
        plan: waits('the branch was there a moment ago'),
      },
      {
        when: 'was there a minute ago',
        seen: missing,
        known: { ...create, branchSeenAt: ago(MINUTE) },
        plan: gone(ago(MINUTE)),
      },
      { when: 'undone', seen: missing, known: { ...create, undoneAt: released }, plan: { reason: 'held-undone' } },
      {
        when: 'nothing of upstream was seen for long enough',
        seen: missing,
        known: { settings: { ...create.settings, delayMs: DAY }, sightings: [{ sha: head, at: ago(HOUR) }] },
        plan: { reason: 'held-delay', heldSince: ago(HOUR), notBefore: ago(HOUR - DAY) },
      },
      {
        when: 'a part of upstream was seen for long enough',
        seen: { ...missing, ripe: { sha: before, comparison: counted({ missing: 0, headSha: before }) } },
        known: {
          settings: { ...create.settings, delayMs: DAY },
          sightings: [
            { sha: head, at: ago(HOUR) },
            { sha: before, at: ago(2 * DAY) },
          ],
        },
        plan: {
          ...created,
          actions: [{ type: 'create-branch', to: before }],
          syncedSha: before,
          moreAt: ago(HOUR - DAY),
        },
      },
      {
        when: 'the file changed',
        seen: { ...missing, configBlob: sha('9') },
        known: create,
        plan: waits('the configuration file was changed a moment ago'),
      },
      {
        when: 'the pushed head is not shown yet',
        seen: { ...missing, upstream: upstream({ branchSha: before }) },
        known: { ...create, hint: { before, after: head } },
        plan: { reason: 'github-unavailable', decidedOn: null },
      },
      {
        when: 'neither does upstream',
        seen: { ...missing, upstream: upstream({ branchSha: null }) },
        known: create,
        plan: { reason: 'upstream-branch-missing', decidedOn: 'no-branch' },
      },
      {
        when: 'archived',
        seen: { fork: fork({ branchSha: null, archived: true }) },
        known: create,
        plan: { reason: 'fork-archived' },
      },
    ],
    { ...blind, decidedOn: head },
  );
});
