import { eq, inArray, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { installations, links, repositories } from '../../src/db/schema.ts';
import {
  claimRefresh,
  meetInstallation,
  postponeRefresh,
  requestRefresh,
  requestStale,
  settleRefresh,
} from '../../src/db/write/installations.ts';
import { removeInstallation } from '../../src/db/write/remove-installation.ts';
import { testDatabase } from '../support/database.ts';
import { aLink, anInstallation, aRef, aRepository, nextId } from '../support/rows.ts';

const database = testDatabase();
const now = new Date();
const later = (ms: number) => new Date(now.getTime() + ms);
const installation = async (id: number) =>
  (await database.db.select().from(installations).where(eq(installations.id, id)))[0];

beforeEach(() => database.db.update(installations).set({ refreshRequestedAt: null, refreshedAt: now }));

describe('a refresh', () => {
  test('is asked for once by an event of an unknown installation', async () => {
    const id = nextId();
    const meet = () => database.transaction((tx) => meetInstallation(tx, id));
    expect(await Promise.all([meet(), meet(), meet()])).toEqual(expect.arrayContaining([true, false, false]));
    expect(await installation(id)).toMatchObject({ refreshRequestedAt: expect.any(Date), accountLogin: null });
    expect(await meet()).toBe(false);
  });

  test('is claimed once, the longest waiting first, and only one with each claim', async () => {
    const ids: number[] = [];
    for (const ago of [3, 2, 1]) ids.push(await anInstallation(database.db, { refreshRequestedAt: later(-ago) }));
    // The planner's choice for a few rows: a subquery that it ran for each of them would claim them all.
    await database.db.execute(sql`analyze installations`);
    expect(await claimRefresh(database.db, now)).toMatchObject({ installationId: ids[0] });
    expect(await claimRefresh(database.db, now)).toMatchObject({ installationId: ids[1] });
    expect(await claimRefresh(database.db, now)).toMatchObject({ installationId: ids[2] });
    expect(await claimRefresh(database.db, now)).toBeNull();
  });

  test('is claimed by one of several processes that look at once', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => anInstallation(database.db)));
    await requestRefresh(database.db, ids);
    const claims = await Promise.all(Array.from({ length: 8 }, () => claimRefresh(database.db, now)));
    const claimed = claims.flatMap((claim) => (claim ? [claim.installationId] : []));
    expect(new Set(claimed).size).toBe(claimed.length);
    for (let claim = await claimRefresh(database.db, now); claim; claim = await claimRefresh(database.db, now)) {
      claimed.push(claim.installationId);
    }
    expect(claimed.sort()).toEqual(ids.sort());
  });

  test('of a process that died is claimed again after two minutes', async () => {
    const id = await anInstallation(database.db);
    await requestRefresh(database.db, [id]);
    await claimRefresh(database.db, now);
    expect(await claimRefresh(database.db, later(119_000))).toBeNull();
    expect(await claimRefresh(database.db, later(121_000))).toMatchObject({ installationId: id });
  });

  test('that was asked for while one ran is done after it', async () => {
    const id = await anInstallation(database.db);
    await requestRefresh(database.db, [id]);
    const claim = await claimRefresh(database.db, now);
    await database.db.execute(sql`select pg_sleep(0.002)`);
    await requestRefresh(database.db, [id]);
    await database.transaction(async (tx) => claim && settleRefresh(tx, claim));
    const second = await claimRefresh(database.db, now);
    expect(second).toMatchObject({ installationId: id });
    await database.transaction(async (tx) => second && settleRefresh(tx, second));
    expect(await claimRefresh(database.db, later(1e9))).toBeNull();
  });

  test('that GitHub refused waits, and the next success forgets the failures', async () => {
    const id = await anInstallation(database.db);
    await requestRefresh(database.db, [id]);
    const claim = await claimRefresh(database.db, now);
    if (claim) await postponeRefresh(database.db, claim, { retryAt: later(30_000), notBefore: null });
    expect(await claimRefresh(database.db, later(29_000))).toBeNull();
    const again = await claimRefresh(database.db, later(31_000));
    expect(again).toMatchObject({ installationId: id, attempts: 1 });
    await database.transaction(async (tx) => again && settleRefresh(tx, again));
    expect(await installation(id)).toMatchObject({ refreshAttempts: 0, refreshNotBefore: null });
  });

  test('is asked for where the last is old, a few at a time, the oldest first', async () => {
    const ids = [];
    for (const hours of [30, 50, 40, 1]) {
      ids.push(await anInstallation(database.db, { refreshedAt: later(-hours * 3_600_000) }));
    }
    await requestStale(database.db, { before: later(-24 * 3_600_000), limit: 2 });
    const asked = await Promise.all(ids.map(async (id) => (await installation(id))?.refreshRequestedAt !== null));
    expect(asked).toEqual([false, true, true, false]);
  });
});

describe('uninstalling', () => {
  const remove = (id: number) => database.transaction((tx) => removeInstallation(tx, id));
  /** Everything that the tables hold, as text. */
  const everything = async () => {
    const rows = await database.db.execute<{ row: string }>(sql`
      select row_to_json(t)::text as row from installations t union all select row_to_json(t)::text from repositories t
      union all select row_to_json(t)::text from links t union all select row_to_json(t)::text from upstream_refs t`);
    return rows.map(({ row }) => row).join('\n');
  };
  const account = async () => {
    const ownerId = nextId();
    const ownerLogin = `leaving-${ownerId}`;
    const id = await anInstallation(database.db, { accountId: ownerId, accountLogin: ownerLogin });
    const fork = (changed: object = {}) =>
      aRepository(database.db, { installationId: id, ownerId, ownerLogin, ...changed });
    return { id, ownerId, ownerLogin, fork };
  };

  test('leaves no row that names the account, nor an upstream that nobody follows any more', async () => {
    const { id, ownerLogin, fork } = await account();
    const upstreamId = await aRepository(database.db, { ownerLogin: `${ownerLogin}-upstream` });
    const upstreamRefId = await aRef(database.db, { repositoryId: upstreamId });
    await aLink(database.db, { forkId: await fork(), upstreamRefId, name: `${ownerLogin}/hello main` });
    await fork();
    expect(await everything()).toContain(ownerLogin);
    await remove(id);
    expect(await everything()).not.toContain(ownerLogin);
    expect(await remove(id)).toEqual([]);
  });

  test('tells which links were, so that nothing of them runs', async () => {
    const { id, fork } = await account();
    const own = [
      await aLink(database.db, { forkId: await fork() }),
      await aLink(database.db, { forkId: await fork() }),
    ];
    await aLink(database.db);
    expect((await remove(id)).sort()).toEqual(own.map((link) => link.id).sort());
  });

  test('forgets the file of a repository that others follow, deselected or not', async () => {
    const { id, ownerId, fork } = await account();
    const config = { config: { enabled: false }, configState: 'valid' as const, configBlob: 'blob', parentId: 1 };
    const selected = await fork({ ...config, pushedAt: now });
    const deselected = await aRepository(database.db, { ownerId, ...config });
    for (const repositoryId of [selected, deselected]) {
      await aLink(database.db, { upstreamRefId: await aRef(database.db, { repositoryId }) });
    }
    await remove(id);
    const rows = await database.db
      .select()
      .from(repositories)
      .where(inArray(repositories.id, [selected, deselected]));
    const nothing = { config: null, configState: null, configBlob: null, parentId: null, pushedAt: null };
    expect(rows).toMatchObject([nothing, nothing]);
  });

  test('leaves alone what others have, used or not', async () => {
    const { id, fork } = await account();
    await aLink(database.db, { forkId: await fork() });
    const unused = await aRepository(database.db);
    await remove(id);
    expect(await database.db.select().from(repositories).where(eq(repositories.id, unused))).toHaveLength(1);
  });

  test('takes the links of repositories along that were deselected before', async () => {
    const { id, ownerLogin, fork } = await account();
    const forkId = await fork();
    await aLink(database.db, { forkId, name: `${ownerLogin}/hello main` });
    await database.db.update(repositories).set({ installationId: null }).where(eq(repositories.id, forkId));
    await remove(id);
    expect(await everything()).not.toContain(ownerLogin);
  });

  test('keeps what others need: their links, their upstreams, and a fork that is the upstream of another', async () => {
    const { id, fork } = await account();
    const forkId = await fork();
    const own = await aLink(database.db, { forkId });
    const others = await aLink(database.db, { upstreamRefId: own.upstreamRefId });
    const below = await aLink(database.db, { upstreamRefId: await aRef(database.db, { repositoryId: forkId }) });
    await remove(id);
    const left = (await database.db.select({ id: links.id }).from(links)).map((link) => link.id);
    expect(left).toEqual(expect.arrayContaining([others.id, below.id]));
    expect(left).not.toContain(own.id);
  });

  test('late, after the account installed again, takes nothing of the new installation', async () => {
    const { id, fork } = await account();
    const forkId = await fork();
    const link = await aLink(database.db, { forkId });
    const again = await anInstallation(database.db);
    await database.db.update(repositories).set({ installationId: again }).where(eq(repositories.id, forkId));
    await remove(id);
    expect(await database.db.select().from(links).where(eq(links.id, link.id))).toHaveLength(1);
  });
});
