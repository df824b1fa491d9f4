import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { jobQueues } from '../../src/redis/queues.ts';
import { createReceiver, mayTake } from '../../src/worker/receive.ts';
import { eventually } from '../support/eventually.ts';
import { errorLevel, memoryLog } from '../support/memory-log.ts';
import { aJob, anOutcome, gate } from '../support/messages.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { freshRedis } from '../support/services.ts';
import { aWorker, queueJob } from '../support/worker.ts';

let parts: RedisParts;

beforeEach(async () => {
  parts = redisParts(await freshRedis());
});
afterEach(() => parts.stop());

describe('slots', () => {
  const running = (now: number, push: number, later: number) => ({ now, push, later });
  const may = (counts: ReturnType<typeof running>, concurrency = 8) =>
    jobQueues.filter((queue) => mayTake(queue, counts, concurrency));

  test.each([
    ['idle', running(0, 0, 0), ['now', 'push', 'later']],
    ['one is kept for each lower queue', running(6, 0, 0), ['push', 'later']],
    ['one is kept for the lowest', running(6, 1, 0), ['later']],
    ['pushes alone leave one, too', running(0, 7, 0), ['now', 'later']],
    ['the lowest may take what nobody else wants', running(0, 0, 7), ['now', 'push', 'later']],
    ['full', running(6, 1, 1), []],
    ['full of the lowest', running(0, 0, 8), []],
  ] as const)('%s', (_, counts, expected) => expect(may(counts)).toEqual(expected));

  test('where there are fewer than queues, none is kept', () => {
    expect(may(running(0, 0, 0), 1)).toEqual(['now', 'push', 'later']);
    expect(may(running(1, 0, 0), 2)).toEqual(['now', 'push', 'later']);
    expect(may(running(1, 1, 0), 2)).toEqual([]);
  });
});

describe('a receiver', () => {
  /** Runs until the test opens the gate; remembers what it ran, in order. */
  const receiver = (concurrency: number) => {
    const ran: string[] = [];
    const going = gate();
    const lines = memoryLog();
    const started = createReceiver({
      queues: parts.queues,
      concurrency,
      visibilitySeconds: 30,
      log: lines.log,
      run: async (queue, received) => {
        ran.push(`${queue} ${received.body}`);
        await parts.queues.remove(queue, received.id);
        if (received.body === 'bad') throw new Error('a bug');
        await going.opened;
      },
    });
    return { ...started, ran, going, lines };
  };

  test('takes what persons asked for first, and keeps a slot for what has time', async () => {
    for (const body of ['1', '2', '3']) await parts.queues.send('later', body);
    for (const body of ['1', '2', '3']) await parts.queues.send('push', body);
    for (const body of ['1', '2', '3', '4']) await parts.queues.send('now', body);
    const { ran, going, stop, running } = receiver(4);
    await eventually(() => running() === 4);
    expect(ran).toEqual(['now 1', 'now 2', 'push 1', 'later 1']);
    going.open();
    await eventually(() => ran.length === 10);
    await stop();
  });

  test('waits for what runs when it stops, and takes nothing more', async () => {
    await parts.queues.send('push', 'running');
    const { ran, going, stop, running } = receiver(1);
    await eventually(() => running() === 1);
    let stopped = false;
    const stopping = stop().then(() => {
      stopped = true;
    });
    await parts.queues.send('push', 'for another');
    expect(stopped).toBe(false);
    going.open();
    await stopping;
    expect(ran).toEqual(['push running']);
    expect(await parts.queues.receive('push', 1)).toMatchObject({ body: 'for another', receives: 1 });
  });

  test('runs no job twice whose message came again while it runs', async () => {
    const ran: string[] = [];
    const going = gate();
    const { stop, running } = createReceiver({
      queues: parts.queues,
      concurrency: 4,
      visibilitySeconds: 30,
      log: memoryLog().log,
      run: async (queue, received) => {
        ran.push(`${received.body} ${received.receives}`);
        // As when nobody kept it hidden.
        if (received.body === 'slow') await parts.queues.extend(queue, received.id, 0);
        await going.opened;
        await parts.queues.remove(queue, received.id);
      },
    });
    await parts.queues.send('push', 'slow');
    await eventually(() => running() === 1);
    await parts.queues.send('push', 'after it');
    await eventually(() => ran.includes('after it 1'));
    going.open();
    await stop();
    expect(ran).toEqual(['slow 1', 'after it 1']);
  });

  test('goes on after a job that threw', async () => {
    const { ran, going, stop, lines } = receiver(1);
    going.open();
    await parts.queues.send('push', 'bad');
    await parts.queues.send('push', 'good');
    await eventually(() => ran.includes('push good'));
    await stop();
    expect(lines.at(errorLevel)).toEqual(['A job was left to be received again']);
  });
});

test('four of an installation run at once, the fifth waits', async () => {
  const going = gate();
  const worker = aWorker(parts, { sync: vi.fn(() => going.opened.then(() => anOutcome())) });
  for (let at = 0; at < 5; at += 1) await queueJob(parts, aJob(), 'now');
  const runs = Array.from({ length: 5 }, () => worker.runNext('now'));
  await eventually(() => vi.mocked(worker.context.sync).mock.calls.length === 4);
  expect(await Promise.race(runs)).toBe('put-back');
  going.open();
  expect((await Promise.all(runs)).sort()).toEqual(['done', 'done', 'done', 'done', 'put-back']);
});

describe('is put back as a new message', () => {
  const putBack = async (job: ReturnType<typeof aJob>) => {
    const worker = aWorker(parts);
    await queueJob(parts, job);
    const received = await parts.queues.receive('push', 30);
    expect(received && (await worker.run('push', received))).toBe('put-back');
    expect(worker.context.sync).not.toHaveBeenCalled();
    expect(await parts.bodies('push')).toEqual([job]);
    expect(await parts.leases.marker(job.linkId)).toBe(job.operationId);
    const again = await eventually(() => parts.queues.receive('push', 30));
    expect(again.id).not.toBe(received?.id);
    expect(again.receives).toBe(1);
  };

  test('while its link is locked, and keeps no place meanwhile', async () => {
    const job = aJob();
    await parts.leases.lock(job.linkId, 'another', 60_000);
    await putBack(job);
    expect(await parts.redis.exists(`${parts.namespace}:slots:7`)).toBe(0);
    expect(await parts.redis.get(`${parts.namespace}:lock:${job.linkId}`)).toBe('another');
  });

  test('while four operations of its installation run', async () => {
    for (const holder of ['a', 'b', 'c', 'd']) await parts.leases.takeSlot(7, holder, 4, 60_000);
    const job = aJob();
    await putBack(job);
    expect(await parts.redis.exists(`${parts.namespace}:lock:${job.linkId}`)).toBe(0);
    await queueJob(parts, aJob({ installationId: 8 }), 'later');
    expect(await aWorker(parts).runNext('later')).toBe('done');
  });
});
