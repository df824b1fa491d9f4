import { describe, expect, it } from 'vitest';
import { foldOperation, joinedOperation } from '../../src/core/operation.ts';
import type { OperationEvent } from '../../src/core/operation-event.ts';

const queued: OperationEvent = {
  event: 'queued',
  at: '2026-01-02T00:00:00.000Z',
  linkId: 'link',
  trigger: 'push',
  requestId: 'delivery',
};
const started = (handledBy: string, second: number): OperationEvent => ({
  event: 'started',
  at: `2026-01-02T00:00:0${second}.000Z`,
  handledBy,
});
const finished = (given: Partial<Extract<OperationEvent, { event: 'finished' }>> = {}): OperationEvent => ({
  event: 'finished',
  at: '2026-01-02T00:00:09.000Z',
  reason: 'pull-opened',
  sentence: 'It was opened.',
  upstreamSha: 'a'.repeat(40),
  pull: { number: 7, url: 'https://github.com/octo/hello/pull/7' },
  ...given,
});
const joined = (operationId: string): OperationEvent => ({
  event: 'joined',
  at: '2026-01-02T00:00:05.000Z',
  operationId,
});

const whenQueued = {
  id: 'op',
  linkId: 'link',
  status: 'queued',
  trigger: 'push',
  reason: null,
  sentence: null,
  queuedAt: '2026-01-02T00:00:00.000Z',
  startedAt: null,
  finishedAt: null,
  handledBy: null,
  requestId: 'delivery',
  upstreamSha: null,
  pullRequest: null,
  rangeDiff: null,
};
const whenStarted = { ...whenQueued, status: 'running', startedAt: '2026-01-02T00:00:01.000Z', handledBy: 'one' };
const whenFinished = {
  ...whenStarted,
  status: 'ok',
  reason: 'pull-opened',
  sentence: 'It was opened.',
  finishedAt: '2026-01-02T00:00:09.000Z',
  upstreamSha: 'a'.repeat(40),
  pullRequest: { number: 7, url: 'https://github.com/octo/hello/pull/7' },
};

describe('foldOperation', () => {
  it.each<[string, OperationEvent[], unknown]>([
    ['nothing', [], null],
    ['a first fact that expired', [started('one', 1), finished()], null],
    ['queued', [queued], whenQueued],
    ['queued and joined', [queued, joined('other')], whenQueued],
    ['started', [queued, started('one', 1)], whenStarted],
    ['finished', [queued, started('one', 1), finished()], whenFinished],
    ['finished, then started again', [queued, started('one', 1), finished(), started('two', 9)], whenFinished],
    [
      'started twice, as after a crash',
      [queued, started('one', 1), started('two', 2)],
      { ...whenStarted, startedAt: '2026-01-02T00:00:02.000Z', handledBy: 'two' },
    ],
    [
      'finished with what needs a person',
      [queued, started('one', 1), finished({ reason: 'conflict', sentence: 'Both changed.' })],
      { ...whenFinished, status: 'error', reason: 'conflict', sentence: 'Both changed.' },
    ],
    [
      'finished with a failure of ours, nothing known',
      [queued, started('one', 1), finished({ reason: 'failed', sentence: 'Failed.', upstreamSha: null, pull: null })],
      { ...whenFinished, status: 'error', reason: 'failed', sentence: 'Failed.', upstreamSha: null, pullRequest: null },
    ],
    [
      'finished with commits replayed',
      [queued, started('one', 1), finished({ reason: 'rebased', rangeDiff: '1:  aaa = 1:  bbb' })],
      { ...whenFinished, reason: 'rebased', rangeDiff: '1:  aaa = 1:  bbb' },
    ],
    ['finished without a start', [queued, finished()], { ...whenFinished, startedAt: null, handledBy: null }],
  ])('%s', (_, events, operation) => {
    const before = structuredClone(events);
    expect(foldOperation('op', events)).toEqual(operation);
    expect(events).toEqual(before);
  });
});

it.each<[string, OperationEvent[], string | null]>([
  ['nothing', [], null],
  ['no other', [queued, started('one', 1), finished()], null],
  ['one', [queued, joined('second')], 'second'],
  ['the newest of several', [queued, joined('second'), joined('third')], 'third'],
])('joinedOperation: %s', (_, events, operation) => {
  expect(joinedOperation(events)).toBe(operation);
});
