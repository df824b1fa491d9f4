import { describe, expect, it } from 'vitest';
import { defaultSettings, type Mergeability } from '../../src/core/link.ts';
import { mergeabilityAfter } from '../../src/core/mergeability.ts';
import type { Merge } from '../../src/core/merging.ts';
import type { Trigger } from '../../src/core/message.ts';
import type { ObservedPull } from '../../src/core/observation.ts';
import type { Reason } from '../../src/core/reason.ts';
import { section } from '../../src/core/text/pull-section.ts';
import { before, head, now, pull, reference, seen } from './observed.ts';

const settings = { ...defaultSettings, conflict: { labels: ['conflict', 'bug', 'sync'], reviewers: [] } };
const clean: Mergeability = { number: 7, conflicting: false, labels: [], headSha: head, looks: 0, refused: null };
const conflicted: Mergeability = {
  number: 7,
  conflicting: true,
  labels: ['conflict'],
  headSha: head,
  looks: 0,
  refused: null,
};

function after(given: {
  reason: Reason;
  pulls?: ObservedPull[];
  known?: Mergeability | null;
  trigger?: Trigger;
  about?: number | null;
  detail?: string | null;
  merge?: Merge;
  lastReason?: Reason | null;
}) {
  const { reason, pulls = [pull()], known: mergeability = null, trigger = 'push', about = 7, detail = null } = given;
  const { merge = 'never', lastReason = null } = given;
  const pullRequest = { ...settings.pullRequest, merge };
  const job = { settings: { ...settings, pullRequest }, trigger, mergeability, lastReason };
  const one = about === null ? null : reference(about);
  return mergeabilityAfter({ job, reason, pull: one, seen: seen({ pulls }), detail, now });
}

describe('what is known of conflicts', () => {
  it('of one that was opened is that GitHub was looked at once', () => {
    expect(after({ reason: 'pull-opened', pulls: [] })).toEqual({ ...clean, looks: 1 });
  });

  it('is what GitHub says', () => {
    expect(after({ reason: 'pull-open', known: { ...clean, looks: 2 } })).toEqual(clean);
    expect(after({ reason: 'conflict', pulls: [pull({ conflicting: true })], known: clean })).toMatchObject({
      conflicting: true,
      looks: 0,
    });
  });

  it('has the labels that it put on, and no others', () => {
    const pullRequest = { ...settings.pullRequest, labels: ['Sync'] };
    const job = {
      settings: { ...settings, pullRequest },
      trigger: 'push' as const,
      mergeability: null,
      lastReason: null,
    };
    const conflicting = pull({ conflicting: true, labels: ['Bug'] });
    const shown = (one: ObservedPull) => ({
      job,
      reason: 'conflict' as const,
      pull: reference(7),
      seen: seen({ pulls: [one] }),
      detail: null,
      now,
    });
    expect(mergeabilityAfter(shown(conflicting))).toEqual(conflicted);
    expect(mergeabilityAfter(shown({ ...conflicting, ours: false }))).toMatchObject({ conflicting: true, labels: [] });
    const body = section('Text', { fork: before, upstream: head, conflicting: true, labels: ['Bug'] });
    expect(mergeabilityAfter(shown({ ...conflicting, body }))).toMatchObject({ labels: ['Bug', 'conflict'] });
  });

  it('keeps those labels while it lasts', () => {
    const pulls = [pull({ conflicting: true, labels: ['conflict'] })];
    expect(after({ reason: 'conflict', pulls, known: conflicted })).toEqual(conflicted);
  });

  it('counts looks in a row while GitHub does not know, or knows of an older head', () => {
    for (const one of [pull({ conflicting: null }), pull({ conflicting: true, headSha: before })]) {
      const again = (known: Mergeability) => after({ reason: 'pull-open', pulls: [one], known, trigger: 'retry' });
      const { headSha } = one;
      expect(again(clean)).toEqual({ ...clean, headSha, looks: 1 });
      expect(again({ ...clean, looks: 3 })).toEqual({ ...clean, headSha, looks: 4 });
      expect(again({ ...clean, number: 6, looks: 3 })).toEqual({ ...clean, headSha, looks: 1 });
    }
    const pulls = [pull({ conflicting: null })];
    expect(after({ reason: 'conflict', pulls, known: conflicted, trigger: 'retry' })).toEqual({
      ...conflicted,
      looks: 1,
    });
  });

  it('is looked at again while only its text says that it had conflicts', () => {
    const body = section('Text', { fork: before, upstream: head, conflicting: true, labels: ['conflict'] });
    const pulls = [pull({ conflicting: null, labels: ['conflict'], body })];
    expect(after({ reason: 'conflict', pulls })).toMatchObject({ conflicting: true, looks: 1 });
  });

  it('begins a new row when something happened', () => {
    const pulls = [pull({ conflicting: null })];
    for (const trigger of ['push', 'event', 'manual', 'schedule'] as const) {
      expect(after({ reason: 'pull-open', pulls, known: { ...clean, looks: 3 }, trigger })).toEqual({
        ...clean,
        looks: 1,
      });
    }
  });

  it('keeps what GitHub refused to put on it, until it is another one', () => {
    const refused = { ...clean, refused: 'No such label' };
    expect(after({ reason: 'pull-opened', pulls: [], detail: 'No such label' })).toMatchObject({
      refused: 'No such label',
    });
    expect(after({ reason: 'pull-open', known: refused })).toEqual(refused);
    expect(after({ reason: 'pull-open', known: { ...refused, number: 6 } })).toEqual(clean);
  });

  it('counts looks at one that is to be merged though GitHub has tried, and those that wait for checks in a row of their own', () => {
    const again = (reason: Reason, lastReason: Reason, looks: number) =>
      after({ reason, lastReason, known: { ...clean, looks }, trigger: 'retry', merge: 'merge' })?.looks;
    expect(after({ reason: 'pull-opened', pulls: [], merge: 'squash' })?.looks).toBe(1);
    expect(again('pull-open', 'pull-opened', 1)).toBe(2);
    expect(again('held-checks', 'pull-open', 2)).toBe(1);
    expect(again('held-checks', 'held-checks', 2)).toBe(3);
    expect(again('pull-open', 'held-checks', 3)).toBe(1);
    const theirs = [pull({ ours: false })];
    expect(after({ reason: 'pull-open', pulls: theirs, trigger: 'retry', merge: 'merge' })?.looks).toBe(0);
  });

  it('is no conflict any more while it waits for checks', () => {
    expect(after({ reason: 'held-checks', known: conflicted, merge: 'merge' })).toMatchObject({ ...clean, looks: 1 });
  });

  it('has when the head of one that is to be merged was met first', () => {
    const headAt = '2026-01-10T12:00:00.000Z';
    const at = (given: Partial<Parameters<typeof after>[0]>) =>
      after({ reason: 'pull-open', merge: 'merge', known: { ...clean, headAt }, ...given })?.headAt;
    expect(at({})).toBe(headAt);
    expect(at({ reason: 'pull-opened', pulls: [], known: null })).toBe(now.toISOString());
    expect(at({ pulls: [pull({ headSha: before })] })).toBe(now.toISOString());
    expect(at({ known: { ...clean, number: 6, headAt } })).toBe(now.toISOString());
    expect(at({ known: clean })).toBe(now.toISOString());
    expect(at({ merge: 'never' })).toBeUndefined();
  });

  it('is over with the pull request', () => {
    for (const reason of ['up-to-date', 'pull-merged', 'pull-closed-caught-up'] as const) {
      expect(after({ reason, known: conflicted })).toBeNull();
    }
  });

  it('stays while nothing is said of the pull request', () => {
    for (const reason of ['github-unavailable', 'failed', 'held-pull-closed', 'planned', 'rebased'] as const) {
      expect(after({ reason, known: conflicted })).toEqual(conflicted);
    }
    expect(after({ reason: 'pull-opened', known: conflicted, about: null })).toEqual(conflicted);
  });
});
