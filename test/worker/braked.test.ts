/** An operator stops what a worker has. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { defaultSettings } from '../../src/core/link.ts';
import { createBrakeCopy } from '../../src/redis/brake.ts';
import { Braked } from '../../src/worker/braked.ts';
import { sync } from '../../src/worker/sync.ts';
import { counted, head, seen } from '../core/observed.ts';
import { job } from '../core/rows.ts';
import { fakeGateway, opened } from '../support/fake-gateway.ts';
import { aCheckJob, aJob } from '../support/messages.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { freshRedis } from '../support/services.ts';
import { aWorker, queueJob } from '../support/worker.ts';
import { aContext } from './context.ts';

let parts: RedisParts;
beforeEach(async () => {
  parts = redisParts(await freshRedis());
});
afterEach(() => parts.stop());

const everything = { all: true, upstreamIds: [], installationIds: [] };
const lastFact = async (operationId: string) => (await parts.operations.events(operationId)).at(-1);

describe('a job that was queued before', () => {
  test('is dropped, without a result, and its link can be queued again', async () => {
    await createBrakeCopy(parts.leases).tell(everything);
    const worker = aWorker(parts, { braked: createBrakeCopy(parts.leases).stops });
    const queued = aJob();
    await queueJob(parts, queued);
    expect(await worker.runNext()).toBe('dropped');
    expect(worker.context.sync).not.toHaveBeenCalled();
    expect(await worker.results()).toEqual([]);
    expect(await parts.queues.depth('push')).toBe(0);
    expect(await worker.held(queued.linkId)).toEqual([]);
    expect(await lastFact(queued.operationId)).toMatchObject({
      reason: 'suspended',
      sentence: expect.stringContaining('operator'),
    });
  });

  test('of something else runs', async () => {
    const queued = aJob();
    await createBrakeCopy(parts.leases).tell({ ...everything, all: false, upstreamIds: [queued.upstream.id + 1] });
    const worker = aWorker(parts, { braked: createBrakeCopy(parts.leases).stops });
    await queueJob(parts, queued);
    expect(await worker.runNext()).toBe('done');
  });
});

describe('an operation under way', () => {
  test('writes nothing more, and ends without a result', async () => {
    const worker = aWorker(parts, {
      sync: async () => {
        throw new Braked('An operator stopped this');
      },
    });
    const queued = aJob();
    await queueJob(parts, queued);
    expect(await worker.runNext()).toBe('dropped');
    expect(await worker.results()).toEqual([]);
    expect(await worker.held(queued.linkId)).toEqual([]);
    expect(worker.lines.lines.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });

  test('that answers a commit is dropped likewise, and asked for again by its row', async () => {
    const answer = async () => {
      throw new Braked('An operator stopped this');
    };
    const worker = aWorker(parts, { answer });
    await parts.queues.send('now', JSON.stringify(aCheckJob()));
    expect(await worker.runNext('now')).toBe('dropped');
    expect(await worker.results()).toEqual([]);
    expect(await parts.queues.depth('now')).toBe(0);
    expect(worker.lines.lines.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });

  test('asks before it writes', async () => {
    const asked: string[] = [];
    const gateway = fakeGateway({ asked, answers: {} });
    const braked = vi.fn(async () => true);
    await expect(sync(job({ pull: null }), aContext({ gateway, braked }))).rejects.toThrow(Braked);
    expect(asked).not.toContain('openPull');
    // The same one, let go of: it is an operation that writes.
    expect(await sync(job({ pull: null }), aContext({ gateway }))).toMatchObject({ pull: { number: opened.number } });
    expect(asked).toContain('openPull');
  });

  test('asks again once its text, which may have taken minutes, is written', async () => {
    const asked: string[] = [];
    const gateway = fakeGateway({ asked, answers: {} });
    const braked = vi.fn(async () => true).mockResolvedValueOnce(false);
    await expect(sync(job({ pull: null }), aContext({ gateway, braked }))).rejects.toThrow(Braked);
    expect(asked).not.toContain('openPull');
  });

  test('tells what it moved before', async () => {
    const tags = { state: 'v1', missing: [{ name: 'v1', sha: head }] };
    const gateway = fakeGateway({
      asked: [],
      answers: {
        observe: seen({ comparison: counted({ missing: 2 }), tags }),
        forwardBranch: { moved: true, sha: head },
      },
    });
    const braked = vi.fn(async () => true).mockResolvedValueOnce(false);
    const work = job({ strategy: 'fast-forward', settings: { ...defaultSettings, tags: '**' }, pull: null });
    const outcome = await sync(work, aContext({ gateway, braked }));
    expect(outcome).toMatchObject({ reason: 'fast-forwarded', moved: { branch: 'main', after: head } });
    expect(outcome).not.toMatchObject({ tagsMade: true });
  });
});
