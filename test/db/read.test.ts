import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { storedDefaults } from '../../src/core/link.ts';
import { leftState, tagsState } from '../../src/core/tags.ts';
import { dueRefs } from '../../src/db/due-refs.ts';
import { askingLinks, linksAskingOf, linksById, linksOffHead, linksPushed } from '../../src/db/read.ts';
import { links } from '../../src/db/schema.ts';
import { linkViews } from '../../src/db/views.ts';
import { testDatabase } from '../support/database.ts';
import { inMs, sha } from '../support/messages.ts';
import { aLink, anInstallation, aRef, aRepository } from '../support/rows.ts';

const database = testDatabase();
const now = new Date();
const ids = (rows: { linkId: string }[]) => rows.map(({ linkId }) => linkId);
const allRefs = { ranges: [{ after: -1, upTo: 1 }], alsoIds: [] };

/** Links that may not run: off, suspended, not installed, or of an installation that GitHub has not shown yet. */
async function inactive(upstreamRefId: string, changed: object = {}) {
  const suspended = await anInstallation(database.db, { suspendedAt: now });
  const unknown = await anInstallation(database.db, { accountType: null });
  const detached = await aRepository(database.db, { installationId: null });
  const off = await aLink(database.db, { upstreamRefId, ...changed, enabled: false });
  const others = [{ installationId: suspended }, { installationId: unknown }, { forkId: detached }];
  return [off, ...(await Promise.all(others.map((one) => aLink(database.db, { upstreamRefId, ...changed, ...one }))))];
}

describe('asking', () => {
  test('are links asked or pushed to more than answered, and those whose retry has come', async () => {
    const pushed = await aRef(database.db, { pushes: 2, pushedAt: now });
    const wanted = [
      await aLink(database.db, { requested: 2, answeredRequested: 1 }),
      await aLink(database.db, { retryAt: new Date(inMs(-1)) }),
      await aLink(database.db, { upstreamRefId: pushed, answeredPushes: 1 }),
    ];
    await aLink(database.db, { requested: 1, answeredRequested: 1, retryAt: new Date(inMs(60_000)) });
    await aLink(database.db, { upstreamRefId: pushed, answeredPushes: 2 });
    await inactive(pushed, { requested: 1 });
    const asking = await askingLinks(database.db, { now: new Date(), limit: 100 });
    expect(ids(asking).sort()).toEqual(wanted.map(({ id }) => id).sort());
    await database.db.delete(links);
  });

  test('one installation with thousands of first syncs does not keep another from its turn', async () => {
    const upstreamRefId = await aRef(database.db);
    const big = await anInstallation(database.db);
    const forkId = await aRepository(database.db, { installationId: big, pushedAt: now });
    await database.db.insert(links).values(
      Array.from({ length: 3_000 }, (_, at) => ({
        source: 'install' as const,
        forkId,
        forkBranch: `b${at}`,
        upstreamRefId,
        requested: 1,
      })),
    );
    const small = await aLink(database.db, { upstreamRefId, requested: 1, state: 'new' });
    const worked = await aLink(database.db, { upstreamRefId, requested: 1, state: 'in-sync' });
    const first = ids(await askingLinks(database.db, { now, limit: 3 }));
    expect(first[0]).toBe(worked.id);
    expect(first).toContain(small.id);
    expect(await askingLinks(database.db, { now, limit: 2_000 })).toHaveLength(2_000);
    await database.db.delete(links);
  });

  test('of an installation: the most recently pushed forks first', async () => {
    const installationId = await anInstallation(database.db);
    const at = async (pushedAt: Date | null) => {
      const forkId = await aRepository(database.db, { installationId, pushedAt });
      return (await aLink(database.db, { forkId, requested: 1, state: 'new' })).id;
    };
    const [old, never, young] = [await at(new Date(0)), await at(null), await at(now)];
    await aLink(database.db, { requested: 1 });
    expect(ids(await linksAskingOf(database.db, installationId, 10))).toEqual([young, old, never]);
    expect(ids(await linksAskingOf(database.db, installationId, 1))).toEqual([young]);
  });
});

test('pushed: the links that a push left behind', async () => {
  const upstreamRefId = await aRef(database.db, { pushes: 3 });
  const behind = await aLink(database.db, { upstreamRefId, answeredPushes: 2 });
  await aLink(database.db, { upstreamRefId, answeredPushes: 3 });
  const off = await inactive(upstreamRefId);
  expect(ids(await linksPushed(database.db, [upstreamRefId], 10))).toEqual([behind.id]);
  expect(await linksPushed(database.db, [], 10)).toEqual([]);
  expect(ids(await linksById(database.db, [behind.id, ...off.map(({ id }) => id)]))).toEqual([behind.id]);
});

describe('due', () => {
  test('are refs of active links alone, each once, with an installation that follows them', async () => {
    const upstreamRefId = await aRef(database.db, { phase: 0.5 });
    const idle = await aRef(database.db, { phase: 0.5 });
    const installationIds = [await anInstallation(database.db), await anInstallation(database.db)];
    for (const installationId of installationIds) await aLink(database.db, { upstreamRefId, installationId });
    await aLink(database.db, { upstreamRefId, installationId: installationIds[0] ?? 0 });
    await inactive(idle);
    const due = await dueRefs(database.db, allRefs);
    const mine = due.filter(({ refId }) => [upstreamRefId, idle].includes(refId));
    expect(mine).toMatchObject([{ refId: upstreamRefId, installationId: installationIds[0], branch: 'main' }]);
  });

  test('are those whose phase lies in a range, its end included, and those asked for besides', async () => {
    const [low, high, other] = [
      await aRef(database.db, { phase: 0.2 }),
      await aRef(database.db, { phase: 0.4 }),
      await aRef(database.db, { phase: 0.9 }),
    ];
    for (const upstreamRefId of [low, high, other]) await aLink(database.db, { upstreamRefId });
    const due = async (after: number, upTo: number, alsoIds: string[] = []) =>
      (await dueRefs(database.db, { ranges: [{ after, upTo }], alsoIds })).map(({ refId }) => refId);
    expect(await due(0.2, 0.4)).toEqual([high]);
    expect(await due(0.1, 0.3)).toEqual([low]);
    expect(await due(0.41, 0.43, [other])).toEqual([other]);
    expect(await dueRefs(database.db, { ranges: [], alsoIds: [] })).toEqual([]);
  });
});

test('off head: links decided on something else than the head of their own ref', async () => {
  const [first, second] = [await aRef(database.db), await aRef(database.db)];
  const moved = await aLink(database.db, { upstreamRefId: first, decidedOn: sha('a') });
  const fresh = await aLink(database.db, { upstreamRefId: first, decidedOn: null });
  await aLink(database.db, { upstreamRefId: first, decidedOn: sha('b') });
  const gone = await aLink(database.db, { upstreamRefId: second, decidedOn: sha('b') });
  await aLink(database.db, { decidedOn: null });
  await inactive(first, { decidedOn: sha('a') });
  const heads = new Map([
    [first, { head: sha('b'), tags: null }],
    [second, { head: 'gone', tags: null }],
  ]);
  expect(ids(await linksOffHead(database.db, heads, 100)).sort()).toEqual([moved.id, fresh.id, gone.id].sort());
  expect(await linksOffHead(database.db, new Map(), 100)).toEqual([]);
});

test('more refs than a query takes parameters are looked at all the same: all are due after Redis was emptied', async () => {
  const upstreamRefId = await aRef(database.db, { phase: 0.9 });
  const moved = await aLink(database.db, { upstreamRefId, decidedOn: sha('a') });
  const others = Array.from({ length: 66_000 }, () => randomUUID());
  const heads = new Map([...others, upstreamRefId].map((id) => [id, { head: sha('b'), tags: null }]));
  expect(ids(await linksOffHead(database.db, heads, 100))).toEqual([moved.id]);
  const due = await dueRefs(database.db, { ranges: [{ after: 0.1, upTo: 0.1 }], alsoIds: [...heads.keys()] });
  expect(due.map(({ refId }) => refId)).toEqual([upstreamRefId]);
});

test('links that bring tags are off their head when those of upstream are in another state', async () => {
  const upstreamRefId = await aRef(database.db);
  const tags = { count: 1, newest: { name: 'v1', sha: sha('c') } };
  const follow = (wanted: string | null, tagsDecidedOn: string | null) =>
    aLink(database.db, {
      upstreamRefId,
      decidedOn: sha('b'),
      settings: { ...storedDefaults, tags: wanted },
      tagsDecidedOn,
    });
  const fresh = await follow('**', null);
  const other = await follow('v*', tagsState('**', tags));
  await follow('**', tagsState('**', tags));
  await follow('**', leftState(tagsState('**', tags)));
  await follow(null, null);
  const off = async (seen: typeof tags | null) =>
    ids(await linksOffHead(database.db, new Map([[upstreamRefId, { head: sha('b'), tags: seen }]]), 100)).sort();
  expect(await off(tags)).toEqual([fresh.id, other.id].sort());
  expect(await off(null)).toEqual([]);
  expect(await off({ ...tags, count: 2 })).toHaveLength(4);
});

test('what a push or a head left behind is taken in turn: many of one installation do not keep that of another', async () => {
  const upstreamRefId = await aRef(database.db, { pushes: 1 });
  const big = await anInstallation(database.db);
  for (let at = 0; at < 20; at += 1) await aLink(database.db, { upstreamRefId, installationId: big });
  const small = await aLink(database.db, { upstreamRefId });
  const heads = new Map([[upstreamRefId, { head: sha('b'), tags: null }]]);
  expect(ids(await linksPushed(database.db, [upstreamRefId], 2))).toContain(small.id);
  expect(ids(await linksOffHead(database.db, heads, 2))).toContain(small.id);
});

test('names are found in any case', async () => {
  const repositoryId = await aRepository(database.db, { ownerLogin: 'Up', name: 'Hello-World' });
  const upstreamRefId = await aRef(database.db, { repositoryId });
  const forkId = await aRepository(database.db, {
    installationId: await anInstallation(database.db),
    ownerLogin: 'Octo',
    name: 'hello-World',
  });
  const link = await aLink(database.db, { forkId, upstreamRefId });
  const page = { forkIds: [forkId], page: 1, perPage: 20 };
  for (const filter of [
    { fork: { owner: 'OCTO', name: 'HELLO-world' } },
    { upstream: { owner: 'up', name: 'hello-WORLD' } },
  ]) {
    const found = await linkViews(database.db, { ...page, ...filter });
    expect(found).toMatchObject({ total: 1, data: [{ id: link.id, fork: { owner: 'Octo', repo: 'hello-World' } }] });
  }
  expect(await linkViews(database.db, { ...page, fork: { owner: 'octo_', name: '%' } })).toMatchObject({ total: 0 });
});
