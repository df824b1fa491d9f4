import { expect, test } from 'vitest';
import { createQueueAsked } from '../../src/server/queue-asked.ts';
import { testDatabase } from '../support/database.ts';
import { aDispatcher, dispatcherHere } from '../support/dispatcher.ts';
import { memoryLog } from '../support/memory-log.ts';
import { sha } from '../support/messages.ts';
import { anInstallation } from '../support/rows.ts';
import { aWorker } from '../support/worker.ts';

const database = testDatabase();
const here = dispatcherHere(database);

/** How many jobs of each installation wait in a queue. */
async function waiting(queue: 'now' | 'push' | 'later'): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const { installationId } of await here.parts.bodies<{ installationId: number }>(queue))
    counts[installationId] = (counts[installationId] ?? 0) + 1;
  return counts;
}

async function follow(
  refId: string,
  count: number,
  values: Parameters<typeof here.world.follow>[1] = {},
): Promise<void> {
  for (let at = 0; at < count; at += 1) await here.world.follow(refId, values);
}

test('a tick queues a share of an installation with hundreds of links, and all of another', async () => {
  const { refId, show } = await here.world.upstream();
  const other = await anInstallation(database.db);
  await follow(refId, 150);
  await follow(refId, 2, { installationId: other });
  show(sha('b'));
  const tick = aDispatcher(database.db, here.parts, here.world.github);
  expect(await tick()).toMatchObject({ queued: 62 });
  expect(await waiting('later')).toEqual({ [here.world.installationId]: 60, [other]: 2 });
  expect(await tick()).toMatchObject({ queued: 0 });
});

test('what was left is queued as the others begin, from the tables alone', async () => {
  const asked = { requested: 1, requestedTrigger: 'event', requestedId: 'delivery-1' } as const;
  const { refId } = await here.world.upstream();
  await follow(refId, 70, asked);
  const tick = aDispatcher(database.db, here.parts, here.world.github);
  expect(await tick()).toMatchObject({ queued: 60 });
  const worker = aWorker(here.parts);
  for (let at = 0; at < 7; at += 1) expect(await worker.runNext('push')).toBe('done');
  expect(await tick()).toMatchObject({ queued: 7 });
  // Redis emptied: nobody waits any more, and everything is asked for still.
  await here.parts.redis.del(...(await here.parts.redis.keys(`${here.parts.namespace}:*`)));
  expect(await tick()).toMatchObject({ queued: 60 });
});

test('each queue has a share of its own: bulk does not keep what a person asks from being queued', async () => {
  const { refId, show } = await here.world.upstream();
  await follow(refId, 70);
  show(sha('b'));
  const tick = aDispatcher(database.db, here.parts, here.world.github);
  await tick();
  await follow(refId, 1, { requested: 1, requestedTrigger: 'manual', requestedId: 'request-1', decidedOn: sha('b') });
  expect(await tick()).toMatchObject({ queued: 1 });
  expect(await waiting('now')).toEqual({ [here.world.installationId]: 1 });
});

test('web leaves to the ticks what is more than a share, too', async () => {
  const { refId } = await here.world.upstream();
  const other = await anInstallation(database.db);
  const asked = { requested: 1, requestedTrigger: 'event', requestedId: 'delivery-1' } as const;
  const { log } = memoryLog();
  const queueAsked = createQueueAsked({ ...here.parts, db: database.db, log });
  const linkIds: string[] = [];
  for (let at = 0; at < 70; at += 1) linkIds.push((await here.world.follow(refId, asked)).id);
  linkIds.push((await here.world.follow(refId, { ...asked, installationId: other })).id);
  queueAsked.later({ linkIds });
  await queueAsked.stop();
  expect(await waiting('push')).toEqual({ [here.world.installationId]: 60, [other]: 1 });
});

test('first syncs are counted once, however many ask for the same ones at once', async () => {
  const { refId } = await here.world.upstream();
  await follow(refId, 40, { state: 'new', decidedOn: null, requested: 1, requestedTrigger: 'install' });
  const { log } = memoryLog();
  const queueAsked = createQueueAsked({ ...here.parts, db: database.db, log });
  for (let at = 0; at < 3; at += 1) queueAsked.later({ installationId: here.world.installationId });
  await aDispatcher(database.db, here.parts, here.world.github)();
  await queueAsked.stop();
  expect(await waiting('later')).toEqual({ [here.world.installationId]: 40 });
  expect(await here.parts.redis.get(`${here.parts.namespace}:budget:first:minute:${here.world.installationId}`)).toBe(
    '40',
  );
});
