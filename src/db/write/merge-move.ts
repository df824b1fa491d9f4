/** One row for each move of a branch, whoever tells of it and in whatever order. */
import { and, desc, eq, gte, lte } from 'drizzle-orm';
import type { MoveKind } from '../../core/undo.ts';
import type { Transaction } from '../reader.ts';
import { refMoves } from '../schema.ts';

/** A move as one of those who know told of it. */
export interface ToldMove {
  repositoryId: number;
  branch: string;
  before: string;
  /** null: not told. */
  after: string | null;
  kind: MoveKind;
  /** null: there is none, or it was not told. */
  backupRef: string | null;
  at: Date;
  /** GUID of the delivery that told; null: something else did. */
  delivery: string | null;
}

/** Milliseconds that clocks and ways of telling may lie apart for it to be the same move. */
const apart = 10 * 60 * 1000;
/** Milliseconds by which the move that came before may be dated later: GitHub tells whole seconds, and clocks differ. */
const rounded = 10_000;

export type MoveRow = typeof refMoves.$inferSelect;

/** Moves of the same branch. */
export function ofBranch({ repositoryId, branch }: Pick<ToldMove, 'repositoryId' | 'branch'>) {
  return and(eq(refMoves.repositoryId, repositoryId), eq(refMoves.branch, branch));
}

/** Dated so near to what is told that it may be the same. */
export function nearMove({ at }: Pick<ToldMove, 'at'>, column: typeof refMoves.movedAt | typeof refMoves.undoneAt) {
  return and(gte(column, new Date(at.getTime() - apart)), lte(column, new Date(at.getTime() + apart)));
}

/** Adds what is told to the row of the same move, the nearest in time, or makes a row of it. */
export async function mergeMove(tx: Transaction, told: ToldMove): Promise<void> {
  const rows = await tx
    .select()
    .from(refMoves)
    .where(and(ofBranch(told), eq(refMoves.beforeSha, told.before), nearMove(told, refMoves.movedAt)));
  const distance = (row: MoveRow) => Math.abs(row.movedAt.getTime() - told.at.getTime());
  const [same] = rows.filter((row) => isSame(row, told)).sort((one, other) => distance(one) - distance(other));
  const { before: beforeSha, after: afterSha, at: movedAt, ...rest } = told;
  if (same === undefined) {
    const led = await movedTo(tx, told);
    await tx
      .insert(refMoves)
      .values({ ...rest, beforeSha, afterSha, movedAt: led && led >= movedAt ? justAfter(led) : movedAt });
    return;
  }
  await tx
    .update(refMoves)
    .set({
      afterSha: same.afterSha ?? afterSha,
      backupRef: same.backupRef ?? told.backupRef,
      delivery: same.delivery ?? told.delivery,
      // The push itself says how it was: forced or not.
      kind: told.delivery === null ? same.kind : told.kind,
    })
    .where(eq(refMoves.id, same.id));
}

/** Nothing that both name differs. */
function isSame(row: MoveRow, told: ToldMove): boolean {
  const agree = (one: string | null, other: string | null) => one === null || other === null || one === other;
  return agree(row.afterSha, told.after) && agree(row.backupRef, told.backupRef) && agree(row.delivery, told.delivery);
}

/** When the branch was moved to where the told move began, as far as that may have been the move before it. */
async function movedTo(tx: Transaction, told: ToldMove): Promise<Date | null> {
  const latest = new Date(told.at.getTime() + rounded);
  const [led] = await tx
    .select({ at: refMoves.movedAt })
    .from(refMoves)
    .where(and(ofBranch(told), eq(refMoves.afterSha, told.before), lte(refMoves.movedAt, latest)))
    .orderBy(desc(refMoves.movedAt))
    .limit(1);
  return led?.at ?? null;
}

function justAfter(date: Date): Date {
  return new Date(date.getTime() + 1);
}
