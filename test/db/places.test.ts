import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { linksById } from '../../src/db/read.ts';
import { links, repositories } from '../../src/db/schema.ts';
import { grantPlaces } from '../../src/db/write/places.ts';
import { testDatabase } from '../support/database.ts';
import { aLink, anInstallation, aRepository, type LinkRecord } from '../support/rows.ts';

const database = testDatabase();

type Changed = Partial<LinkRecord>;
const held: Changed = { state: 'held', reason: 'held-max-open' };
const open: Changed = { state: 'pull-open', reason: 'pull-opened', pullNumber: 1 };
const fresh: Changed = { state: 'new' };

/** Links of one owner, the fork of each pushed to before that of the one before. */
async function owner(maxOpen: number, changes: Changed[]) {
  const installationId = await anInstallation(database.db, { maxOpen });
  const all: LinkRecord[] = [];
  for (const [at, changed] of changes.entries()) {
    const pushedAt = new Date(Date.UTC(2026, 0, 31 - at));
    const forkId = await aRepository(database.db, { installationId, pushedAt });
    all.push(await aLink(database.db, { ...changed, forkId }));
  }
  const grant = async () => {
    const asked = await database.db.transaction((tx) => grantPlaces(tx, { installationId, requestId: 'result' }));
    return asked.map((id) => all.findIndex((link) => link.id === id)).sort();
  };
  const placed = async () => {
    const rows = await Promise.all(all.map(({ id }) => database.db.select().from(links).where(eq(links.id, id))));
    return rows.flatMap(([row], at) => (row?.placeAt ? [at] : []));
  };
  return { all, installationId, grant, placed };
}

test('what waits gets the free places, forks pushed to last first, and is asked again', async () => {
  const { all, grant, placed } = await owner(3, [held, open, held, held]);
  expect(await grant()).toEqual([0, 2]);
  expect(await placed()).toEqual([0, 2]);
  expect(await grant()).toEqual([]);
  const [first] = await linksById(database.db, [all[0]?.id ?? '']);
  expect(first).toMatchObject({ requested: 1, requestedTrigger: 'schedule', requestedId: 'result', placed: true });
  const [last] = await linksById(database.db, [all[3]?.id ?? '']);
  expect(last).toMatchObject({ requested: 0, placed: false });
});

test.each([
  ['has conflicts', { state: 'conflict', reason: 'conflict' } as const],
  ['waits for its checks', { state: 'held', reason: 'held-checks' } as const],
])('one that %s keeps its place', async (_, given) => {
  const { grant } = await owner(1, [{ ...open, ...given }, held]);
  expect(await grant()).toEqual([]);
});

test('one that is new keeps its turn, and is not asked twice', async () => {
  const { grant, placed } = await owner(2, [fresh, fresh, held]);
  expect(await grant()).toEqual([]);
  expect(await placed()).toEqual([0, 1]);
});

test('what is switched off, open or in sync takes no place', async () => {
  const { grant, placed } = await owner(1, [
    { ...held, enabled: false },
    { ...held, off: 'disabled' },
    { state: 'in-sync', reason: 'up-to-date' },
    held,
  ]);
  expect(await grant()).toEqual([3]);
  expect(await placed()).toEqual([3]);
});

test('a place that an operation holds is taken', async () => {
  const { grant } = await owner(1, [{ state: 'in-sync', placeAt: new Date() }, held]);
  expect(await grant()).toEqual([]);
});

test('where there are places for all, nobody needs one', async () => {
  const { all } = await owner(2, [{ state: 'in-sync' }, { state: 'in-sync' }]);
  const rows = await linksById(
    database.db,
    all.map(({ id }) => id),
  );
  expect(rows.map((row) => row.placed)).toEqual([true, true]);
  const { all: more } = await owner(1, [{ state: 'in-sync' }, { state: 'in-sync' }]);
  const limited = await linksById(
    database.db,
    more.map(({ id }) => id),
  );
  expect(limited.map((row) => row.placed)).toEqual([false, false]);
});

test('no more places are given than there are, by however many at once', async () => {
  const { grant, installationId } = await owner(2, [held, held, held, held]);
  const asked = await Promise.all(Array.from({ length: 4 }, grant));
  expect(asked.flat().sort()).toEqual([0, 1]);
  expect(
    await database.db.select().from(repositories).where(eq(repositories.installationId, installationId)),
  ).toHaveLength(4);
});

test.each(['github-unavailable', 'rate-limited'] as const)(
  'one that %s keeps from its place gives it back after an hour, and waits for another',
  async (reason) => {
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    const unclear = { reason, state: 'in-sync' as const };
    const { grant, placed, all } = await owner(3, [
      { ...unclear, placeAt: ago(61) },
      { ...unclear, state: 'new', placeAt: ago(61) },
      { ...unclear, placeAt: ago(59) },
      held,
      held,
      held,
    ]);
    expect(await grant()).toEqual([3, 4]);
    expect(await placed()).toEqual([2, 3, 4]);
    expect(await grant()).toEqual([]);
    // Once GitHub answers it is like any other.
    await database.db
      .update(links)
      .set(held)
      .where(eq(links.id, all[1]?.id ?? ''));
    await database.db
      .update(links)
      .set({ placeAt: null })
      .where(eq(links.id, all[3]?.id ?? ''));
    expect(await grant()).toEqual([1]);
  },
);

test('one whose operation has not come to an end keeps its place however long', async () => {
  const { grant, placed } = await owner(1, [{ ...held, placeAt: new Date(0) }, held]);
  expect(await grant()).toEqual([]);
  expect(await placed()).toEqual([0]);
});
