import { eq, ne, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../src/db/connect.ts';
import { deliveries, links, upstreamRefs } from '../../src/db/schema.ts';
import { askCurable, askLink, askLinksOfBranch, recordPush } from '../../src/db/write/asks.ts';
import { forgetDeliveries, rememberDelivery } from '../../src/db/write/deliveries.ts';
import { sha } from '../support/messages.ts';
import { aLink, anInstallation, aRef, aRepository, linkOf, mona } from '../support/rows.ts';
import { freshDatabase, testConnection } from '../support/services.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let connection: Connection;

beforeAll(async () => {
  database = await freshDatabase();
  connection = testConnection(database.url);
});
afterAll(async () => {
  await connection?.stop();
  await database?.drop();
});

/** Which rows of `links` were written since: xmin names the transaction that wrote a row. */
const versions = () =>
  connection.db
    .select({ id: links.id, version: sql<string>`${links}.xmin::text` })
    .from(links)
    .orderBy(links.id);

describe('a push', () => {
  test('is written once, on the ref, however many links follow it', async () => {
    const repositoryId = await aRepository(connection.db);
    const upstreamRefId = await aRef(connection.db, { repositoryId });
    const installationId = await anInstallation(connection.db);
    for (let at = 0; at < 5; at += 1) await aLink(connection.db, { upstreamRefId, installationId });
    const before = await versions();
    const refId = await connection.db.transaction((tx) =>
      recordPush(tx, { repositoryId, branch: 'main', before: sha('a'), after: sha('b'), delivery: 'guid' }),
    );
    expect(refId).toBe(upstreamRefId);
    expect(await versions()).toEqual(before);
    const [ref] = await connection.db.select().from(upstreamRefs).where(eq(upstreamRefs.id, upstreamRefId));
    expect(ref).toMatchObject({
      pushes: 1,
      pushedBefore: sha('a'),
      pushedHead: sha('b'),
      pushedDelivery: 'guid',
      pushedAt: expect.any(Date),
    });
  });

  test('to a branch that nobody follows is written nowhere', async () => {
    const repositoryId = await aRepository(connection.db);
    await aRef(connection.db, { repositoryId, branch: 'main' });
    const push = { repositoryId, before: null, after: sha('b'), delivery: 'guid' };
    for (const branch of ['Main', 'main2', 'other']) {
      expect(await connection.db.transaction((tx) => recordPush(tx, { ...push, branch }))).toBeNull();
    }
  });

  test.each([
    ['in order', 'ab bc cd', 'cd'],
    ['the last one first', 'cd bc ab', 'ad'],
    ['put back by force', 'ab bc cb', 'cb'],
    ['put back and forth', 'ab ba ab', 'ab'],
  ])('%s leaves the head of the newest', async (_name, pushes, expected) => {
    const repositoryId = await aRepository(connection.db);
    const refId = await aRef(connection.db, { repositoryId });
    const shas = (pair: string) => ({ before: sha(pair.charAt(0)), after: sha(pair.charAt(1)) });
    for (const pair of pushes.split(' ')) {
      const push = { repositoryId, branch: 'main', delivery: pair, ...shas(pair) };
      await connection.db.transaction((tx) => recordPush(tx, push));
    }
    const [ref] = await connection.db.select().from(upstreamRefs).where(eq(upstreamRefs.id, refId));
    const { before, after } = shas(expected);
    expect(ref).toMatchObject({ pushes: 3, pushedBefore: before, pushedHead: after });
  });

  test('and many more at once are all counted', async () => {
    const repositoryId = await aRepository(connection.db);
    const refId = await aRef(connection.db, { repositoryId });
    const push = { repositoryId, branch: 'main', before: sha('a'), after: sha('b'), delivery: 'guid' };
    await Promise.all(Array.from({ length: 10 }, () => connection.db.transaction((tx) => recordPush(tx, push))));
    const [ref] = await connection.db.select().from(upstreamRefs).where(eq(upstreamRefs.id, refId));
    expect(ref?.pushes).toBe(10);
  });
});

describe('an ask', () => {
  test('of a fork branch reaches its enabled links alone', async () => {
    const wanted = await aLink(connection.db, { forkBranch: 'main' });
    const { forkId } = wanted;
    const off = await aLink(connection.db, { forkId, enabled: false });
    const branch = await aLink(connection.db, { forkId, forkBranch: 'next' });
    const ids = await connection.db.transaction((tx) =>
      askLinksOfBranch(tx, { forkId, branch: 'main', requestId: 'guid' }),
    );
    expect(ids).toEqual([wanted.id]);
    expect(await linkOf(connection.db, wanted.id)).toMatchObject({
      requested: 1,
      requestedTrigger: 'event',
      requestedId: 'guid',
      state: 'in-sync',
    });
    for (const { id } of [off, branch]) expect(await linkOf(connection.db, id)).toMatchObject({ requested: 0 });
  });

  test('of a person lets go of a hold only when it says so', async () => {
    const { id: linkId } = await aLink(connection.db, {});
    expect(await askLink(connection.db, { linkId, requestId: 'r1', release: false, by: mona })).toBe(true);
    expect(await linkOf(connection.db, linkId)).toMatchObject({ requested: 1, releasedAt: null });
    await askLink(connection.db, { linkId, requestId: 'r2', release: true, by: mona });
    expect(await linkOf(connection.db, linkId)).toMatchObject({ requested: 2, releasedAt: expect.any(Date) });
  });

  test('of what may be cured reaches links that wait for that', async () => {
    const cured = await aLink(connection.db, { reason: 'missing-permission' });
    const held = await aLink(connection.db, { reason: 'held-pull-closed' });
    const ids = await connection.db.transaction((tx) =>
      askCurable(tx, { forkIds: [cured.forkId, held.forkId], reasons: ['missing-permission'], requestId: 'guid' }),
    );
    expect(ids).toEqual([cured.id]);
    expect(
      await connection.db.transaction((tx) => askCurable(tx, { forkIds: [], reasons: [], requestId: '' })),
    ).toEqual([]);
  });
});

describe('a delivery', () => {
  test('is remembered once, also by two at the same moment', async () => {
    const remember = () => connection.db.transaction((tx) => rememberDelivery(tx, 'guid-1', 'push'));
    const remembered = await Promise.all([remember(), remember(), remember()]);
    expect(remembered.filter(Boolean)).toHaveLength(1);
    expect(await remember()).toBe(false);
  });

  test('is not remembered when what it asks for was not written', async () => {
    const failing = connection.db.transaction(async (tx) => {
      await rememberDelivery(tx, 'guid-2', 'push');
      throw new Error('not written');
    });
    await expect(failing).rejects.toThrow('not written');
    expect(await connection.db.transaction((tx) => rememberDelivery(tx, 'guid-2', 'push'))).toBe(true);
  });

  test('is forgotten when GitHub cannot send it again', async () => {
    const days = (count: number) => new Date(Date.now() - count * 86_400_000);
    await connection.db.insert(deliveries).values([
      { guid: 'old', event: 'push', receivedAt: days(8) },
      { guid: 'young', event: 'push', receivedAt: days(6) },
    ]);
    await forgetDeliveries(connection.db, new Date());
    const left = await connection.db.select().from(deliveries).where(ne(deliveries.guid, 'guid-1'));
    expect(left.map(({ guid }) => guid).sort()).toEqual(['guid-2', 'young']);
  });
});
