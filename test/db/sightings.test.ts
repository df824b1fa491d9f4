import { asc, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { storedDefaults } from '../../src/core/link.ts';
import { dueRefs } from '../../src/db/due-refs.ts';
import { linksById } from '../../src/db/read.ts';
import { links, sightings } from '../../src/db/schema.ts';
import { checkContext } from '../../src/db/stored.ts';
import { recordPush } from '../../src/db/write/asks.ts';
import { applyRefReport, applyResult } from '../../src/db/write/results.ts';
import { forgetUnwatched, recordSighting } from '../../src/db/write/sightings.ts';
import { testDatabase } from '../support/database.ts';
import { aResult, sha } from '../support/messages.ts';
import { aLink, anInstallation, aRef, aRepository } from '../support/rows.ts';

const database = testDatabase();
const hour = 3_600_000;
const settings = { ...storedDefaults, delayMs: 24 * hour };
const ago = (hours: number) => new Date(Date.now() - hours * hour);

async function followed(given: object = { settings }) {
  const repositoryId = await aRepository(database.db);
  const refId = await aRef(database.db, { repositoryId, phase: 0.5 });
  const installationId = await anInstallation(database.db);
  const link = await aLink(database.db, { upstreamRefId: refId, installationId, ...given });
  const rows = () =>
    database.db.select().from(sightings).where(eq(sightings.upstreamRefId, refId)).orderBy(asc(sightings.seenAt));
  const shas = async () => (await rows()).map((row) => row.sha);
  const record = (one: string, at: Date) =>
    database.db.transaction((tx) => recordSighting(tx, { refId, sha: sha(one), at }));
  return { repositoryId, refId, link, rows, shas, record };
}

const push = (repositoryId: number, after: string | null, before = 'a') => ({
  repositoryId,
  branch: 'main',
  before: sha(before),
  after: after === null ? null : sha(after),
  delivery: 'delivery-1',
});
const record = (given: ReturnType<typeof push>) => database.db.transaction((tx) => recordPush(tx, given));

describe('first sight', () => {
  test('is when a push told of it, and a second telling changes nothing', async () => {
    const { repositoryId, rows } = await followed();
    await record(push(repositoryId, 'b'));
    const [first] = await rows();
    expect(first?.sha).toBe(sha('b'));
    expect(Math.abs((first?.seenAt.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    await record(push(repositoryId, 'b'));
    expect(await rows()).toEqual([first]);
  });

  test('of a branch that was deleted is none', async () => {
    const { repositoryId, shas } = await followed();
    await record(push(repositoryId, null));
    expect(await shas()).toEqual([]);
  });

  test.each([
    ['has no delay', { settings: storedDefaults }],
    ['is switched off', { settings, enabled: false }],
    ['is no longer declared', { settings, off: 'disabled' }],
  ])('is not kept where the link %s', async (_name, given) => {
    const { repositoryId, refId, link, shas } = await followed(given);
    await record(push(repositoryId, 'b'));
    await applyResult(database.db, aResult({ linkId: link.id, head: sha('c') }));
    const report = { version: 1, kind: 'ref', upstreamRefId: refId, repositoryId, report: 'there' } as const;
    const at = new Date().toISOString();
    await applyRefReport(database.db, {
      ...report,
      owner: null,
      name: null,
      head: sha('d'),
      readAt: at,
      expiresAt: at,
    });
    expect(await shas()).toEqual([]);
  });

  test('is the earliest of all that told', async () => {
    const { record: see, rows } = await followed();
    await see('b', ago(2));
    await see('b', ago(3));
    await see('b', ago(1));
    expect(await rows()).toMatchObject([
      { seenAt: expect.toSatisfy((at: Date) => Date.now() - at.getTime() > 2.9 * hour) },
    ]);
  });

  test('is when an operation or the dispatcher read GitHub, where no push told', async () => {
    const { link, refId, repositoryId, rows } = await followed();
    const readAt = ago(2);
    await applyResult(database.db, aResult({ linkId: link.id, head: sha('b'), readAt: readAt.toISOString() }));
    const later = ago(1).toISOString();
    await applyRefReport(database.db, {
      version: 1,
      kind: 'ref',
      upstreamRefId: refId,
      repositoryId,
      report: 'there',
      owner: null,
      name: null,
      head: sha('c'),
      readAt: later,
      expiresAt: later,
    });
    expect(await rows()).toMatchObject([
      { sha: sha('b'), seenAt: readAt },
      { sha: sha('c'), seenAt: new Date(later) },
    ]);
  });
});

describe('forgotten is', () => {
  test('what an operation found gone, unless it was seen there again since', async () => {
    const { link, record: see, shas } = await followed();
    await see('b', ago(3));
    await see('c', ago(1));
    const lost = [sha('b'), sha('c')];
    await applyResult(database.db, aResult({ linkId: link.id, lost, readAt: ago(2).toISOString() }));
    expect(await shas()).toEqual([sha('c')]);
  });

  test('what is older than the longest delay of those that follow needs', async () => {
    const { refId, record: see, shas } = await followed();
    await aLink(database.db, { upstreamRefId: refId, settings: { ...settings, delayMs: 48 * hour } });
    for (const [one, hours] of [
      ['b', 100],
      ['c', 60],
      ['d', 30],
      ['e', 1],
    ] as const)
      await see(one, ago(hours));
    expect(await shas()).toEqual([sha('c'), sha('d'), sha('e')]);
  });

  test('what nobody watches any more', async () => {
    const watched = await followed();
    const left = await followed();
    await watched.record('b', ago(1));
    await left.record('b', ago(1));
    await database.db.update(links).set({ settings: storedDefaults }).where(eq(links.id, left.link.id));
    await forgetUnwatched(database.db);
    expect(await left.shas()).toEqual([]);
    expect(await watched.shas()).toEqual([sha('b')]);
  });
});

test('those who need them read them: jobs, checks of a commit, and the dispatcher', async () => {
  const { link, refId, record: see, rows } = await followed();
  await see('b', ago(1));
  const at = (await rows())[0]?.seenAt.toISOString();
  const plain = await aLink(database.db, { upstreamRefId: refId, settings: storedDefaults });
  const read = new Map((await linksById(database.db, [link.id, plain.id])).map((row) => [row.linkId, row.sightings]));
  expect(Object.fromEntries(read)).toEqual({ [link.id]: [{ sha: sha('b'), at }], [plain.id]: [] });
  const context = await checkContext(database.db, link.forkId);
  expect(context?.links).toMatchObject([{ sightings: [{ sha: sha('b'), at }] }]);
  const other = await followed({ settings: storedDefaults });
  const due = await dueRefs(database.db, { ranges: [{ after: 0.4, upTo: 0.6 }], alsoIds: [] });
  expect(due.find((ref) => ref.refId === refId)?.sighted).toEqual([sha('b')]);
  expect(due.find((ref) => ref.refId === other.refId)?.sighted).toBeNull();
});
