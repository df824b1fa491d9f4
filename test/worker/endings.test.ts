import { getEventListeners } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Connection } from '../../src/db/connect.ts';
import { applyResult } from '../../src/db/write/results.ts';
import { eventually } from '../support/eventually.ts';
import { errorLevel } from '../support/memory-log.ts';
import { aJob, anOutcome, gate } from '../support/messages.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { aLink, aRef, linkOf } from '../support/rows.ts';
import { freshDatabase, freshRedis, testConnection } from '../support/services.ts';
import { aWorker, queueJob } from '../support/worker.ts';

let parts: RedisParts;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let connection: Connection;

beforeAll(async () => {
  database = await freshDatabase();
  connection = testConnection(database.url);
});
afterAll(async () => {
  await connection?.stop();
  await database?.drop();
});
beforeEach(async () => {
  parts = redisParts(await freshRedis());
});
afterEach(() => parts.stop());

/** A worker that dies while it runs: nothing of it is heard any more, whatever it holds it keeps. */
async function dieIn(step: 'sync' | 'remove', visibilitySeconds: number) {
  const died = gate();
  const never = () => {
    died.open();
    return new Promise<never>(() => undefined);
  };
  const dead = { ...parts.queues, extend: async () => undefined, ...(step === 'remove' ? { remove: never } : {}) };
  const noBeat = { ...parts.leases, extendLock: async () => undefined, extendSlot: async () => undefined };
  const sync = step === 'sync' ? never : async () => anOutcome();
  const worker = aWorker(parts, { visibilitySeconds, queues: dead, leases: noBeat, sync });
  void worker.runNext();
  await died.opened;
}

const receiveAgain = () => eventually(() => parts.queues.receive('push', 1));

test('an error of ours ends the operation as failed, and the log says so', async () => {
  const worker = aWorker(parts, { sync: () => Promise.reject(new TypeError('a bug')) });
  const job = aJob();
  await queueJob(parts, job);
  expect(await worker.runNext()).toBe('done');
  expect(await worker.results()).toMatchObject([
    { reason: 'failed', failures: 1, decidedOn: null, retryAt: expect.any(String) },
  ]);
  expect(worker.lines.at(errorLevel)).toHaveLength(1);
  expect(JSON.stringify(await worker.results())).not.toContain('a bug');
  expect(await worker.held(job.linkId)).toEqual([]);
});

describe('a worker that died', () => {
  test('in the middle: another runs the job again, at once when it reappears', async () => {
    await queueJob(parts, aJob());
    await dieIn('sync', 1);
    const worker = aWorker(parts, { visibilitySeconds: 1 });
    const received = await receiveAgain();
    expect(received.receives).toBe(2);
    expect(await worker.run('push', received)).toBe('done');
    expect(await worker.results()).toHaveLength(1);
  });

  test('after the result was sent: it is sent twice and applied once', async () => {
    const upstreamRefId = await aRef(connection.db, { pushes: 1 });
    const { id: linkId } = await aLink(connection.db, { upstreamRefId, requested: 1 });
    await queueJob(parts, aJob({ linkId }));
    await dieIn('remove', 1);
    const worker = aWorker(parts);
    expect(await worker.run('push', await receiveAgain())).toBe('done');
    const results = await worker.results();
    expect(results).toHaveLength(2);
    const applied = [];
    for (const result of results) applied.push(await applyResult(connection.db, result));
    const once = await linkOf(connection.db, linkId);
    expect(once).toMatchObject({ answeredRequested: 1, answeredPushes: 1, reason: 'up-to-date', state: 'in-sync' });
    // The second read GitHub again, later, and found the same: answered is what counts.
    expect(applied[0]).toBe(true);
    for (const result of results) expect(await applyResult(connection.db, result)).toBe(false);
    expect(await linkOf(connection.db, linkId)).toEqual(once);
    expect(await parts.queues.depth('push')).toBe(0);
  });

  test('five times of the same job: the sixth time it is a dead letter', async () => {
    const job = aJob();
    await queueJob(parts, job);
    for (let at = 0; at < 5; at += 1) {
      await eventually(async () => (await parts.redis.zcount(visible(), '-inf', await clock())) === 1);
      await dieIn('sync', 1);
    }
    const worker = aWorker(parts, { visibilitySeconds: 1 });
    expect(await worker.run('push', await receiveAgain())).toBe('dead');
    expect(worker.context.sync).not.toHaveBeenCalled();
    expect(await worker.results()).toMatchObject([{ reason: 'failed', retryAt: expect.any(String) }]);
    expect(worker.lines.at(errorLevel)).toHaveLength(1);
    expect(await parts.queues.depth('push')).toBe(0);
    expect(await worker.held(job.linkId)).toEqual([]);
  });
});

const visible = () => `${parts.namespace}:queue:push`;
const clock = async () => (await parts.leases.now()).getTime();

describe('a worker that stops', () => {
  test('hands back what is not finished in time, for another to run at once', async () => {
    const began = gate();
    const worker = aWorker(parts, {
      sync: () => {
        began.open();
        return new Promise<never>(() => undefined);
      },
    });
    const job = aJob();
    await queueJob(parts, job);
    const run = worker.runNext();
    await began.opened;
    worker.giveUp.abort();
    expect(await run).toBe('put-back');
    expect(await worker.results()).toEqual([]);
    expect(await worker.held(job.linkId)).toEqual([]);
    expect(await aWorker(parts).run('push', await receiveAgain())).toBe('done');
  });

  test('begins nothing that it was handed before', async () => {
    const worker = aWorker(parts, { sync: () => new Promise<never>(() => undefined) });
    worker.giveUp.abort();
    await queueJob(parts, aJob());
    expect(await worker.runNext()).toBe('put-back');
  });

  test('is not waited for by jobs that ended long ago', async () => {
    const worker = aWorker(parts);
    for (let at = 0; at < 12; at += 1) {
      await queueJob(parts, aJob());
      await worker.runNext();
    }
    expect(getEventListeners(worker.context.giveUp, 'abort')).toHaveLength(0);
  });
});

test('a long run keeps its message hidden, its link locked and its place taken', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const going = gate();
  const began = gate();
  const sync = vi.fn(async () => {
    began.open();
    await going.opened;
    return anOutcome();
  });
  const worker = aWorker(parts, { visibilitySeconds: 30, sync });
  const job = aJob();
  await queueJob(parts, job);
  const run = worker.runNext();
  await began.opened;
  const [lock, slots] = [`${parts.namespace}:lock:${job.linkId}`, `${parts.namespace}:slots:7`];
  for (let third = 1; third <= 3; third += 1) {
    const soon = (await clock()) + 10_000;
    for (const key of [visible(), slots]) {
      const [held = ''] = await parts.redis.zrange(key, '0', '0');
      await parts.redis.zadd(key, 'XX', soon, held);
    }
    await parts.redis.pexpireat(lock, soon);
    vi.advanceTimersByTime(10_000);
    for (const key of [visible(), slots]) {
      const end = async () => Number((await parts.redis.zrange(key, '0', '0', 'WITHSCORES'))[1]);
      await eventually(async () => (await end()) >= soon + 20_000);
    }
    await eventually(async () => (await clock()) + (await parts.redis.pttl(lock)) >= soon + 50_000);
    expect(await parts.queues.receive('push', 1)).toBeNull();
    expect(await parts.leases.lock(job.linkId, 'another', 10)).toBe(false);
    expect(await parts.redis.zcard(slots)).toBe(1);
  }
  going.open();
  expect(await run).toBe('done');
  expect(sync).toHaveBeenCalledTimes(1);
  expect(await parts.redis.exists(slots)).toBe(0);
});

test('beats that fail harm nothing', async () => {
  const going = gate();
  const extend = vi.fn(() => Promise.reject(new Error('Redis is away')));
  const worker = aWorker(parts, {
    visibilitySeconds: 1,
    queues: { ...parts.queues, extend },
    sync: () => going.opened.then(() => anOutcome()),
  });
  await queueJob(parts, aJob());
  const run = worker.runNext();
  await eventually(() => extend.mock.calls.length >= 2);
  going.open();
  expect(await run).toBe('done');
});
