import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Job } from '../../src/core/message.ts';
import { createEnqueue } from '../../src/redis/enqueue.ts';
import { aRow, sha } from '../support/messages.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { freshRedis } from '../support/services.ts';

let parts: RedisParts;
const row = aRow({ requested: 3, answeredRequested: 2 });
const cause = { trigger: 'push', requestId: 'delivery-1' } as const;

beforeEach(async () => {
  parts = redisParts(await freshRedis());
});
afterEach(() => parts.stop());

test('queues a job with what the row says, marks the link and tells the fact', async () => {
  const queued = await parts.enqueue(row, cause);
  const [job] = await parts.bodies('push');
  expect(Job.parse(job)).toMatchObject({
    operationId: queued?.operationId,
    linkId: row.linkId,
    asked: { requests: 3, pushes: 1 },
    hint: { before: sha('a'), after: sha('b') },
    requestId: 'delivery-1',
  });
  expect(queued?.joined).toBe(false);
  expect(await parts.leases.marker(row.linkId)).toBe(queued?.operationId);
  expect(await parts.operations.events(queued?.operationId ?? '')).toMatchObject([
    { event: 'queued', trigger: 'push' },
  ]);
  expect(await parts.operations.ofLink(row.linkId, await parts.leases.now())).toEqual([queued?.operationId]);
});

test('holds nothing that could be a token', async () => {
  await parts.enqueue(row, cause);
  expect(JSON.stringify(await parts.bodies('push'))).not.toMatch(/token|secret|gh[a-z]_|bearer/i);
});

test('joins what is queued, however many ask at once', async () => {
  const all = await Promise.all(Array.from({ length: 10 }, () => parts.enqueue(row, cause)));
  expect(new Set(all.map((one) => one?.operationId)).size).toBe(1);
  expect(all.filter((one) => one && !one.joined)).toHaveLength(1);
  expect(await parts.bodies('push')).toHaveLength(1);
});

test('joins nothing that is let go of: who asks meanwhile gets an operation of their own', async () => {
  let person: ReturnType<typeof parts.enqueue> | undefined;
  const recheck = async () => {
    person = parts.enqueue(row, { trigger: 'manual', requestId: null });
    return null;
  };
  expect(await parts.enqueue(row, { ...cause, recheck })).toBeNull();
  expect(await person).toMatchObject({ joined: false });
  expect(await parts.bodies('now')).toHaveLength(1);
});

test('replaces what is queued: the new operation is the one that runs', async () => {
  const first = await parts.enqueue(row, cause);
  const second = await parts.enqueue(row, { trigger: 'manual', requestId: null, replace: true });
  expect(second).toMatchObject({ joined: false });
  expect(second?.operationId).not.toBe(first?.operationId);
  expect(await parts.leases.marker(row.linkId)).toBe(second?.operationId);
  expect(await parts.bodies('now')).toMatchObject([
    { operationId: second?.operationId, requestId: second?.operationId },
  ]);
  // The slower queue still holds the first, and its marker goes when the second begins.
  expect(await parts.leases.replacedAfter(row.linkId, 2)).toBe(second?.operationId);
  expect(await parts.leases.replacedAfter(row.linkId, 3)).toBeNull();
});

test('queues nothing for a link that was revoked, but for who enables it', async () => {
  await parts.leases.revoke(row.linkId);
  expect(await parts.enqueue(row, cause)).toBeNull();
  expect(await parts.bodies('push')).toEqual([]);
  expect(await parts.enqueue(row, { ...cause, replace: true })).toMatchObject({ joined: false });
});

test('waits as long as it is told to', async () => {
  await parts.enqueue(row, { trigger: 'retry', requestId: null, delaySeconds: 30 });
  expect(await parts.queues.receive('later', 30)).toBeNull();
  expect(await parts.queues.depth('later')).toBe(1);
});

test.each(['send', 'append', 'now'] as const)('leaves no marker when %s fails', async (step) => {
  const failing = vi.fn(() => Promise.reject(new Error('Redis is away')));
  const enqueue = createEnqueue({
    queues: step === 'send' ? { ...parts.queues, send: failing } : parts.queues,
    operations: step === 'append' ? { ...parts.operations, append: failing } : parts.operations,
    leases: step === 'now' ? { ...parts.leases, now: failing } : parts.leases,
  });
  await expect(enqueue(row, cause)).rejects.toThrow('Redis is away');
  expect(failing).toHaveBeenCalled();
  expect(await parts.leases.marker(row.linkId)).toBeNull();
  expect(await parts.bodies('push')).toEqual([]);
  expect(await parts.enqueue(row, cause)).toMatchObject({ joined: false });
});

test('tells of an undo to whoever takes what was queued before it', async () => {
  const undo = { moveId: '5f4f2b1e-7f5c-4c5e-9a55-0d6f3f1f6a03', before: sha('a'), after: sha('b') };
  const queued = await parts.enqueue({ ...row, undo }, { trigger: 'manual', requestId: null });
  expect(await parts.bodies('now')).toMatchObject([{ kind: 'undo', undo, asked: { requests: 3 } }]);
  expect(await parts.leases.replacedAfter(row.linkId, 2)).toBe(queued?.operationId);
  expect(await parts.leases.replacedAfter(row.linkId, 3)).toBeNull();
});
