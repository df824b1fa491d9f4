import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Job, LinkJob } from '../../src/core/message.ts';
import type { JobQueue } from '../../src/redis/queues.ts';
import type { RunContext } from '../../src/worker/context.ts';
import { backAfter } from '../../src/worker/places.ts';
import { createReceiver } from '../../src/worker/receive.ts';
import { runJob } from '../../src/worker/run-job.ts';
import { eventually } from '../support/eventually.ts';
import { memoryLog } from '../support/memory-log.ts';
import { aJob, anOutcome, gate } from '../support/messages.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { freshRedis } from '../support/services.ts';
import { aWorker, queueJob } from '../support/worker.ts';

let parts: RedisParts;

beforeEach(async () => {
  parts = redisParts(await freshRedis());
});
afterEach(() => parts.stop());

/** A worker that takes what is in the queues; `during` is what an operation does. */
function startWorker(during: (job: LinkJob) => Promise<unknown> = async () => null, changed: Partial<RunContext> = {}) {
  const began: string[] = [];
  const ended: string[] = [];
  /** How often each link was put back. */
  const back = new Map<string, number>();
  const worker = aWorker(parts, {
    sync: async (job) => {
      began.push(job.linkId);
      await during(job);
      ended.push(job.linkId);
      return anOutcome();
    },
    ...changed,
  });
  const receiver = createReceiver({
    queues: parts.queues,
    concurrency: 8,
    visibilitySeconds: worker.context.visibilitySeconds,
    log: memoryLog().log,
    run: async (queue, received) => {
      const { linkId } = JSON.parse(received.body);
      if ((await runJob(queue, received, worker.context)) === 'put-back') back.set(linkId, (back.get(linkId) ?? 0) + 1);
    },
  });
  onTestFinished(receiver.stop);
  const backs = () => [...back.values()].reduce((sum, one) => sum + one, 0);
  return { ...worker, began, ended, back, backs };
}

async function queueMany(count: number, changed: Partial<Job> = {}, queue: JobQueue = 'later'): Promise<string[]> {
  const jobs = Array.from({ length: count }, () => aJob(changed));
  for (const job of jobs) await queueJob(parts, job, queue);
  return jobs.map(({ linkId }) => linkId);
}

describe('a link that fails does not stop its queue', () => {
  test('where its operation throws', async () => {
    const [bad, ...others] = await queueMany(20);
    const worker = startWorker(async ({ linkId }) => {
      if (linkId === bad) throw new Error('a bug');
    });
    await eventually(() => worker.ended.length === others.length);
    expect(worker.began).toHaveLength(20);
    expect(worker.ended.toSorted()).toEqual(others.toSorted());
    const results = await eventually(async () => {
      const sent = await worker.results();
      return sent.length === 20 && sent;
    });
    expect(results.filter(({ reason }) => reason === 'failed').map(({ linkId }) => linkId)).toEqual([bad]);
  });

  test('where it ends its worker, while its job is still hidden', async () => {
    const died = gate();
    const dying = aWorker(parts, {
      sync: () => {
        died.open();
        return new Promise(() => undefined);
      },
    });
    const [last] = await queueMany(1);
    void dying.runNext('later');
    await died.opened;
    const others = await queueMany(20);
    const worker = startWorker();
    await eventually(() => worker.ended.length === others.length);
    expect(worker.ended.toSorted()).toEqual(others.toSorted());
    await eventually(async () => (await parts.queues.depth('later')) === 1);
    expect(await parts.bodies('later')).toMatchObject([{ linkId: last }]);
  });
});

describe('while an installation has 300 jobs that wait', () => {
  /** The bulk's operations end when the test opens `going`. */
  const withBulk = async () => {
    const bulk = new Set(await queueMany(300));
    const going = gate();
    const at = await parts.leases.now();
    const worker = startWorker(({ linkId }) => (bulk.has(linkId) ? going.opened : Promise.resolve()));
    onTestFinished(() => going.open());
    await eventually(() => worker.began.length === 2);
    return { bulk, going, worker, at };
  };

  test.each([
    ['what a person asks of it', 'now', 7],
    ['a push to it', 'push', 7],
    ['the one job of another installation', 'later', 8],
  ] as const)('%s ends before any more of them begins', async (_, queue, installationId) => {
    const { worker } = await withBulk();
    const [one] = await queueMany(1, { installationId }, queue);
    await eventually(() => worker.ended.length > 0);
    expect(worker.ended).toEqual([one]);
    expect(worker.began).toHaveLength(3);
  });

  test('they cost little: those in front are looked at often, the others seldom', async () => {
    const { bulk, worker, going, at } = await withBulk();
    const [, , first = ''] = bulk;
    await eventually(() => worker.back.size === 298);
    await eventually(() => (worker.back.get(first) ?? 0) >= 4);
    const backs = worker.backs();
    const seconds = ((await parts.leases.now()).getTime() - at.getTime()) / 1_000;
    const most = Array.from({ length: 298 }, (_, ahead) => 1 + Math.floor(seconds / backAfter(ahead)));
    expect(backs).toBeLessThanOrEqual(most.reduce((sum, one) => sum + one, 0));
    going.open();
    await eventually(() => worker.ended.length === 300);
    expect(new Set(worker.began)).toEqual(bulk);
    expect(worker.began).toHaveLength(300);
  });
});

test('a place that is free is taken at once: who waits is called, and never comes in vain', async () => {
  const [first, second] = await queueMany(60);
  const going = gate();
  // Nobody comes again by themselves.
  const send: typeof parts.queues.send = (queue, body, delay = 0) =>
    parts.queues.send(queue, body, delay > 0 ? 3_600 : 0);
  const waits = ({ linkId }: LinkJob) => (linkId === first || linkId === second ? going.opened : Promise.resolve());
  const worker = startWorker(waits, { queues: { ...parts.queues, send } });
  await eventually(() => worker.backs() === 58);
  going.open();
  await eventually(() => worker.ended.length === 60);
  await eventually(async () => (await parts.queues.depth('later')) === 0);
  expect(worker.backs()).toBe(58);
});
