import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../src/core/duration.ts';
import { links } from '../../src/db/schema.ts';
import { applyResult } from '../../src/db/write/results.ts';
import { createEnqueue } from '../../src/redis/enqueue.ts';
import { testDatabase } from '../support/database.ts';
import { aDispatcher, scene } from '../support/dispatcher.ts';
import { anOutcome, sha } from '../support/messages.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { type LinkRecord, linkOf } from '../support/rows.ts';
import { freshRedis } from '../support/services.ts';
import { aWorker } from '../support/worker.ts';

const database = testDatabase();
let parts: RedisParts;
let world: Awaited<ReturnType<typeof scene>>;
let link: LinkRecord;
/** Milliseconds that the clock all processes share is ahead. */
let later: number;

beforeEach(async () => {
  parts = redisParts(await freshRedis());
  await database.db.delete(links);
  world = await scene(database.db);
  const { refId, show } = await world.upstream();
  link = await world.follow(refId);
  show(sha('b'));
  later = 0;
});
afterEach(() => parts.stop());

type How = 'throws' | 'ends its worker' | 'ends well';

const leases = () => {
  const now = async () => new Date((await parts.leases.now()).getTime() + later);
  return { ...parts.leases, now };
};

/** What is queued in a tick now. */
async function tick(): Promise<number> {
  const shared = leases();
  const enqueue = createEnqueue({ ...parts, leases: shared });
  const report = await aDispatcher(database.db, parts, world.github, { leases: shared, enqueue })();
  return report?.queued ?? 0;
}

/** Runs what is queued to this end, and applies the result. */
async function run(how: How): Promise<LinkRecord> {
  if (how === 'ends its worker') for (let death = 0; death < 5; death += 1) await parts.leases.begin(link.id);
  const worker = aWorker(parts, {
    leases: leases(),
    sync: async () => {
      if (how === 'throws') throw new Error('a bug');
      return anOutcome();
    },
  });
  expect(await worker.runNext('later')).toBe(how === 'ends its worker' ? 'dead' : 'done');
  const [result] = await worker.results();
  if (!result) throw new Error('There is no result');
  expect(await applyResult(database.db, result)).toBe(true);
  return linkOf(database.db, link.id);
}

const emptyRedis = async () => parts.redis.del(...(await parts.redis.keys(`${parts.namespace}:*`)));
const untilRetry = (row: LinkRecord) => (row.retryAt?.getTime() ?? 0) - Date.now() - later;

describe.each(['throws', 'ends its worker'] as const)('a link whose operation %s', (how) => {
  test('fails, and says what happened and when it is tried again', async () => {
    expect(await tick()).toBe(1);
    const row = await run(how);
    expect(row).toMatchObject({ state: 'failing', reason: 'failed', failures: 1, retryAt: expect.any(Date) });
    const what = how === 'throws' ? 'an error of Backstroke itself' : 'the operation ended its worker five times';
    expect(row.sentence).toBe(
      `Something failed on Backstroke's side (“${what}”): wait, Backstroke tries again after ${row.retryAt?.toISOString()}, and tell its operator when it keeps failing.`,
    );
  });

  test('is tried again after 1, 6 and 24 hours, from its row alone; what ends well begins anew', async () => {
    expect(await tick()).toBe(1);
    const waits = [];
    for (const hours of [1, 6, 24, 24]) {
      const row = await run(how);
      waits.push(Math.round(untilRetry(row) / MINUTE) / 60);
      await emptyRedis();
      later += hours * HOUR - 2 * MINUTE;
      expect(await tick()).toBe(0);
      await emptyRedis();
      later += 3 * MINUTE;
      expect(await tick()).toBe(1);
      expect(await parts.bodies('later')).toMatchObject([{ linkId: link.id, trigger: 'retry', lastReason: 'failed' }]);
    }
    expect(waits).toEqual([1, 6, 24, 24]);
    expect(await run('ends well')).toMatchObject({
      state: 'in-sync',
      reason: 'up-to-date',
      failures: 0,
      retryAt: null,
    });

    await emptyRedis();
    await database.db.update(links).set({ requested: 1, requestedTrigger: 'install' });
    expect(await tick()).toBe(1);
    expect(await run(how)).toMatchObject({ reason: 'failed', failures: 1 });
  });
});

test('four deaths make no dead letter, and an operation that ends forgets them', async () => {
  expect(await tick()).toBe(1);
  for (let death = 0; death < 4; death += 1) await parts.leases.begin(link.id);
  await run('ends well');
  expect(await parts.leases.begin(link.id)).toBe(1);
});
