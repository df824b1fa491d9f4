import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { links, repositories } from '../../src/db/schema.ts';
import { applyResult } from '../../src/db/write/results.ts';
import { testDatabase } from '../support/database.ts';
import { aDispatcher, dispatcherHere } from '../support/dispatcher.ts';
import { aResult, inMs, sha } from '../support/messages.ts';
import { anInstallation } from '../support/rows.ts';

const database = testDatabase();
const here = dispatcherHere(database);

const dispatcher = (changed: object = {}) => aDispatcher(database.db, here.parts, here.world.github, changed);
const queuedLinks = async () =>
  (await Promise.all((['now', 'push', 'later'] as const).map((queue) => here.parts.bodies<{ linkId: string }>(queue))))
    .flat()
    .map(({ linkId }) => linkId)
    .sort();

describe('heads', () => {
  test('of unique refs are asked for once, whoever follows them', async () => {
    const { refId } = await here.world.upstream();
    for (let at = 0; at < 6; at += 1)
      await here.world.follow(refId, { installationId: await anInstallation(database.db) });
    expect(await dispatcher()()).toEqual({ refs: 1, queued: 0 });
    expect(here.world.github.queries).toHaveLength(1);
    expect(here.world.github.queries[0]?.repositories).toHaveLength(1);
  });

  test('of 120 public refs are three queries, whoever is asked for them', async () => {
    const installationIds = [here.world.installationId, await anInstallation(database.db)];
    for (let at = 0; at < 120; at += 1) {
      const { refId } = await here.world.upstream();
      await here.world.follow(refId, { installationId: installationIds[at % 2] ?? 0 });
    }
    expect(await dispatcher()()).toEqual({ refs: 120, queued: 0 });
    expect(here.world.github.queries.map(({ repositories }) => repositories.length)).toEqual([50, 50, 20]);
    expect(new Set(here.world.github.queries.map(({ installationId }) => installationId)).size).toBe(2);
  });

  test('of private upstreams are asked for by an installation that follows them', async () => {
    const installationIds = [await anInstallation(database.db), await anInstallation(database.db)];
    for (const installationId of installationIds) {
      const { refId } = await here.world.upstream({ private: true });
      await here.world.follow(refId, { installationId });
    }
    await dispatcher()();
    expect(here.world.github.queries.map(({ installationId }) => installationId).sort()).toEqual(
      installationIds.sort(),
    );
  });

  test('of a private upstream are asked for by the installation that covers it, unless that is suspended', async () => {
    for (const suspendedAt of [null, new Date()]) {
      const covering = await anInstallation(database.db, { suspendedAt });
      const { id, refId } = await here.world.upstream({ private: true });
      await database.db.update(repositories).set({ installationId: covering }).where(eq(repositories.id, id));
      await here.world.follow(refId);
      await dispatcher()();
      expect(here.world.github.queries.map(({ installationId }) => installationId)).toContain(
        suspendedAt === null ? covering : here.world.installationId,
      );
      expect(here.world.github.queries.some(({ installationId }) => installationId === covering)).toBe(
        suspendedAt === null,
      );
    }
  });

  test('of links that cannot run are not asked for', async () => {
    const { refId } = await here.world.upstream();
    await here.world.follow(refId, { enabled: false });
    expect(await dispatcher()()).toEqual({ refs: 0, queued: 0 });
    expect(here.world.github.queries).toEqual([]);
  });
});

describe('a link', () => {
  test('whose upstream is where it was decided is not queued', async () => {
    const { refId } = await here.world.upstream();
    await here.world.follow(refId);
    expect(await dispatcher()()).toEqual({ refs: 1, queued: 0 });
    expect(await queuedLinks()).toEqual([]);
  });

  test('whose upstream moved is queued once, however many ticks see it', async () => {
    const { refId, show } = await here.world.upstream();
    const link = await here.world.follow(refId);
    show(sha('b'));
    const tick = dispatcher();
    expect(await tick()).toMatchObject({ queued: 1 });
    expect(await tick()).toMatchObject({ queued: 0 });
    expect(await here.parts.bodies('later')).toMatchObject([{ linkId: link.id, trigger: 'schedule' }]);
  });

  test('that runs is not queued', async () => {
    const { refId, show } = await here.world.upstream();
    const link = await here.world.follow(refId);
    show(sha('b'));
    await here.parts.leases.lock(link.id, 'a worker', 60_000);
    expect(await dispatcher()()).toMatchObject({ queued: 0 });
  });

  test.each(['conflict', 'held-pull-closed', 'missing-permission'] as const)(
    'that ended in %s on this head is left alone, and run when upstream moves',
    async (reason) => {
      const { refId, show } = await here.world.upstream();
      const retryAt = reason === 'held-pull-closed' ? null : new Date(inMs(86_400_000));
      const link = await here.world.follow(refId, { reason, retryAt });
      const tick = dispatcher();
      for (let at = 0; at < 3; at += 1) expect(await tick()).toMatchObject({ refs: 1, queued: 0 });
      show(sha('b'));
      expect(await tick()).toMatchObject({ queued: 1 });
      expect(await queuedLinks()).toEqual([link.id]);
    },
  );

  test('that waits for GitHub is not hurried by a head that moves, and runs when its time has come', async () => {
    const { refId, show } = await here.world.upstream();
    const link = await here.world.follow(refId, { reason: 'rate-limited', retryAt: new Date(inMs(60_000)) });
    show(sha('b'));
    const tick = dispatcher();
    expect(await tick()).toMatchObject({ queued: 0 });
    await database.db
      .update(links)
      .set({ retryAt: new Date(inMs(-1_000)) })
      .where(eq(links.id, link.id));
    expect(await tick()).toMatchObject({ queued: 1 });
    expect(await here.parts.bodies('later')).toMatchObject([{ trigger: 'retry' }]);
  });

  test('that was asked is queued in every tick, whatever the phase of its ref', async () => {
    const { refId } = await here.world.upstream();
    const tick = dispatcher({ interval: 3_600_000 });
    await tick();
    await here.world.follow(refId, { requested: 1, requestedTrigger: 'manual', requestedId: 'request-9' });
    expect(await tick()).toMatchObject({ queued: 1 });
    expect(await here.parts.bodies('now')).toMatchObject([{ trigger: 'manual', requestId: 'request-9' }]);
  });

  test('that gave its result is not queued again', async () => {
    const { refId, show } = await here.world.upstream();
    const link = await here.world.follow(refId);
    show(sha('b'));
    const tick = dispatcher();
    await tick();
    const [job] = await here.parts.bodies<{ operationId: string }>('later');
    await applyResult(database.db, aResult({ linkId: link.id, decidedOn: sha('b'), reason: 'conflict' }));
    await here.parts.leases.unmark(link.id, job?.operationId ?? '');
    expect(await tick()).toMatchObject({ queued: 0 });
  });
});

test('two dispatchers: one ticks, the other when the first is gone', async () => {
  const { refId, show } = await here.world.upstream();
  await here.world.follow(refId);
  show(sha('b'));
  const first = dispatcher();
  const second = dispatcher({ holder: 'dispatcher-2' });
  expect(await Promise.all([first(), second()])).toEqual(expect.arrayContaining([null, { refs: 1, queued: 1 }]));
  const holder = (await here.parts.redis.get(`${here.parts.namespace}:lease:tick`)) ?? '';
  const other = holder === 'dispatcher-1' ? second : first;
  expect(await other()).toBeNull();
  await here.parts.leases.release('tick', holder);
  expect(await other()).toMatchObject({ queued: 0 });
});

test('two ticks at once without the lease do no harm: one job', async () => {
  const { refId, show } = await here.world.upstream();
  await here.world.follow(refId);
  show(sha('b'));
  const leases = { ...here.parts.leases, hold: async () => true };
  const reports = await Promise.all([dispatcher({ leases })(), dispatcher({ leases })()]);
  expect(reports.reduce((sum, report) => sum + (report?.queued ?? 0), 0)).toBe(1);
  expect(await queuedLinks()).toHaveLength(1);
});
