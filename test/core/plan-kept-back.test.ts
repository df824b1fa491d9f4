import { describe } from 'vitest';
import { DAY, HOUR } from '../../src/core/duration.ts';
import { defaultSettings, type PullRequestSettings } from '../../src/core/link.ts';
import { closed, counted, head, merged, now, pull, reference } from './observed.ts';
import { check, compared, open } from './plan-rows.ts';

const ago = (ms: number) => new Date(now.getTime() - ms).toISOString();
const inMs = (ms: number) => new Date(now.getTime() + ms).toISOString();
const opened = { reason: 'pull-opened', actions: [open], syncedSha: head } as const;
const caughtUp = { comparison: counted({ missing: 0 }), pulls: [pull()] };
const closing = {
  reason: 'pull-closed-caught-up',
  actions: [{ type: 'close-pull', number: 7 }],
  pull: reference(7),
  missing: 0,
  syncedSha: head,
} as const;
const held = { reason: 'held-pull-closed', pull: reference(7), heldSince: ago(HOUR) } as const;

describe('at most one pull request in a period', () => {
  const daily = { settings: { ...defaultSettings, everyMs: DAY }, lastSyncedAt: ago(HOUR) };
  const waits = { reason: 'held-interval', notBefore: inMs(23 * HOUR) } as const;
  check(
    [
      { when: 'synced within it', known: daily, plan: waits },
      { when: 'a push', known: { ...daily, trigger: 'push' }, plan: waits },
      { when: 'a changed file', known: { ...daily, trigger: 'config' }, plan: waits },
      { when: 'a person asks', known: { ...daily, trigger: 'manual' }, plan: opened },
      { when: 'synced a period ago', known: { ...daily, lastSyncedAt: ago(DAY) }, plan: opened },
      {
        when: 'a millisecond before',
        known: { ...daily, lastSyncedAt: ago(DAY - 1) },
        plan: { ...waits, notBefore: inMs(1) },
      },
      { when: 'never synced', known: { ...daily, lastSyncedAt: null }, plan: opened },
      { when: 'no period', known: { lastSyncedAt: ago(HOUR) }, plan: opened },
      { when: 'nothing is missing any more', known: { ...daily, pull: reference(7) }, seen: caughtUp, plan: closing },
      {
        when: 'one is open',
        known: { ...daily, pull: reference(7) },
        seen: { pulls: [pull()] },
        plan: { reason: 'pull-open', pull: reference(7) },
      },
      { when: 'a person closed one', known: daily, seen: { pulls: [closed('person', ago(HOUR))] }, plan: held },
      { when: 'neither the time nor a place', known: { ...daily, mayOpen: false }, plan: waits },
    ],
    compared,
  );
});

describe('without a place for an open pull request', () => {
  const none = { mayOpen: false };
  check(
    [
      { when: 'one would be opened', known: none, plan: { reason: 'held-max-open' } },
      {
        when: 'one is open',
        known: none,
        seen: { pulls: [pull()] },
        plan: { ...opened, actions: [], pull: reference(7) },
      },
      { when: 'nothing is missing any more', known: none, seen: caughtUp, plan: closing },
      { when: 'it is merged', known: none, seen: { pulls: [merged()] }, plan: { reason: 'up-to-date' } },
      { when: 'a person closed one', known: none, seen: { pulls: [closed('person', ago(HOUR))] }, plan: held },
    ],
    compared,
  );
});

describe('an upstream that asks for none', () => {
  const no = { optedOut: true };
  check(
    [
      { when: 'one would be opened', seen: no, plan: { reason: 'upstream-opted-out' } },
      { when: 'a person asks', seen: no, known: { trigger: 'manual' }, plan: { reason: 'upstream-opted-out' } },
      { when: 'without a place', seen: no, known: { mayOpen: false }, plan: { reason: 'upstream-opted-out' } },
      {
        when: 'one is open, which is left alone',
        seen: { ...no, pulls: [pull()] },
        known: { pull: reference(7), decidedOn: head },
        plan: { reason: 'pull-open', pull: reference(7) },
      },
      { when: 'nothing is missing any more', seen: { ...no, ...caughtUp }, plan: closing },
      {
        when: 'nothing is missing',
        seen: { ...no, comparison: counted({ missing: 0 }) },
        plan: { reason: 'up-to-date', missing: 0 },
      },
    ],
    compared,
  );
});

describe('one that was opened and perhaps not dressed', () => {
  const wants = (given: Partial<PullRequestSettings>) => ({
    settings: { ...defaultSettings, pullRequest: { ...defaultSettings.pullRequest, ...given } },
  });
  const found = { ...opened, actions: [], pull: reference(7) };
  const labels = wants({ labels: ['upstream'], reviewers: ['mona'] });
  const dress = (given: object) => {
    const dressing = { labels: null, assignees: null, reviewers: [], teams: [], ...given };
    return { ...found, actions: [{ type: 'dress-pull', number: 7, dressing }] } as const;
  };
  check(
    [
      {
        when: 'ours and not known',
        known: labels,
        seen: { pulls: [pull({ labels: ['bug'] })] },
        plan: dress({ labels: ['bug', 'upstream'], reviewers: ['mona'] }),
      },
      {
        when: 'ours, dressed and not known',
        known: wants({ labels: ['upstream'] }),
        seen: { pulls: [pull({ labels: ['upstream'] })] },
        plan: found,
      },
      {
        when: 'ours and known: a person took it off',
        known: { ...labels, pull: reference(7), decidedOn: head },
        seen: { pulls: [pull()] },
        plan: { reason: 'pull-open', pull: reference(7) },
      },
      {
        when: "a person's",
        known: labels,
        seen: { pulls: [pull({ ours: false })] },
        plan: { reason: 'pull-open', pull: reference(7) },
      },
    ],
    compared,
  );
});
