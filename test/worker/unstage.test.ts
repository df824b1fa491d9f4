import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { UnstageJob } from '../../src/core/unstage-message.ts';
import type { Gateway } from '../../src/github/gateway.ts';
import { noCommit } from '../../src/github/move-branch.ts';
import { unstage } from '../../src/worker/unstage.ts';
import { fakeGateway } from '../support/fake-gateway.ts';
import { aRefusal, gate, inMs, sha } from '../support/messages.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { freshRedis } from '../support/services.ts';
import { aWorker } from '../support/worker.ts';
import { aContext } from './context.ts';

function anUnstageJob(): UnstageJob {
  return {
    version: 1,
    kind: 'unstage',
    operationId: randomUUID(),
    linkId: randomUUID(),
    requests: 3,
    requestId: 'delivery-1',
    queuedAt: inMs(0),
    expiresAt: inMs(60_000),
    installationId: 7,
    fork: { id: 1, nodeId: 'R_1', owner: 'octo', name: 'hello' },
    upstream: { id: -2 },
    shas: [sha('a'), sha('b')],
  };
}

const overtaken = { moved: false, why: 'overtaken' } as const;
type Answer = Awaited<ReturnType<Gateway['replaceRefs']>>;

describe('what a link left in its fork', () => {
  async function removed(answers: Answer[], given: Partial<Parameters<typeof aContext>[0]> = {}) {
    const orders: Parameters<Gateway['replaceRefs']>[0][] = [];
    const replaceRefs: Gateway['replaceRefs'] = async (order) => {
      orders.push(order);
      return answers.shift() ?? overtaken;
    };
    const gateway = { ...fakeGateway({ asked: [], answers: {} }), replaceRefs };
    const job = anUnstageJob();
    const ended = await unstage(job, aContext({ gateway, ...given }));
    const ref = `refs/backstroke/upstream/${job.linkId}`;
    const before = orders.flatMap(({ moves }) => moves.map((move) => (move.ref === ref ? move.before : move.ref)));
    expect(orders.every(({ moves }) => moves.every(({ after }) => after === noCommit))).toBe(true);
    return { ended, before };
  }

  test('is removed from where it is known to be, and from nowhere else', async () => {
    const gone = { moved: true, sha: noCommit } as const;
    expect(await removed([gone])).toEqual({ ended: { removed: true }, before: [sha('a')] });
    expect(await removed([overtaken, gone])).toEqual({ ended: { removed: true }, before: [sha('a'), sha('b')] });
    expect(await removed([])).toEqual({ ended: { removed: false }, before: [sha('a'), sha('b')] });
  });

  test('stays where GitHub refuses, which rests when it limits', async () => {
    const note = vi.fn(async () => undefined);
    const limit = aRefusal({ reason: 'rate-limited', notBefore: inMs(1_000) });
    const rests = { refusal: async () => null, note };
    expect(await removed([limit], { rests })).toEqual({ ended: limit, before: [sha('a')] });
    expect(note).toHaveBeenCalledWith(7, limit);
    expect(await removed([], { rests: { refusal: async () => limit, note } })).toEqual({ ended: limit, before: [] });
  });

  test('stays in a dry run', async () => {
    expect(await removed([], { dryRun: true })).toEqual({ ended: { removed: false }, before: [] });
  });
});

describe('its job', () => {
  let parts: RedisParts;
  beforeEach(async () => {
    parts = redisParts(await freshRedis());
  });
  afterEach(() => parts.stop());

  async function queued(): Promise<UnstageJob> {
    const job = anUnstageJob();
    await parts.leases.revoke(job.linkId);
    await parts.queues.send('later', JSON.stringify(job));
    return job;
  }
  const left = async () => [await parts.bodies('later'), await parts.bodies('results')];

  test.each<[string, () => Promise<{ removed: boolean }>, string]>([
    ['that is done', async () => ({ removed: true }), 'done'],
    ['that GitHub refuses', async () => aRefusal() as never, 'done'],
    ['that fails', () => Promise.reject(new Error('a bug')), 'done'],
  ])('%s is over, and bothers nobody', async (_, unstaging, became) => {
    const job = await queued();
    const worker = aWorker(parts, { unstage: unstaging });
    expect(await worker.runNext('later')).toBe(became);
    expect(await left()).toEqual([[], []]);
    expect(await worker.held(job.linkId)).toEqual(['queued']);
    expect(await parts.operations.events(job.operationId)).toEqual([]);
  });

  test('waits for what the link does at that moment', async () => {
    const job = await queued();
    await parts.leases.lock(job.linkId, 'an operation', 60_000);
    const worker = aWorker(parts);
    expect(await worker.runNext('later')).toBe('put-back');
    expect(worker.context.unstage).not.toHaveBeenCalled();
    expect(await left()).toEqual([[job], []]);
  });

  test('is dropped where the link is on again, is of what an operator stopped, or expired', async () => {
    const again = await queued();
    await parts.leases.overwrite(again.linkId, 'an operation');
    const worker = aWorker(parts);
    expect(await worker.runNext('later')).toBe('dropped');

    const ran = await queued();
    await parts.leases.overwrite(ran.linkId, 'an operation');
    await parts.leases.replaced(ran.linkId, ran.requests + 1, 'an operation');
    await parts.leases.unmark(ran.linkId, 'an operation');
    expect(await worker.runNext('later')).toBe('dropped');
    await queued();
    expect(await aWorker(parts, { braked: async () => true }).runNext('later')).toBe('dropped');
    await parts.queues.send('later', JSON.stringify({ ...anUnstageJob(), expiresAt: inMs(-1) }));
    expect(await worker.runNext('later')).toBe('dropped');
    expect(worker.context.unstage).not.toHaveBeenCalled();
    expect(await left()).toEqual([[], []]);
  });

  test('is handed back by a worker that stops', async () => {
    const job = await queued();
    const going = gate();
    const worker = aWorker(parts, {
      unstage: () => {
        going.open();
        return new Promise(() => undefined);
      },
    });
    const run = worker.runNext('later');
    await going.opened;
    worker.giveUp.abort();
    expect(await run).toBe('put-back');
    expect(await left()).toEqual([[job], []]);
  });

  test('is given up when it ended its worker again and again', async () => {
    const job = await queued();
    for (let times = 0; times < 5; times += 1) await parts.leases.begin(job.linkId);
    const worker = aWorker(parts);
    expect(await worker.runNext('later')).toBe('dead');
    expect(worker.context.unstage).not.toHaveBeenCalled();
    expect(await left()).toEqual([[], []]);
  });
});
