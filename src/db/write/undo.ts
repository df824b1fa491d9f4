import { and, desc, eq, sql } from 'drizzle-orm';
import type { Person } from '../../core/act.ts';
import type { OperationResult } from '../../core/message.ts';
import { settlesUndo } from '../../core/undo.ts';
import type { Database } from '../connect.ts';
import type { Transaction } from '../reader.ts';
import { links, refMoves } from '../schema.ts';
import { recordActs } from './acts.ts';

/**
 * Asks for the last move of a link's branch to be put back. The same again while that is not answered asks nothing more. False:
 * there is no such move, or it was put back already.
 */
export async function askUndo(
  db: Database,
  given: { linkId: string; requestId: string; by: Person },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [link] = await tx.select().from(links).where(eq(links.id, given.linkId)).for('update');
    if (!link) return false;
    if (link.undoMoveId !== null) return true;
    const [last] = await tx
      .select()
      .from(refMoves)
      .where(and(eq(refMoves.repositoryId, link.forkId), eq(refMoves.branch, link.forkBranch)))
      .orderBy(desc(refMoves.movedAt), desc(refMoves.createdAt))
      .limit(1);
    if (!last || last.undoneAt !== null) return false;
    await tx
      .update(links)
      .set({
        undoMoveId: last.id,
        requested: link.requested + 1,
        requestedTrigger: 'manual',
        requestedId: given.requestId,
        updatedAt: sql`now()`,
      })
      .where(eq(links.id, link.id));
    await recordActs(tx, [link.id], { kind: 'undo', by: given.by });
    return true;
  });
}

/** What a result says of the move that a person wanted back, unless the link was released meanwhile. */
export function undoAfter(
  link: Pick<typeof links.$inferSelect, 'undoMoveId'>,
  { undo, reason, finishedAt }: Pick<OperationResult, 'undo' | 'reason' | 'finishedAt'>,
): { undoMoveId?: null; undoneAt?: Date } {
  if (undo === null || undo !== link.undoMoveId || !settlesUndo(reason)) return {};
  return { undoMoveId: null, undoneAt: new Date(finishedAt) };
}

/** The move was put back: its own push says so as well, or will. */
export async function endMove(
  tx: Transaction,
  { undo, reason, finishedAt }: Pick<OperationResult, 'undo' | 'reason' | 'finishedAt'>,
): Promise<void> {
  if (undo === null || reason !== 'undone') return;
  await tx
    .update(refMoves)
    .set({ undoneAt: sql`coalesce(${refMoves.undoneAt}, ${finishedAt}::timestamptz)` })
    .where(eq(refMoves.id, undo));
}
