import { expect, test } from 'vitest';
import type { OperationEvent } from '../../src/core/operation-event.ts';
import { type Following, Forgotten, follow, told } from '../../src/server/api/events-told.ts';

const at = (second: number) => `2026-01-01T00:00:0${second}.000Z`;
const queued = (requestId = 'first'): OperationEvent => ({
  event: 'queued',
  at: at(0),
  linkId: 'link',
  trigger: 'manual',
  requestId,
});
const started: OperationEvent = { event: 'started', at: at(1), handledBy: 'worker' };
const finished: OperationEvent = {
  event: 'finished',
  at: at(2),
  reason: 'up-to-date',
  sentence: 'Done.',
  upstreamSha: null,
  pull: null,
};
const joined: OperationEvent = { event: 'joined', at: at(1), operationId: 'other' };

const short = (facts: OperationEvent[]) =>
  told('op', facts).map(({ event, operation }) => `${event} ${operation.id} ${operation.status}`);

test.each<[string, OperationEvent[], string[]]>([
  ['nothing, of what is not known', [], []],
  ['nothing, of what has lost its beginning', [started, finished], []],
  ['each fact with the operation as it then was', [queued(), started, finished], ['queued', 'running', 'ok']],
  ['a start after a death again', [queued(), started, started, finished], ['queued', 'running', 'running', 'ok']],
  [
    'what came of the one it joined, as its own',
    [queued(), joined, queued('x'), started, finished],
    ['queued', 'running', 'ok'],
  ],
  ['nothing after the end', [queued(), finished, started, finished], ['queued', 'ok']],
])('a stream tells %s', (_, facts, statuses) => {
  const events: Record<string, string> = { queued: 'queued', running: 'started', ok: 'finished' };
  expect(short(facts)).toEqual(statuses.map((status) => `${events[status]} op ${status}`));
});

function following(changed: Partial<Following> = {}) {
  const written: string[] = [];
  const end = new AbortController();
  const given: Following = {
    id: 'op',
    after: 0,
    facts: async () => [queued()],
    sink: {
      event: async ({ event }, id) => void written.push(`${id} ${event}`),
      comment: async () => void written.push('still there'),
    },
    signal: end.signal,
    pause: 1,
    silence: 1_000_000,
    ...changed,
  };
  return { given, written, end };
}

test('it goes on where it ended before', async () => {
  const { given, written } = following({ after: 1, facts: async () => [queued(), started, finished] });
  await follow(given);
  expect(written).toEqual(['2 started', '3 finished']);
});

test('it says that it is there while nothing happens', async () => {
  const { given, written, end } = following({ silence: 3 });
  const comment = given.sink.comment;
  given.sink.comment = async () => {
    await comment();
    if (written.length > 3) end.abort();
  };
  await follow(given);
  expect(written).toEqual(['1 queued', 'still there', 'still there', 'still there']);
});

test('it ends when it is told to, also in the middle of a pause or of a write that nobody reads', async () => {
  const paused = following({ pause: 1_000_000 });
  const stuck = following();
  stuck.given.sink.event = () => new Promise(() => {});
  const all = [paused, stuck].map(({ given, end }) => {
    const done = follow(given);
    setImmediate(() => end.abort());
    return done;
  });
  await Promise.all(all);
  expect(paused.written).toEqual(['1 queued']);
});

test('it says when nothing is left of what it told of', async () => {
  const facts = [[queued(), started], []];
  await expect(follow(following({ facts: async () => facts.shift() ?? [] }).given)).rejects.toThrow(Forgotten);
});

test('it does not swallow that the facts cannot be read', async () => {
  const away = async () => {
    throw new Error('Redis is away');
  };
  await expect(follow(following({ facts: away }).given)).rejects.toThrow('Redis is away');
});
