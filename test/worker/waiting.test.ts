import { expect, test } from 'vitest';
import { MINUTE } from '../../src/core/duration.ts';
import type { Queue } from '../../src/redis/queues.ts';
import { backAfter, placesFor } from '../../src/worker/places.ts';
import { createWaiting } from '../../src/worker/waiting.ts';

test.each([
  ['now', 0, 4],
  ['push', 0, 3],
  ['later', 0, 2],
  ['now', 2 * MINUTE, 4],
  ['push', 2 * MINUTE, 3],
  // Not kept from its turn by pushes without end, but by what persons ask.
  ['later', 2 * MINUTE, 3],
] as const)('%s that has waited for %i ms: %i places of its installation', (queue, waited, places) => {
  expect(placesFor(queue, waited)).toBe(places);
});

test('of hundreds that wait, as many come again in a second as there are places', () => {
  const delays = Array.from({ length: 300 }, (_, ahead) => backAfter(ahead));
  expect(delays.slice(0, 9)).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 3]);
  expect(delays.at(-1)).toBe(30);
  expect(delays.toSorted((a, b) => a - b)).toEqual(delays);
});

/** Queues in which these messages are gone. */
function fake(gone: string[] = []) {
  const hurried: string[] = [];
  const hurry = async (queue: Queue, id: string) => {
    hurried.push(`${queue} ${id}`);
    return !gone.includes(id);
  };
  return { hurried, waiting: createWaiting({ hurry }) };
}

test('calls one for each place, that of the highest queue which was put back first', async () => {
  const { hurried, waiting } = fake();
  waiting.add(7, 'later', 'a');
  waiting.add(7, 'later', 'b');
  waiting.add(7, 'now', 'c');
  waiting.add(8, 'now', 'of another installation');
  for (let at = 0; at < 4; at += 1) await waiting.call(7);
  expect(hurried).toEqual(['now c', 'later a', 'later b']);
});

test('goes on to the next when one was taken meanwhile', async () => {
  const { hurried, waiting } = fake(['a', 'b']);
  for (const id of ['a', 'b', 'c', 'd']) waiting.add(7, 'push', id);
  await waiting.call(7);
  expect(hurried).toEqual(['push a', 'push b', 'push c']);
});

test('remembers the last two thousand', async () => {
  const { hurried, waiting } = fake();
  for (let at = 0; at < 2_050; at += 1) waiting.add(7, 'later', String(at));
  for (let at = 0; at < 2_050; at += 1) await waiting.call(7);
  expect(hurried).toHaveLength(2_000);
  expect(hurried[0]).toBe('later 50');
});

test('does not mind that Redis is away: each comes again by itself', async () => {
  const waiting = createWaiting({ hurry: () => Promise.reject(new Error('Redis is away')) });
  waiting.add(7, 'push', 'a');
  await waiting.call(7);
});
