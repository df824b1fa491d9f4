import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { OperationResult } from '../../src/core/message.ts';
import { nothing } from '../../src/core/plan-types.ts';
import { errorLevel } from '../support/memory-log.ts';
import { aJob, anOutcome, aRow, gate, inMs, sha } from '../support/messages.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { freshRedis } from '../support/services.ts';
import { aWorker, queueJob } from '../support/worker.ts';

let parts: RedisParts;

beforeEach(async () => {
  parts = redisParts(await freshRedis());
});
afterEach(() => parts.stop());

/** What `runJob` does in Redis, in order; an operation that fails is where it stops. */
function spied(failing: string[] = []) {
  const steps: string[] = [];
  const spy = <T extends object>(of: T): T =>
    Object.fromEntries(
      Object.entries(of).map(([name, method]) => [
        name,
        (...args: unknown[]) => {
          const step = name === 'send' || name === 'append' ? `${name} ${words(args)}` : name;
          steps.push(step);
          if (failing.includes(step)) return Promise.reject(new Error(`${step} fails`));
          return (method as (...args: unknown[]) => unknown)(...args);
        },
      ]),
    ) as T;
  return {
    steps,
    changed: { leases: spy(parts.leases), queues: spy(parts.queues), operations: spy(parts.operations) },
  };
}

function words([first, second]: unknown[]): string {
  return typeof second === 'object' ? String((second as { event: string }).event) : String(first);
}

describe('the order', () => {
  test('is lock, then marker removed, then GitHub; result, then fact, then the job removed, then unlocked', async () => {
    const { steps, changed } = spied();
    const worker = aWorker(parts, {
      ...changed,
      sync: async () => {
        steps.push('GitHub');
        return anOutcome();
      },
    });
    await queueJob(parts, aJob());
    expect(await worker.runNext()).toBe('done');
    const watched = ['lock', 'unmark', 'GitHub', 'send results', 'append finished', 'remove', 'unlock', 'freeSlot'];
    expect(steps.filter((step) => watched.includes(step))).toEqual(watched);
  });

  test('lets a push during the run make a second operation', async () => {
    const row = aRow();
    const first = await parts.enqueue(row, { trigger: 'push', requestId: 'delivery-1' });
    const reading = gate();
    const going = gate();
    const worker = aWorker(parts, {
      sync: async () => {
        reading.open();
        await going.opened;
        return anOutcome();
      },
    });
    const run = worker.runNext();
    await reading.opened;
    const second = await parts.enqueue(row, { trigger: 'push', requestId: 'delivery-2' });
    going.open();
    expect(second).toMatchObject({ joined: false });
    expect(second?.operationId).not.toBe(first?.operationId);
    expect(await run).toBe('done');
    expect(await parts.bodies('push')).toMatchObject([{ operationId: second?.operationId }]);
    expect(await parts.leases.marker(row.linkId)).toBe(second?.operationId);
  });

  test('leaves link and installation free, and the facts told', async () => {
    const job = aJob();
    const plan = { ...nothing('pull-opened', sha('b')), missing: 2, own: 0, syncedSha: sha('b') };
    const worker = aWorker(parts, {
      sync: async () => anOutcome({ reason: 'pull-opened', plan }),
    });
    await queueJob(parts, job);
    await worker.runNext();
    expect(await worker.held(job.linkId)).toEqual([]);
    expect(await parts.redis.exists(`${parts.namespace}:slots:7`)).toBe(0);
    expect(await parts.queues.depth('push')).toBe(0);
    const [result] = await worker.results();
    expect(OperationResult.parse(result)).toMatchObject({
      operationId: job.operationId,
      asked: job.asked,
      reason: 'pull-opened',
      decidedOn: sha('b'),
      syncedSha: sha('b'),
    });
    expect(await parts.operations.events(job.operationId)).toMatchObject([
      { event: 'started', handledBy: 'worker-1' },
      { event: 'finished', reason: 'pull-opened' },
    ]);
  });
});

test('a link whose result is on its way is busy until web has applied that result', async () => {
  const job = aJob();
  await queueJob(parts, job);
  await aWorker(parts).runNext();
  expect(await parts.leases.busy([job.linkId])).toEqual(new Set([job.linkId]));
  expect(await parts.redis.ttl(`${parts.namespace}:answering:${job.linkId}`)).toBeGreaterThan(0);
  await parts.leases.answered(job.linkId, 'an older operation');
  expect(await parts.leases.busy([job.linkId])).toEqual(new Set([job.linkId]));
  await parts.leases.answered(job.linkId, job.operationId);
  expect(await parts.leases.busy([job.linkId])).toEqual(new Set());
});

describe('is not run', () => {
  const dropped = async (job: object, queue: 'push' | 'now' = 'push') => {
    const worker = aWorker(parts);
    await parts.queues.send(queue, JSON.stringify(job));
    expect(await worker.runNext(queue)).toBe('dropped');
    expect(worker.context.sync).not.toHaveBeenCalled();
    expect(await parts.queues.depth(queue)).toBe(0);
    expect(await worker.results()).toEqual([]);
    return worker;
  };

  test('a duplicate: it says which operation answers for it', async () => {
    const job = aJob();
    await parts.leases.mark(job.linkId, 'the queued one');
    await dropped(job);
    expect(await parts.operations.events(job.operationId)).toMatchObject([
      { event: 'joined', operationId: 'the queued one' },
    ]);
    expect(await parts.leases.marker(job.linkId)).toBe('the queued one');
  });

  test('what was queued before it was replaced, though what took its place is over and its marker gone', async () => {
    const job = aJob({ asked: { requests: 1, pushes: 1 } });
    await parts.leases.replaced(job.linkId, 2, 'the-other');
    await dropped(job);
    expect(await parts.operations.events(job.operationId)).toMatchObject([
      { event: 'joined', operationId: 'the-other' },
    ]);
    await parts.queues.send('push', JSON.stringify({ ...job, asked: { requests: 2, pushes: 1 } }));
    expect(await aWorker(parts).runNext()).toBe('done');
  });

  test('what was revoked: it says that the link is off', async () => {
    const job = aJob();
    await parts.leases.revoke(job.linkId);
    await dropped(job);
    expect(await parts.operations.events(job.operationId)).toMatchObject([{ event: 'finished', reason: 'disabled' }]);
  });

  test('what was queued before its link was revoked, though the marker is gone; what was queued after that is', async () => {
    const job = aJob();
    await parts.leases.revoke(job.linkId);
    await parts.leases.overwrite(job.linkId, 'over');
    await parts.leases.unmark(job.linkId, 'over');
    await dropped(job);
    expect(await parts.operations.events(job.operationId)).toMatchObject([{ event: 'finished', reason: 'disabled' }]);
    await parts.queues.send('push', JSON.stringify({ ...job, queuedAt: inMs(1_000) }));
    expect(await aWorker(parts).runNext()).toBe('done');
  });

  test('what expired', () => dropped(aJob({ expiresAt: inMs(-1) })));

  test.each([
    ['of another version', { ...aJob(), version: 2 }],
    ['of another kind', { ...aJob(), kind: 'reset' }],
    ['with a field missing', { ...aJob(), fork: undefined }],
    ['that is no job at all', [1, 2, 3]],
  ])('a message %s, and the log says so', async (_, body) => {
    const worker = await dropped(body, 'now');
    expect(worker.lines.at(errorLevel)).toHaveLength(1);
  });

  test('but a job without any marker is: Redis was emptied', async () => {
    await parts.queues.send('push', JSON.stringify(aJob()));
    expect(await aWorker(parts).runNext()).toBe('done');
  });
});
