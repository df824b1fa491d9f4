import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { backupRef } from '../../src/core/backup.ts';
import { DAY } from '../../src/core/duration.ts';
import { refMoves } from '../../src/db/schema.ts';
import { forgetMoves, recordKept } from '../../src/db/write/moves.ts';
import { testDatabase } from '../support/database.ts';
import { sha } from '../support/messages.ts';
import { aLink, aMove, aRepository } from '../support/rows.ts';

const database = testDatabase();
const now = new Date();
const ago = (days: number) => new Date(now.getTime() - days * DAY);
const rowsOf = (repositoryId: number) =>
  database.db.select().from(refMoves).where(eq(refMoves.repositoryId, repositoryId)).orderBy(refMoves.movedAt);

/** A repository with these moves of a branch, each so many days ago. */
async function moved(days: number[], branch = 'main') {
  const repositoryId = await aRepository(database.db);
  for (const day of days) await aMove(database.db, { repositoryId, branch, movedAt: ago(day) });
  return repositoryId;
}

const hundred = Array.from({ length: 100 }, (_, at) => 300 + at / 10);

test('a move is forgotten that is older than a year and has a hundred after it', async () => {
  const id = await moved([...hundred, 364, 366, 400]);
  await aMove(database.db, { repositoryId: id, branch: 'other', movedAt: ago(900) });
  const few = await moved([500, 600]);
  expect(await forgetMoves(database.db, now)).toBe(2);
  expect(await rowsOf(id)).toHaveLength(102);
  expect((await rowsOf(id)).filter(({ movedAt }) => movedAt < ago(365)).map(({ branch }) => branch)).toEqual(['other']);
  expect(await rowsOf(few)).toHaveLength(2);
  expect(await forgetMoves(database.db, now)).toBe(0);
});

test('but not while a person wants it back', async () => {
  const id = await moved([...hundred, 400]);
  const [oldest] = await rowsOf(id);
  await aLink(database.db, { forkId: id, undoMoveId: oldest?.id ?? null });
  expect(await forgetMoves(database.db, now)).toBe(0);
});

test('what was forgotten is not learned again from the ref that keeps it', async () => {
  const id = await moved([...hundred]);
  const kept = (days: number, letter: string) => {
    const what = { branch: 'main', at: new Date(Math.floor(ago(days).getTime() / 1000) * 1000), sha: sha(letter) };
    return { by: 'backup' as const, ref: backupRef(what), ...what };
  };
  await database.transaction((tx) => recordKept(tx, id, [kept(400, 'd'), kept(340, 'e')]));
  const rows = await rowsOf(id);
  expect(rows).toHaveLength(101);
  expect(rows[0]).toMatchObject({ beforeSha: sha('e') });
});
