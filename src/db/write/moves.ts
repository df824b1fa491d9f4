/** The permanent record of moved branches. Whatever tells of a move may tell late, twice, or never. */
import { and, desc, eq, gt, inArray, isNull, lt, lte, notExists, or, sql } from 'drizzle-orm';
import type { Backup, KeptBy } from '../../core/backup.ts';
import { DAY } from '../../core/duration.ts';
import type { Database } from '../connect.ts';
import type { Transaction } from '../reader.ts';
import { links, refMoves, repositories } from '../schema.ts';
import { type MoveRow, mergeMove, nearMove, ofBranch, type ToldMove } from './merge-move.ts';

/** Moves of a branch that are kept however old they are, and milliseconds that all of them are. */
const newest = 100;
const keptMs = 365 * DAY;
/** Milliseconds that the worker which named a ref may be ahead of us. */
const clocksDiffer = 10 * 60_000;

/** Ids of the enabled links that keep a branch of a fork. */
export async function linksKeeping(
  tx: Transaction,
  { repositoryId, branch }: Pick<ToldMove, 'repositoryId' | 'branch'>,
): Promise<string[]> {
  const rows = await tx
    .select({ id: links.id })
    .from(links)
    .where(and(eq(links.forkId, repositoryId), eq(links.forkBranch, branch), eq(links.enabled, true)));
  return rows.map(({ id }) => id);
}

/**
 * Writes a push of ours to a fork's branch that a link keeps; a push that put a move back ends that move. Returns how many links
 * keep the branch.
 */
export async function recordOwnPush(tx: Transaction, push: ToldMove & { after: string }): Promise<number> {
  const { repositoryId } = push;
  const keeping = await linksKeeping(tx, push);
  if (keeping.length === 0 || !(await lock(tx, repositoryId))) return 0;
  const back = await movePutBack(tx, push);
  if (back === null) await mergeMove(tx, push);
  else await end(tx, back, push.at);
  return keeping.length;
}

/** Writes a move that GitHub confirmed to a worker; its push is told as well, or was. */
export async function recordMove(tx: Transaction, move: ToldMove): Promise<void> {
  if (await lock(tx, move.repositoryId)) await mergeMove(tx, move);
}

/** Writes what the refs of a repository tell and nobody told before. */
export async function recordKept(
  tx: Transaction,
  repositoryId: number,
  kept: readonly (Backup & { by: KeptBy; ref: string })[],
): Promise<void> {
  // Dated later than now, it would stay the last move whatever is moved.
  const past = kept.filter(({ at }) => at.getTime() <= Date.now() + clocksDiffer);
  if (past.length === 0 || !(await lock(tx, repositoryId))) return;
  const rows = await tx.select().from(refMoves).where(eq(refMoves.repositoryId, repositoryId));
  const forgotten = forgottenBefore(rows);
  const known = new Set(rows.map(({ backupRef }) => backupRef));
  for (const { ref, branch, sha, at } of past.filter(({ by, ref: name }) => by === 'backup' && !known.has(name))) {
    if (at.getTime() < forgotten(branch)) continue;
    const told = { repositoryId, branch, before: sha, after: null, backupRef: ref, at, delivery: null };
    await mergeMove(tx, { ...told, kind: 'other' });
  }
  for (const { branch, sha, at } of past.filter(({ by }) => by === 'undone')) {
    // Names tell seconds: one of the same second may be the next move.
    const left = or(
      and(eq(refMoves.afterSha, sha), lte(refMoves.movedAt, new Date(at.getTime() + 999))),
      and(isNull(refMoves.afterSha), lt(refMoves.movedAt, at)),
    );
    const [move] = await tx
      .select()
      .from(refMoves)
      .where(and(ofBranch({ repositoryId, branch }), left))
      .orderBy(desc(refMoves.movedAt))
      .limit(1);
    if (move) await end(tx, { ...move, afterSha: sha }, at);
  }
}

/** What the tables forgot is not learned again from the ref that keeps it: milliseconds before which a branch's moves are forgotten. */
function forgottenBefore(rows: readonly MoveRow[]): (branch: string) => number {
  return (branch) => {
    const dates = rows.filter((row) => row.branch === branch).map(({ movedAt }) => movedAt.getTime());
    const oldestKept = dates.sort((one, other) => other - one)[newest - 1];
    return oldestKept === undefined ? Number.NEGATIVE_INFINITY : Math.min(oldestKept, Date.now() - keptMs);
  };
}

/**
 * Forgets moves that are older than a year and not among the newest 100 of their branch, but those that a person wants back. The
 * refs that keep what was dropped are the owner's, and stay. Returns how many were forgotten.
 */
export async function forgetMoves(db: Database, now: Date): Promise<number> {
  const old = new Date(now.getTime() - keptMs);
  const ranked = db
    .select({
      id: refMoves.id,
      movedAt: refMoves.movedAt,
      rank: sql<number>`row_number() over (
        partition by ${refMoves.repositoryId}, ${refMoves.branch} order by ${refMoves.movedAt} desc, ${refMoves.createdAt} desc
      )`.as('rank'),
    })
    .from(refMoves)
    .as('ranked');
  const wanted = db.select({ id: links.id }).from(links).where(eq(links.undoMoveId, refMoves.id));
  const ids = db
    .select({ id: ranked.id })
    .from(ranked)
    .where(and(lt(ranked.movedAt, old), gt(ranked.rank, newest)));
  const rows = await db
    .delete(refMoves)
    .where(and(inArray(refMoves.id, ids), notExists(wanted)))
    .returning({ id: refMoves.id });
  return rows.length;
}

/** One teller at a time, so that two of the same move make one row. False: the repository is gone. */
async function lock(tx: Transaction, repositoryId: number): Promise<boolean> {
  const rows = await tx
    .select({ id: repositories.id })
    .from(repositories)
    .where(eq(repositories.id, repositoryId))
    .for('no key update');
  return rows.length > 0;
}

/** The move that this push turned around because a person wanted it. */
async function movePutBack(tx: Transaction, push: ToldMove & { after: string }): Promise<MoveRow | null> {
  const asked = tx.select({ id: links.undoMoveId }).from(links).where(eq(links.forkId, push.repositoryId));
  const [move] = await tx
    .select()
    .from(refMoves)
    .where(
      and(
        ofBranch(push),
        eq(refMoves.beforeSha, push.after),
        or(eq(refMoves.afterSha, push.before), isNull(refMoves.afterSha)),
        or(inArray(refMoves.id, asked), nearMove(push, refMoves.undoneAt)),
      ),
    )
    .orderBy(desc(refMoves.movedAt))
    .limit(1);
  return move ? { ...move, afterSha: push.before } : null;
}

async function end(tx: Transaction, move: Pick<MoveRow, 'id' | 'afterSha'>, at: Date): Promise<void> {
  await tx
    .update(refMoves)
    .set({ undoneAt: sql`coalesce(${refMoves.undoneAt}, ${at.toISOString()}::timestamptz)`, afterSha: move.afterSha })
    .where(eq(refMoves.id, move.id));
}
