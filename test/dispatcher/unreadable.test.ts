import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { reconcile } from '../../src/core/config/reconcile.ts';
import { defaultSettings } from '../../src/core/link.ts';
import type { Job } from '../../src/core/message.ts';
import { links } from '../../src/db/schema.ts';
import { existingLinks } from '../../src/db/stored.ts';
import { applyResult } from '../../src/db/write/results.ts';
import { wanted, wantedLink } from '../core/config/existing.ts';
import { testDatabase } from '../support/database.ts';
import { aDispatcher, scene } from '../support/dispatcher.ts';
import { errorLevel } from '../support/memory-log.ts';
import { sha } from '../support/messages.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { type LinkRecord, linkOf } from '../support/rows.ts';
import { freshRedis } from '../support/services.ts';
import { aWorker } from '../support/worker.ts';

const database = testDatabase();
let parts: RedisParts;
let world: Awaited<ReturnType<typeof scene>>;
let bad: LinkRecord;
let good: LinkRecord;

beforeEach(async () => {
  parts = redisParts(await freshRedis());
  await database.db.delete(links);
  world = await scene(database.db);
  const { refId, show } = await world.upstream();
  bad = await world.follow(refId);
  good = await world.follow(refId);
  await database.db.update(links).set({ settings: sql`'{"everyMs": "soon"}'::jsonb` }).where(eq(links.id, bad.id));
  show(sha('b'));
});
afterEach(() => parts.stop());

const tick = () => aDispatcher(database.db, parts, world.github)();

test('a link whose row cannot be read ends as a failure of ours, and keeps no other from its turn', async () => {
  expect(await tick()).toMatchObject({ queued: 2 });
  const jobs = await parts.bodies<Job>('later');
  expect(jobs.map(({ linkId, unreadable }) => [linkId, unreadable !== null])).toEqual(
    expect.arrayContaining([
      [bad.id, true],
      [good.id, false],
    ]),
  );
  const sync = vi.fn(aWorker(parts).context.sync);
  const worker = aWorker(parts, { sync });
  for (let job = 0; job < 2; job += 1) expect(await worker.runNext('later')).toBe('done');
  expect(sync.mock.calls.map(([{ linkId }]) => linkId)).toEqual([good.id]);
  expect(worker.lines.at(errorLevel)).toEqual(['The row of a link cannot be read, nothing is done for it']);
  for (const result of await worker.results()) expect(await applyResult(database.db, result)).toBe(true);
  const link = await linkOf(database.db, bad.id);
  expect(link).toMatchObject({ reason: 'failed', state: 'failing', failures: 1 });
  expect(link.sentence).toContain('its settings cannot be read: everyMs');
  expect((link.retryAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(50 * 60_000);
  expect((await linkOf(database.db, good.id)).reason).not.toBe('failed');
  // It waits for its time, and is queued again then.
  expect(await tick()).toMatchObject({ queued: 0 });
});

test('it is written anew as the configuration says, and keeps no other of its fork from that', async () => {
  const [existing] = (await existingLinks(database.db, [bad.forkId])).get(bad.forkId) ?? [];
  if (!existing) throw new Error('The link is not there');
  expect(existing.settings).toBeNull();
  const { upstreamId, upstreamBranch, forkBranch } = existing;
  const link = wantedLink({ upstreamId, upstreamBranch, forkBranch, strategy: existing.strategy });
  const { update } = reconcile([existing], wanted({ links: [link] }));
  expect(update).toMatchObject([{ id: bad.id, settings: defaultSettings, ask: true }]);
});
