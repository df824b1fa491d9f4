import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { RefReport } from '../../src/core/ref-report.ts';
import { links, repositories, upstreamRefs } from '../../src/db/schema.ts';
import { applyRefReport } from '../../src/db/write/ref-reports.ts';
import { testDatabase } from '../support/database.ts';
import { aDispatcher, dispatcherHere } from '../support/dispatcher.ts';
import { inMs, sha } from '../support/messages.ts';
import { anInstallation } from '../support/rows.ts';

const database = testDatabase();
const here = dispatcherHere(database);

const dispatcher = (changed: object = {}) => aDispatcher(database.db, here.parts, here.world.github, changed);

describe('when a ref is looked at', () => {
  const interval = 3_600_000;
  const followed = async (phase: number) => {
    const { refId } = await here.world.upstream();
    await here.world.follow(refId);
    await database.db.update(upstreamRefs).set({ phase }).where(eq(upstreamRefs.id, refId));
  };
  const start = Math.ceil(Date.now() / interval) * interval;
  /** The shared clock, as it stands in the interval. */
  const at = (phase: number) => new Date(start + phase * interval);

  test('its phase lies between the last tick and now: once in an interval', async () => {
    for (const phase of [0.1, 0.3, 0.5, 0.7, 0.9]) await followed(phase);
    let now = at(0);
    const tick = dispatcher({ interval, leases: { ...here.parts.leases, now: async () => now } });
    expect(await tick()).toMatchObject({ refs: 5 });
    const seen = [];
    for (const phase of [0.2, 0.4, 0.45, 0.8, 1, 1.2]) {
      now = at(phase);
      seen.push((await tick())?.refs);
    }
    expect(seen).toEqual([1, 1, 0, 2, 1, 1]);
  });

  test('nothing is remembered, as after Redis was emptied: all at once', async () => {
    for (const phase of [0.1, 0.5, 0.9]) await followed(phase);
    const tick = dispatcher({ interval });
    expect(await tick()).toMatchObject({ refs: 3 });
    expect((await tick())?.refs).toBeLessThan(3);
    await here.parts.redis.del(...(await here.parts.redis.keys(`${here.parts.namespace}:*`)));
    expect(await tick()).toMatchObject({ refs: 3 });
  });

  test('a tick that failed is made up for by the next', async () => {
    await followed(0.5);
    const failing = { read: () => Promise.reject(new Error('GitHub threw')) };
    await expect(dispatcher({ interval, heads: failing })()).rejects.toThrow('GitHub threw');
    expect(await dispatcher({ interval })()).toMatchObject({ refs: 1 });
  });
});

describe('a limit of GitHub', () => {
  const hour = { interval: 3_600_000 };

  test('rests the installation until its time has come, and carries its refs over', async () => {
    const { refId, show } = await here.world.upstream();
    await here.world.follow(refId);
    show(sha('b'));
    here.world.github.limit(here.world.installationId, new Date(inMs(30_000)));
    let now = new Date();
    const tick = dispatcher({ ...hour, leases: { ...here.parts.leases, now: async () => now } });
    expect(await tick()).toEqual({ refs: 1, queued: 0 });
    expect(await tick()).toEqual({ refs: 1, queued: 0 });
    expect(here.world.github.queries).toHaveLength(1);
    here.world.github.limit(here.world.installationId, null);
    now = new Date(now.getTime() + 32_000);
    expect(await tick()).toEqual({ refs: 1, queued: 1 });
    expect(here.world.github.queries).toHaveLength(2);
  });

  test('of one installation does not keep the public refs of another', async () => {
    const { refId, show } = await here.world.upstream();
    await here.world.follow(refId);
    const other = await here.world.upstream();
    await here.world.follow(other.refId, { installationId: await anInstallation(database.db) });
    for (const moved of [{ show }, other]) moved.show(sha('b'));
    here.world.github.limit(here.world.installationId, new Date(inMs(30_000)));
    const tick = dispatcher(hour);
    const queued = [await tick(), await tick()].map((report) => report?.queued);
    expect(queued.sort()).toEqual([0, 2]);
  });
});

test('a full queue takes no more, and what was left is looked at again in the next tick', async () => {
  const moved = [await here.world.upstream(), await here.world.upstream(), await here.world.upstream()];
  for (const { refId, show } of moved) {
    await here.world.follow(refId);
    show(sha('b'));
  }
  let depth = 1_999;
  const queues = { ...here.parts.queues, depth: async () => depth };
  const tick = dispatcher({ interval: 3_600_000, queues });
  expect(await tick()).toEqual({ refs: 3, queued: 1 });
  expect(await tick()).toMatchObject({ queued: 1 });
  depth = 0;
  expect(await tick()).toMatchObject({ queued: 1 });
  expect(await tick()).toMatchObject({ queued: 0 });
});

test('first syncs of an installation are paced, those of another are not kept by it', async () => {
  const fresh = { state: 'new', decidedOn: null, requested: 1 } as const;
  const { refId } = await here.world.upstream();
  for (let at = 0; at < 63; at += 1) await here.world.follow(refId, fresh);
  await here.world.follow(refId, { ...fresh, installationId: await anInstallation(database.db) });
  expect(await dispatcher()()).toMatchObject({ queued: 61 });
});

describe('a ref that is not simply there', () => {
  /** Ticks, applies what was reported as web does, and says what that was. */
  const reportsOf = async (tick: () => Promise<unknown>) => {
    await tick();
    const reports = (await here.parts.bodies('results')).map((body) => RefReport.parse(body));
    for (const report of reports) await applyRefReport(database.db, report);
    await here.parts.redis.del(`${here.parts.namespace}:queue:results`);
    return reports.map(({ report, owner, name }) => ({ report, owner, name }));
  };

  test('is reported once when it was renamed, and asked for under its new name', async () => {
    const { refId, id, show } = await here.world.upstream();
    await here.world.follow(refId);
    show(sha('a'), { owner: 'up-new', name: 'renamed' });
    here.world.github.show('up-new/renamed', { id, owner: 'up-new', name: 'renamed', branches: { main: sha('a') } });
    const tick = dispatcher();
    expect(await reportsOf(tick)).toEqual([{ report: 'renamed', owner: 'up-new', name: 'renamed' }]);
    expect(await reportsOf(tick)).toEqual([]);
    expect(here.world.github.queries.at(-1)?.repositories).toEqual(['up-new/renamed']);
    const [row] = await database.db.select().from(repositories).where(eq(repositories.id, id));
    expect(row).toMatchObject({ ownerLogin: 'up-new', name: 'renamed' });
  });

  test.each([
    ['gone', (up: Awaited<ReturnType<typeof here.world.upstream>>) => up.hide()],
    ['replaced', (up: Awaited<ReturnType<typeof here.world.upstream>>) => up.show(sha('b'), { id: 999_999_999 })],
    ['no-branch', (up: Awaited<ReturnType<typeof here.world.upstream>>) => up.show(null)],
  ] as const)('is reported and decided on once when it is %s, and again when it is back', async (state, change) => {
    const up = await here.world.upstream();
    const link = await here.world.follow(up.refId);
    change(up);
    const tick = dispatcher();
    expect(await reportsOf(tick)).toMatchObject([{ report: state }]);
    expect(await here.parts.bodies('later')).toMatchObject([{ linkId: link.id }]);
    await database.db.update(links).set({ decidedOn: state }).where(eq(links.id, link.id));
    await here.parts.leases.unmark(link.id, (await here.parts.leases.marker(link.id)) ?? '');
    expect(await reportsOf(tick)).toEqual([]);
    expect(await here.parts.leases.marker(link.id)).toBeNull();
    const [row] = await database.db.select().from(repositories).where(eq(repositories.id, up.id));
    expect(row).toMatchObject({ ownerLogin: up.owner, name: up.name });
    up.show(sha('a'));
    expect(await reportsOf(tick)).toMatchObject([{ report: 'there' }]);
    expect(await here.parts.leases.marker(link.id)).not.toBeNull();
  });
});
