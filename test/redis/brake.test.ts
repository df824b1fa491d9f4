import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createBrakeCopy } from '../../src/redis/brake.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { freshRedis } from '../support/services.ts';

const none = { all: false, upstreamIds: [], installationIds: [] };
const job = { installationId: 1, upstream: { id: 2 } };

let parts: RedisParts;
beforeEach(async () => {
  parts = redisParts(await freshRedis());
});
afterEach(() => parts.stop());

describe('what operators stopped, as workers know it', () => {
  test.each([
    [none, false],
    [{ ...none, all: true }, true],
    [{ ...none, upstreamIds: [2] }, true],
    [{ ...none, upstreamIds: [1] }, false],
    [{ ...none, installationIds: [1] }, true],
    [{ ...none, installationIds: [2] }, false],
  ])('%j: %s', async (brakes, stopped) => {
    const [web, worker] = [createBrakeCopy(parts.leases), createBrakeCopy(parts.leases)];
    await web.tell(brakes);
    expect(await worker.stops(job)).toBe(stopped);
  });

  test('nothing was ever told', async () => {
    expect(await createBrakeCopy(parts.leases).stops(job)).toBe(false);
  });

  test('holds when Redis is emptied, until something else is told', async () => {
    const worker = createBrakeCopy(parts.leases);
    await createBrakeCopy(parts.leases).tell({ ...none, all: true });
    expect(await worker.stops(job)).toBe(true);
    await parts.empty();
    expect(await worker.stops(job)).toBe(true);
    await createBrakeCopy(parts.leases).tell(none);
    expect(await worker.stops(job)).toBe(false);
  });
});
