import { describe, expect, it } from 'vitest';
import { causeOf, jobFor, type LinkRow, type Queue, queueFor } from '../../src/core/job.ts';
import { defaultSettings } from '../../src/core/link.ts';
import { Job, type Trigger, triggers, UndoJob } from '../../src/core/message.ts';
import { before, head, reference } from './observed.ts';
import { queuedAt, row } from './rows.ts';

const cause = { operationId: 'op', trigger: 'push', requestId: 'delivery', now: queuedAt } as const;

it('has a queue for every trigger: persons, pushes, then what has time', () => {
  expect(Object.fromEntries(triggers.map((trigger) => [trigger, queueFor(trigger)]))).toEqual({
    manual: 'now',
    config: 'now',
    push: 'push',
    event: 'push',
    install: 'later',
    schedule: 'later',
    retry: 'later',
  } satisfies Record<Trigger, Queue>);
});

describe('causeOf', () => {
  it.each<[Parameters<typeof causeOf>[1], Partial<LinkRow>, ReturnType<typeof causeOf>]>([
    ['asked', { requestedTrigger: 'manual', requestedId: 'request' }, { trigger: 'manual', requestId: 'request' }],
    ['asked', { requestedTrigger: null, requestedId: null }, { trigger: 'event', requestId: null }],
    ['pushed', { requestedTrigger: 'manual', requestedId: 'old' }, { trigger: 'push', requestId: 'delivery' }],
    ['retry', { requestedTrigger: 'manual', requestedId: 'old' }, { trigger: 'retry', requestId: null }],
    ['head', { requestedTrigger: 'manual', requestedId: 'old' }, { trigger: 'schedule', requestId: null }],
    [
      'retry',
      { requestedTrigger: 'manual', requestedId: 'request', reason: 'rate-limited' },
      { trigger: 'manual', requestId: 'request' },
    ],
    ['retry', { requestedTrigger: 'push', reason: 'rate-limited' }, { trigger: 'retry', requestId: null }],
    ['retry', { requestedTrigger: null, reason: 'rate-limited' }, { trigger: 'retry', requestId: null }],
  ])('%s %j', (why, given, answer) => {
    expect(causeOf(row(given), why)).toEqual(answer);
  });

  it.each(['asked', 'pushed', 'retry', 'head'] as const)('%s: an undo goes with what persons ask', (why) => {
    const undo = { moveId: '5f4f2b1e-7f5c-4c5e-9a55-0d6f3f1f6a03', before, after: head };
    expect(causeOf(row({ undo, requestedId: 'request' }), why)).toEqual({ trigger: 'manual', requestId: 'request' });
  });
});

describe('jobFor', () => {
  it('is a message that a worker takes, with everything the row knows', () => {
    const given = row({
      reason: 'github-unavailable',
      failures: 2,
      pull: reference(7),
      releasedAt: new Date('2026-01-01T00:00:00.001Z'),
      undoneAt: new Date('2026-01-01T00:00:00.003Z'),
      putBack: { movedAt: '2026-01-01T00:00:00.001Z', undoneAt: '2026-01-01T00:00:00.002Z' },
      mergeability: { number: 7, conflicting: true, labels: ['conflict'], headSha: null, looks: 2, refused: null },
      ticked: { box: 'move', heads: { fork: 'a', upstream: 'b' }, by: { id: 5, login: 'mona' }, request: 2 },
      lastSyncedAt: new Date('2026-01-01T00:00:00.002Z'),
    });
    const job = jobFor(given, cause);
    expect(Job.parse(JSON.parse(JSON.stringify(job)))).toEqual(job);
    expect(job).toEqual({
      version: 1,
      kind: 'sync',
      operationId: 'op',
      linkId: given.linkId,
      trigger: 'push',
      requestId: 'delivery',
      queuedAt: '2026-01-02T03:04:05.678Z',
      expiresAt: '2026-01-03T03:04:05.678Z',
      installationId: 42,
      accountType: 'User',
      upstreamInstallationId: null,
      unreadable: null,
      fork: given.fork,
      upstream: given.upstream,
      strategy: 'pull-request',
      settings: defaultSettings,
      mayOpen: true,
      check: null,
      configBlob: null,
      pull: reference(7),
      decidedOn: head,
      heldSince: null,
      branchSeenAt: null,
      releasedAt: '2026-01-01T00:00:00.001Z',
      lastSyncedSha: null,
      sightings: [],
      tagsDecidedOn: null,
      undoneAt: '2026-01-01T00:00:00.003Z',
      putBack: { movedAt: '2026-01-01T00:00:00.001Z', undoneAt: '2026-01-01T00:00:00.002Z' },
      ticked: { box: 'move', heads: { fork: 'a', upstream: 'b' }, by: { id: 5, login: 'mona' }, request: 2 },
      mergeability: { number: 7, conflicting: true, labels: ['conflict'], headSha: null, looks: 2, refused: null },
      lastSyncedAt: '2026-01-01T00:00:00.002Z',
      failures: 2,
      lastReason: 'github-unavailable',
      asked: { requests: 2, pushes: 3 },
      head: null,
      hint: { before, after: head },
    });
  });

  it.each(triggers)('is an undo while one is asked for, though %s made the link behind', (trigger) => {
    const undo = { moveId: '5f4f2b1e-7f5c-4c5e-9a55-0d6f3f1f6a03', before, after: null };
    const job = jobFor(row({ undo }), { ...cause, trigger });
    expect(UndoJob.parse(JSON.parse(JSON.stringify(job)))).toEqual(job);
    expect(job).toMatchObject({ kind: 'undo', undo, asked: { requests: 2, pushes: 3 } });
  });

  it.each(triggers)('by %s may open a pull request when it has a place, or was asked for', (trigger) => {
    const asked = ['push', 'manual', 'config', 'event'].includes(trigger);
    expect(jobFor(row({ placed: false }), { ...cause, trigger }).mayOpen).toBe(asked);
    expect(jobFor(row({ placed: true }), { ...cause, trigger }).mayOpen).toBe(true);
  });

  it.each(triggers)('that comes again may open a pull request where what it was for may: %s', (requestedTrigger) => {
    const asked = ['push', 'manual', 'config', 'event'].includes(requestedTrigger);
    const again = { placed: false, requestedTrigger, reason: 'github-unavailable' } as const;
    expect(jobFor(row(again), { ...cause, trigger: 'retry' }).mayOpen).toBe(asked);
    expect(jobFor(row({ ...again, reason: 'conflict' }), { ...cause, trigger: 'retry' }).mayOpen).toBe(false);
  });

  it.each<[string, Partial<LinkRow>, boolean]>([
    ['every push is answered', {}, false],
    ['a push is not answered', { pushes: 4 }, true],
    ['the pushed head was waited for', { reason: 'github-unavailable' }, true],
    ['a limit ended it', { reason: 'rate-limited' }, false],
    ['there was never a push', { pushes: 4, pushedHead: null, pushedBefore: null }, false],
    ['half of a push is known', { pushes: 4, pushedBefore: null }, false],
    ['the other half of a push is known', { pushes: 4, pushedHead: null }, false],
  ])('when %s, the hint is there: %j %s', (_, given, there) => {
    expect(jobFor(row(given), cause).hint).toEqual(there ? { before, after: head } : null);
  });
});
