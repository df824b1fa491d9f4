import { asc, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { storedDefaults } from '../../src/core/link.ts';
import { linksById } from '../../src/db/read.ts';
import { links, sightings } from '../../src/db/schema.ts';
import { checkContext } from '../../src/db/stored.ts';
import { applyResult } from '../../src/db/write/results.ts';
import { forgetUnwatched } from '../../src/db/write/sightings.ts';
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
  /** An operation read this head so many hours ago, and found these in it. */
  const read = (head: string, hours: number, found: string[] = [], linkId = link.id) => {
    const readAt = ago(hours).toISOString();
    return applyResult(database.db, aResult({ linkId, head: sha(head), found: found.map(sha), readAt }));
  };
  return { refId, link, rows, shas, read };
}

const since = (hours: number) => (at: Date) => Math.abs(Date.now() - hours * hour - at.getTime()) < 60_000;

describe('first sight', () => {
  test('is when an operation read GitHub, and a second telling changes nothing', async () => {
    const { read, rows } = await followed();
    await read('b', 2);
    await read('b', 1, ['b']);
    await read('c', 0.5, ['b']);
    expect(await rows()).toEqual([
      expect.objectContaining({ sha: sha('b'), seenAt: expect.toSatisfy(since(2)) }),
      expect.objectContaining({ sha: sha('c'), seenAt: expect.toSatisfy(since(0.5)) }),
    ]);
  });

  test('is none where it was not looked at what was seen before', async () => {
    const { link, shas } = await followed();
    await applyResult(database.db, aResult({ linkId: link.id, head: sha('b'), found: null }));
    expect(await shas()).toEqual([]);
  });

  test('is none when a later look was told of before', async () => {
    const { refId, read, shas } = await followed();
    const other = await aLink(database.db, { upstreamRefId: refId, settings });
    await read('a', 1);
    await read('b', 2, [], other.id);
    expect(await shas()).toEqual([sha('a')]);
    await read('b', 0.5, ['a'], other.id);
    expect(await shas()).toEqual([sha('a'), sha('b')]);
  });

  test.each([
    ['has no delay', { settings: storedDefaults }],
    ['is switched off', { settings, enabled: false }],
    ['is no longer declared', { settings, off: 'disabled' }],
    ['has one that cannot be read', { settings: { ...settings, delayMs: 'soon' } }],
  ])('is not kept where the link %s', async (_name, given) => {
    const { read, shas } = await followed(given);
    await read('b', 1);
    expect(await shas()).toEqual([]);
  });

  test('is kept where another link has a delay that cannot be read', async () => {
    const { refId, read, shas } = await followed();
    const broken = { ...settings, delayMs: 'soon' as unknown as number };
    await aLink(database.db, { upstreamRefId: refId, settings: broken });
    await read('b', 1);
    expect(await shas()).toEqual([sha('b')]);
  });
});

describe('forgotten is', () => {
  test('what an operation did not find, unless it was seen since', async () => {
    const { refId, read, shas } = await followed();
    const other = await aLink(database.db, { upstreamRefId: refId, settings });
    await read('a', 5);
    await read('b', 3, ['a']);
    await read('c', 1, ['a', 'b']);
    await read('a', 2, ['a'], other.id);
    expect(await shas()).toEqual([sha('a'), sha('c')]);
  });

  test('what was shown for a moment, by the next look at the branch, even one that never heard of it', async () => {
    const { read, shas, rows } = await followed();
    await read('a', 90);
    await read('b', 80, ['a']);
    await read('a', 79, ['a']);
    expect(await shas()).toEqual([sha('a')]);
    await read('b', 1, ['a', 'b']);
    expect((await rows()).find((row) => row.sha === sha('b'))?.seenAt).toSatisfy(since(1));
  });

  test('what is older than the longest delay of those that follow needs', async () => {
    const { refId, read, shas } = await followed();
    await aLink(database.db, { upstreamRefId: refId, settings: { ...settings, delayMs: 48 * hour } });
    const before: string[] = [];
    for (const [one, hours] of [
      ['b', 100],
      ['c', 60],
      ['d', 30],
      ['e', 1],
    ] as const) {
      await read(one, hours, before);
      before.push(one);
    }
    expect(await shas()).toEqual([sha('c'), sha('d'), sha('e')]);
  });

  test('what nobody watches any more', async () => {
    const watched = await followed();
    const left = await followed();
    await watched.read('b', 1);
    await left.read('b', 1);
    await database.db.update(links).set({ settings: storedDefaults }).where(eq(links.id, left.link.id));
    await forgetUnwatched(database.db);
    expect(await left.shas()).toEqual([]);
    expect(await watched.shas()).toEqual([sha('b')]);
  });
});

test('those who need them read them: jobs, and checks of a commit', async () => {
  const { link, refId, read: look, rows } = await followed();
  await look('b', 1);
  const at = (await rows())[0]?.seenAt.toISOString();
  const plain = await aLink(database.db, { upstreamRefId: refId, settings: storedDefaults });
  const read = new Map((await linksById(database.db, [link.id, plain.id])).map((row) => [row.linkId, row.sightings]));
  expect(Object.fromEntries(read)).toEqual({ [link.id]: [{ sha: sha('b'), at }], [plain.id]: [] });
  const context = await checkContext(database.db, link.forkId);
  expect(context?.links).toMatchObject([{ sightings: [{ sha: sha('b'), at }] }]);
});
