import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OperationEvent } from '../../src/core/operation-event.ts';
import { operationSeconds } from '../../src/redis/operations.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { freshRedis } from '../support/services.ts';

let parts: RedisParts;

beforeEach(async () => {
  parts = redisParts(await freshRedis());
});
afterEach(() => parts.stop());

const now = new Date('2026-11-20T12:00:00.000Z');
const before = (ms: number) => new Date(now.getTime() - ms).toISOString();
const queued = (at = now.toISOString()): OperationEvent => ({
  event: 'queued',
  at,
  linkId: 'link',
  trigger: 'push',
  requestId: 'delivery-1',
});
const started: OperationEvent = { event: 'started', at: now.toISOString(), handledBy: 'worker' };
const finished: OperationEvent = {
  event: 'finished',
  at: now.toISOString(),
  reason: 'up-to-date',
  sentence: 'Done.',
  upstreamSha: null,
  pull: null,
};

describe('the facts of an operation', () => {
  test('are appended in order, and none is rewritten', async () => {
    for (const event of [queued(), started, started, finished]) await parts.operations.append('a', event);
    expect(await parts.operations.events('a')).toEqual([queued(), started, started, finished]);
    expect(await parts.operations.events('unknown')).toEqual([]);
  });

  test('are gone a day after the last of them', async () => {
    await parts.operations.append('a', queued());
    await parts.redis.expire(`${parts.namespace}:operation:a`, 10);
    await parts.operations.append('a', finished);
    const ttl = await parts.redis.ttl(`${parts.namespace}:operation:a`);
    expect(ttl).toBeGreaterThan(operationSeconds - 10);
    expect(ttl).toBeLessThanOrEqual(operationSeconds);
    expect(await parts.redis.ttl(`${parts.namespace}:operations:link`)).toBeGreaterThan(operationSeconds - 10);
  });

  test('no key of ours stays for ever', async () => {
    await parts.operations.append('a', queued());
    await parts.leases.mark('link', 'a');
    await parts.leases.revoke('off');
    await parts.leases.lock('link', 'a', 60_000);
    await parts.leases.takeSlot(7, 'a', 4, 60_000);
    await parts.leases.joinLine({ queue: 'later', installationId: 7 }, 'link', 0);
    await parts.leases.spend('pulls', 3, 60);
    await parts.leases.hold('tick', 'a', 60_000);
    await parts.leases.remember('tick', 'then', 60);
    const keys = await parts.redis.keys(`${parts.namespace}:*`);
    const ttls = await Promise.all(keys.map((key) => parts.redis.pttl(key)));
    expect(keys).toHaveLength(11);
    expect(ttls.every((ttl) => ttl > 0)).toBe(true);
  });

  test('that cannot be written are an error, not a silence', async () => {
    await parts.redis.set(`${parts.namespace}:operation:a`, 'not a list');
    await expect(parts.operations.append('a', queued())).rejects.toThrow('WRONGTYPE');
  });

  test('of another version are left out', async () => {
    await parts.operations.append('a', queued());
    await parts.redis.rpush(`${parts.namespace}:operation:a`, JSON.stringify({ event: 'of tomorrow' }));
    await parts.operations.append('a', finished);
    expect(await parts.operations.events('a')).toEqual([queued(), finished]);
  });
});

test('operations of a link: those of the last day, newest first', async () => {
  const day = operationSeconds * 1_000;
  await parts.operations.append('older', queued(before(day + 5_000)));
  await parts.operations.append('first', queued(before(2_000)));
  await parts.operations.append('second', queued(before(1_000)));
  await parts.operations.append('first', finished);
  expect(await parts.operations.ofLink('link', now)).toEqual(['second', 'first']);
  expect(await parts.redis.zcard(`${parts.namespace}:operations:link`)).toBe(2);
  expect(await parts.operations.ofLink('link', new Date(now.getTime() + day))).toEqual([]);
});
