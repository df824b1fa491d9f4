import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { backupRef, undoneRef } from '../../src/core/backup.ts';
import { movesOf, repositoriesMoved } from '../../src/db/moves.ts';
import { linksById } from '../../src/db/read.ts';
import { links, refMoves } from '../../src/db/schema.ts';
import { checkContext } from '../../src/db/stored.ts';
import { askLink } from '../../src/db/write/asks.ts';
import { recordKept } from '../../src/db/write/moves.ts';
import { applyResult } from '../../src/db/write/results.ts';
import { askUndo } from '../../src/db/write/undo.ts';
import { testDatabase } from '../support/database.ts';
import { aResult, sha } from '../support/messages.ts';
import { aLink, aMove, aRepository, linkOf, mona } from '../support/rows.ts';

const database = testDatabase();
const at = (minutes: number) => new Date(Date.UTC(2026, 10, 20, 12, minutes));
const rowsOf = (repositoryId: number) =>
  database.db.select().from(refMoves).where(eq(refMoves.repositoryId, repositoryId)).orderBy(refMoves.movedAt);

describe('what refs keep', () => {
  const backup = (minute: number, letter = 'a') => {
    const kept = { branch: 'main', at: at(minute), sha: sha(letter) };
    return { by: 'backup' as const, ref: backupRef(kept), ...kept };
  };
  const undone = (minute: number, letter: string) => {
    const kept = { branch: 'main', at: at(minute), sha: sha(letter) };
    return { by: 'undone' as const, ref: undoneRef(kept), ...kept };
  };
  const keep = (id: number, kept: Parameters<typeof recordKept>[2]) =>
    database.transaction((tx) => recordKept(tx, id, kept));

  test('is a move that nobody told, once', async () => {
    const id = await aRepository(database.db);
    for (const _ of [1, 2]) await keep(id, [backup(0)]);
    expect(await rowsOf(id)).toMatchObject([
      { beforeSha: sha('a'), afterSha: null, kind: 'other', backupRef: backup(0).ref, movedAt: at(0), delivery: null },
    ]);
  });

  test('is none where somebody dated a ref of their own later than now', async () => {
    const id = await aRepository(database.db);
    const at = new Date('9999-01-01T00:00:00Z');
    await keep(id, [{ ...backup(0), at }]);
    expect(await rowsOf(id)).toEqual([]);
  });

  test('belongs to the move nearest in time that has none', async () => {
    const id = await aRepository(database.db);
    for (const minute of [0, 5]) await aMove(database.db, { repositoryId: id, movedAt: at(minute) });
    await keep(id, [backup(0), backup(5), backup(30)]);
    expect((await rowsOf(id)).map(({ movedAt, backupRef: ref }) => [movedAt, ref])).toEqual(
      [0, 5, 30].map((minute) => [at(minute), backup(minute).ref]),
    );
  });

  test('tells which move was undone, and what it had made of the branch', async () => {
    const id = await aRepository(database.db);
    const told = [backup(0), undone(2, 'b'), backup(20, 'c')];
    for (const _ of [1, 2]) await keep(id, told);
    expect(await rowsOf(id)).toMatchObject([
      { afterSha: sha('b'), undoneAt: at(2) },
      { beforeSha: sha('c'), afterSha: null, undoneAt: null },
    ]);
  });

  test('of a repository that is gone is nothing', async () => {
    await keep(1, [backup(0)]);
    expect(await rowsOf(1)).toEqual([]);
  });
});

test('moves are shown newest first, those of the branch alone', async () => {
  const repositoryId = await aRepository(database.db);
  for (const minute of [1, 0, 2]) await aMove(database.db, { repositoryId, movedAt: at(minute) });
  await aMove(database.db, { repositoryId, branch: 'other' });
  const shown = await movesOf(database.db, { forkId: repositoryId, branch: 'main' });
  expect(shown.map(({ movedAt }) => movedAt)).toEqual([at(2), at(1), at(0)]);
});

test('refs are read where a strategy makes backups, or a branch was moved before', async () => {
  const [plain, moved, mirroring] = await Promise.all([1, 2, 3].map(() => aLink(database.db)));
  await aMove(database.db, { repositoryId: moved?.forkId ?? 0 });
  await database.db.execute(`update links set strategy = 'mirror' where id = '${mirroring?.id}'`);
  const ids = [plain, moved, mirroring].map((link) => link?.forkId ?? 0);
  expect(await repositoriesMoved(database.db, ids)).toEqual(new Set(ids.slice(1)));
  expect(await repositoriesMoved(database.db, [])).toEqual(new Set());
});

describe('an undo', () => {
  const ask = (linkId: string) => askUndo(database.db, { linkId, requestId: 'request', by: mona });
  const scene = async () => {
    const link = await aLink(database.db, { requested: 2, answeredRequested: 2 });
    const move = await aMove(database.db, { repositoryId: link.forkId, movedAt: at(0) });
    return { link, move, now: () => linkOf(database.db, link.id) };
  };
  const ended = (linkId: string, undo: string | null, changed: object = {}) =>
    applyResult(database.db, aResult({ linkId, undo, asked: { requests: 3, pushes: 0 }, ...changed }));

  test('is of the last move, and asked once', async () => {
    const { link, now } = await scene();
    const last = await aMove(database.db, { repositoryId: link.forkId, movedAt: at(1) });
    expect([await ask(link.id), await ask(link.id)]).toEqual([true, true]);
    expect(await now()).toMatchObject({ undoMoveId: last.id, requested: 3, requestedTrigger: 'manual' });
    const [row] = await linksById(database.db, [link.id]);
    expect(row?.undo).toEqual({ moveId: last.id, before: last.beforeSha, after: last.afterSha });
  });

  test('that came about is known of the branch, the last one, and of no other', async () => {
    const { link } = await scene();
    const other = await aLink(database.db);
    const putBack = async () => (await linksById(database.db, [link.id, other.id])).map((row) => row.putBack);
    expect(await putBack()).toEqual([null, null]);
    for (const minute of [3, 1]) {
      await aMove(database.db, { repositoryId: link.forkId, movedAt: at(minute), undoneAt: at(minute + 1) });
    }
    await aMove(database.db, { repositoryId: link.forkId, branch: 'other', movedAt: at(7), undoneAt: at(8) });
    await aMove(database.db, { repositoryId: link.forkId, movedAt: at(9) });
    const last = { movedAt: at(3).toISOString(), undoneAt: at(4).toISOString() };
    expect((await putBack()).sort()).toEqual([last, null]);
    expect((await checkContext(database.db, link.forkId))?.links).toMatchObject([{ putBack: last }]);
  });

  test('of a branch that was not moved, or whose last move is undone, is none', async () => {
    const { link, now } = await scene();
    await aMove(database.db, { repositoryId: link.forkId, movedAt: at(1), undoneAt: at(2) });
    expect(await ask(link.id)).toBe(false);
    expect(await ask((await aLink(database.db)).id)).toBe(false);
    expect(await now()).toEqual(link);
    expect((await linksById(database.db, [link.id]))[0]?.undo).toBeNull();
  });

  test.each([
    ['undone', true],
    ['held-undone', false],
  ] as const)('that ended as %s holds; the move is over: %s', async (reason, over) => {
    const { link, move, now } = await scene();
    await ask(link.id);
    expect(await ended(link.id, move.id, { reason, finishedAt: at(3).toISOString() })).toBe(true);
    expect(await now()).toMatchObject({ undoMoveId: null, undoneAt: at(3), state: 'held', reason });
    expect((await rowsOf(link.forkId))[0]?.undoneAt).toEqual(over ? at(3) : null);
  });

  test.each(['branch-protected', 'github-unavailable', 'failed', 'planned'] as const)(
    'that ended as %s is asked for still',
    async (reason) => {
      const { link, move, now } = await scene();
      await ask(link.id);
      await ended(link.id, move.id, { reason });
      expect(await now()).toMatchObject({ undoMoveId: move.id, undoneAt: null, reason });
    },
  );

  test('is not ended by the result of a sync that ran meanwhile', async () => {
    const { link, move, now } = await scene();
    await ask(link.id);
    await ended(link.id, null, { reason: 'up-to-date', asked: { requests: 2, pushes: 0 } });
    expect(await now()).toMatchObject({ undoMoveId: move.id, undoneAt: null, answeredRequested: 2 });
  });

  test('is let go of by a release, whatever comes of it after that', async () => {
    const { link, move, now } = await scene();
    await ask(link.id);
    await askLink(database.db, { linkId: link.id, requestId: 'release', release: true, by: mona });
    await ended(link.id, move.id, { reason: 'undone', finishedAt: at(3).toISOString() });
    expect(await now()).toMatchObject({ undoMoveId: null, undoneAt: null, requested: 4, answeredRequested: 3 });
    expect((await rowsOf(link.forkId))[0]?.undoneAt).toEqual(at(3));
  });

  test('that holds is let go of by a release alone', async () => {
    const { link, now } = await scene();
    await database.db
      .update(links)
      .set({ undoneAt: at(3) })
      .where(eq(links.id, link.id));
    await askLink(database.db, { linkId: link.id, requestId: 'sync', release: false, by: mona });
    expect((await now()).undoneAt).toEqual(at(3));
    await askLink(database.db, { linkId: link.id, requestId: 'release', release: true, by: mona });
    expect((await now()).undoneAt).toBeNull();
  });
});
