/** What an operator stops is found by no query that queues something, and is shown as off. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accountNamed, brakesInForce, upstreamNamed } from '../../src/db/brakes.ts';
import { dueRefs } from '../../src/db/due-refs.ts';
import { askingLinks, linksAskingOf, linksById, linksOffHead, linksPushed } from '../../src/db/read.ts';
import { brakes, configChecks, links } from '../../src/db/schema.ts';
import { linkView, linkViews } from '../../src/db/views.ts';
import { askClean } from '../../src/db/write/ask-fleet.ts';
import { releaseBrake, setBrake } from '../../src/db/write/brakes.ts';
import { claimCheck, requestCheck } from '../../src/db/write/config-checks.ts';
import { testDatabase } from '../support/database.ts';
import { aLink, anInstallation, aRef, aRepository, mona, nextId } from '../support/rows.ts';

const database = testDatabase();
const about = { name: 'something', why: 'A test', setBy: 'operator' };

/** A link that asks in every way there is. */
async function anAskingLink() {
  const accountId = nextId();
  const installationId = await anInstallation(database.db, { accountId });
  const upstreamId = await aRepository(database.db);
  const upstreamRefId = await aRef(database.db, { repositoryId: upstreamId, pushes: 1, pushedAt: new Date() });
  const forkId = await aRepository(database.db, { installationId, ownerId: accountId });
  const { id } = await aLink(database.db, { forkId, upstreamRefId, requested: 1 });
  return { id, accountId, installationId, upstreamId, upstreamRefId, forkId };
}
type Asking = Awaited<ReturnType<typeof anAskingLink>>;

let [one, other]: Asking[] = [];
beforeEach(async () => {
  [one, other] = [await anAskingLink(), await anAskingLink()];
});
afterEach(async () => {
  for (const table of [configChecks, brakes, links]) await database.db.delete(table);
});

/** The queries that find a link to be run, by name. */
async function foundBy({ id, upstreamRefId, installationId }: Asking): Promise<string[]> {
  const { db } = database;
  const looked = new Map([[upstreamRefId, { head: 'a'.repeat(40), tags: null }]]);
  const finds = {
    asking: await askingLinks(db, { now: new Date(), limit: 100 }),
    byId: await linksById(db, [id]),
    ofInstallation: await linksAskingOf(db, installationId, 100),
    pushed: await linksPushed(db, [upstreamRefId], 100),
    offHead: await linksOffHead(db, looked, 100),
  };
  const names = Object.entries(finds).flatMap(([name, rows]) => (rows.some((row) => row.linkId === id) ? [name] : []));
  const refs = await dueRefs(db, { ranges: [{ after: -1, upTo: 1 }], alsoIds: [] });
  return refs.some(({ refId }) => refId === upstreamRefId) ? [...names, 'dueRefs'] : names;
}
const all = ['asking', 'byId', 'ofInstallation', 'pushed', 'offHead', 'dueRefs'];
const given = (row: Asking | undefined): Asking => row ?? expect.fail();

describe('a brake', () => {
  test('is none: everything is found', async () => {
    expect(await foundBy(given(one))).toEqual(all);
    expect(await brakesInForce(database.db)).toEqual({ all: false, upstreamIds: [], installationIds: [] });
  });

  test.each([
    ['upstream', () => given(one).upstreamId, { upstreamIds: () => [given(one).upstreamId] }],
    ['owner', () => given(one).accountId, { installationIds: () => [given(one).installationId] }],
  ] as const)('on an %s stops its links alone, until it is let go of', async (kind, subject, told) => {
    expect(await setBrake(database.db, { ...about, kind, subjectId: subject() })).toMatchObject({ kind });
    expect(await setBrake(database.db, { ...about, kind, subjectId: subject() })).toBeNull();
    expect([await foundBy(given(one)), await foundBy(given(other))]).toEqual([[], all]);
    await database.db.update(links).set({ answeredRequested: 1 });
    const forkIds = [given(one).forkId, given(other).forkId];
    expect(await askClean(database.db, { forkIds, requestId: 'all', by: mona })).toEqual([given(other).id]);
    await database.db.update(links).set({ requested: 2 });
    expect(await linkView(database.db, given(one).id)).toMatchObject({ braked: true });
    const off = await linkViews(database.db, {
      forkIds: [given(one).forkId, given(other).forkId],
      state: 'disabled',
      page: 1,
      perPage: 10,
    });
    expect(off.data.map(({ id }) => id)).toEqual([given(one).id]);
    const inForce = Object.entries(told).map(([name, value]) => [name, value()]);
    expect(await brakesInForce(database.db)).toMatchObject({ all: false, ...Object.fromEntries(inForce) });
    const [set] = await database.db.select().from(brakes);
    expect(await releaseBrake(database.db, set?.id ?? '')).toMatchObject({ kind });
    expect(await releaseBrake(database.db, set?.id ?? '')).toBeNull();
    expect(await foundBy(given(one))).toEqual(all);
  });

  test('on everything stops everything', async () => {
    await setBrake(database.db, { ...about, kind: 'all', subjectId: 0 });
    expect([await foundBy(given(one)), await foundBy(given(other))]).toEqual([[], []]);
    expect(await brakesInForce(database.db)).toMatchObject({ all: true });
  });

  test('an account that is not known yet is stopped by none of another', async () => {
    const installationId = await anInstallation(database.db, { accountId: null });
    const { id } = await aLink(database.db, { installationId, requested: 1 });
    await setBrake(database.db, { ...about, kind: 'owner', subjectId: given(one).accountId });
    expect(await linksById(database.db, [id])).toHaveLength(1);
  });

  test.each(['owner', 'all'] as const)(
    'on %s keeps commits from being answered, and from being given up',
    async (kind) => {
      const check = { headSha: 'a'.repeat(40), compareSha: null, requestId: 'push-1' };
      await database.db.transaction((tx) => requestCheck(tx, { ...check, repositoryId: given(one).forkId }));
      const subjectId = kind === 'all' ? 0 : given(one).accountId;
      await setBrake(database.db, { ...about, kind, subjectId });
      expect(await claimCheck(database.db, new Date())).toBeNull();
      await database.db.delete(brakes);
      expect(await claimCheck(database.db, new Date())).toMatchObject({ attempts: 1 });
    },
  );
});

describe('of several that had a name', () => {
  test('the upstream that was shown with it last is meant', async () => {
    const called = { ownerLogin: 'twice', name: 'used' };
    const ids: number[] = [];
    for (const day of ['01', '03', '02']) {
      const repositoryId = await aRepository(database.db, { ...called, updatedAt: new Date(`2026-01-${day}`) });
      await aRef(database.db, { repositoryId });
      ids.push(repositoryId);
    }
    expect(await upstreamNamed(database.db, 'Twice/Used')).toEqual({ id: ids[1], name: 'twice/used' });
  });

  test('each of several addresses outside GitHub can be stopped, by the name they share and by itself', async () => {
    const named = { ownerLogin: 'git.example', name: 'a/b', private: false };
    const [plain, dotted] = [-nextId(), -nextId()];
    for (const [id, end] of [
      [plain, ''],
      [dotted, '.git'],
    ] as const)
      await aRef(database.db, {
        repositoryId: await aRepository(database.db, { ...named, id, url: `https://git.example/a/b${end}` }),
      });
    expect(await upstreamNamed(database.db, 'https://git.example/a/b')).toMatchObject({ id: plain });
    const first = await upstreamNamed(database.db, 'git.example/a/b');
    await setBrake(database.db, { ...about, kind: 'upstream', subjectId: first?.id ?? 0 });
    const second = await upstreamNamed(database.db, 'git.example/a/b');
    expect([first?.id, second?.id].sort()).toEqual([plain, dotted].sort());
  });

  test('the account that was read last is meant', async () => {
    for (const [accountId, refreshedAt] of [
      [71, new Date('2026-01-01')],
      [72, new Date('2026-01-02')],
      [73, null],
    ] as const)
      await anInstallation(database.db, { accountId, accountLogin: 'reborn', refreshedAt });
    expect(await accountNamed(database.db, 'Reborn')).toEqual({ id: 72, name: 'reborn' });
  });
});
