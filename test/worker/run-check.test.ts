import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CheckResult } from '../../src/core/check-message.ts';
import type { RunContext } from '../../src/worker/context.ts';
import { eventually } from '../support/eventually.ts';
import { errorLevel } from '../support/memory-log.ts';
import { aCheckJob, aRefusal, gate, inMs } from '../support/messages.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { freshRedis } from '../support/services.ts';
import { aWorker } from '../support/worker.ts';

let parts: RedisParts;

beforeEach(async () => {
  parts = redisParts(await freshRedis());
});
afterEach(() => parts.stop());

const queue = (job = aCheckJob()) => parts.queues.send('now', JSON.stringify(job)).then(() => job);
const results = () => parts.bodies<CheckResult>('results');
const never = () => new Promise<never>(() => undefined);

async function nothingHeld(): Promise<void> {
  const keys = await parts.redis.keys(`${parts.namespace}:*`);
  expect(keys.filter((key) => /:(slots|lock|begun):/.test(key))).toEqual([]);
}

/** A worker that dies while it answers: nothing of it is heard any more, whatever it holds it keeps. */
async function dieAnswering(job: ReturnType<typeof aCheckJob>) {
  const died = gate();
  const worker = aWorker(parts, {
    visibilitySeconds: 1,
    queues: { ...parts.queues, extend: async () => undefined },
    leases: { ...parts.leases, extendLock: async () => undefined, extendSlot: async () => undefined },
    answer: () => {
      died.open();
      return never();
    },
  });
  const received = await eventually(() => parts.queues.receive('now', 1));
  void worker.run('now', received);
  await died.opened;
  expect(received.body).toContain(job.checkId);
}

test('a commit is answered, the result sent, and only then the message removed', async () => {
  const steps: string[] = [];
  const worker = aWorker(parts, {
    queues: {
      ...parts.queues,
      send: (name, ...rest) => {
        steps.push(`send ${name}`);
        return parts.queues.send(name, ...rest);
      },
      remove: (name, id) => {
        steps.push(`remove ${name}`);
        return parts.queues.remove(name, id);
      },
    },
    answer: async () => {
      steps.push('answer');
      return { became: 'answered', title: 'A title' };
    },
  });
  const job = await queue();
  expect(await worker.runNext('now')).toBe('done');
  expect(steps).toEqual(['answer', 'send results', 'remove now']);
  expect((await results()).map((result) => CheckResult.parse(result))).toMatchObject([
    { checkId: job.checkId, notBefore: null },
  ]);
  await nothingHeld();
});

test('what GitHub refuses for now is told with when to try again, what a person has to mend is over', async () => {
  const answer = vi.fn<RunContext['answer']>();
  const worker = aWorker(parts, { answer });
  for (const reason of ['github-unavailable', 'missing-permission'] as const) {
    answer.mockResolvedValueOnce(aRefusal({ reason }));
    await queue();
    expect(await worker.runNext('now')).toBe('done');
  }
  expect((await results()).map(({ notBefore }) => notBefore)).toEqual([expect.any(String), null]);
});

test('a bug is logged, and tried again', async () => {
  const worker = aWorker(parts, { answer: () => Promise.reject(new TypeError('a bug')) });
  await queue();
  expect(await worker.runNext('now')).toBe('done');
  expect(await results()).toMatchObject([{ notBefore: expect.any(String) }]);
  expect(worker.lines.at(errorLevel)).toHaveLength(1);
});

test('what expired is dropped: its row asks again', async () => {
  const worker = aWorker(parts);
  await queue(aCheckJob({ expiresAt: inMs(-1) }));
  expect(await worker.runNext('now')).toBe('dropped');
  expect(worker.context.answer).not.toHaveBeenCalled();
  expect(await results()).toEqual([]);
});

test('takes one of the places of its installation, and is put back when there is none', async () => {
  const worker = aWorker(parts);
  for (const at of [1, 2, 3, 4]) await parts.leases.takeSlot(7, `holder-${at}`, 4, 60_000);
  await queue();
  expect(await worker.runNext('now')).toBe('put-back');
  expect(worker.context.answer).not.toHaveBeenCalled();
  await parts.leases.freeSlot(7, 'holder-1');
  await worker.context.waiting.call(7);
  expect(await worker.runNext('now')).toBe('done');
});

test('two messages about one commit are not answered at the same time', async () => {
  const began = gate();
  const going = gate();
  const answer = vi.fn(async () => {
    began.open();
    await going.opened;
    return { became: 'answered', title: null } as const;
  });
  const worker = aWorker(parts, { answer });
  const job = await queue();
  await queue({ ...job, operationId: 'queued again' });
  const first = worker.runNext('now');
  await began.opened;
  expect(await worker.runNext('now')).toBe('put-back');
  going.open();
  expect(await first).toBe('done');
  expect(answer).toHaveBeenCalledTimes(1);
});

describe('a worker', () => {
  test('that dies in the middle leaves the commit to the next one', async () => {
    await dieAnswering(await queue());
    const worker = aWorker(parts);
    const received = await eventually(() => parts.queues.receive('now', 1));
    expect(await worker.run('now', received)).toBe('done');
    expect(await results()).toHaveLength(1);
    await nothingHeld();
  });

  test('that dies five times of one commit: it is given up', async () => {
    const job = await queue();
    for (let at = 0; at < 5; at += 1) await dieAnswering(job);
    const worker = aWorker(parts);
    const received = await eventually(() => parts.queues.receive('now', 1));
    expect(await worker.run('now', received)).toBe('dead');
    expect(worker.context.answer).not.toHaveBeenCalled();
    expect(worker.lines.at(errorLevel)).toHaveLength(1);
    expect(await results()).toMatchObject([{ checkId: job.checkId, notBefore: null }]);
    expect(await parts.queues.depth('now')).toBe(0);
  });

  test('that stops hands back what is not finished in time', async () => {
    const began = gate();
    const worker = aWorker(parts, {
      answer: () => {
        began.open();
        return never();
      },
    });
    await queue();
    const run = worker.runNext('now');
    await began.opened;
    worker.giveUp.abort();
    expect(await run).toBe('put-back');
    expect(await results()).toEqual([]);
    await nothingHeld();
  });

  test('that takes long keeps the message hidden, the commit locked and the place taken', async () => {
    const going = gate();
    const extend = vi.fn(parts.queues.extend);
    const extendLock = vi.fn(parts.leases.extendLock);
    const extendSlot = vi.fn(parts.leases.extendSlot);
    const worker = aWorker(parts, {
      visibilitySeconds: 1,
      queues: { ...parts.queues, extend },
      leases: { ...parts.leases, extendLock, extendSlot },
      answer: () => going.opened.then(() => ({ became: 'answered', title: null }) as const),
    });
    const job = await queue();
    const run = worker.runNext('now');
    await eventually(() => extendSlot.mock.calls.length >= 2);
    expect(extend).toHaveBeenCalledWith('now', expect.any(String), 1);
    expect(extendLock).toHaveBeenCalledWith(job.checkId, expect.stringContaining(job.operationId), 2_000);
    expect(extendSlot).toHaveBeenCalledWith(7, expect.stringContaining(job.operationId), 1_000);
    going.open();
    expect(await run).toBe('done');
  });
});
