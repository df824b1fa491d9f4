import { and, desc, eq, exists, inArray, isNotNull, or, sql } from 'drizzle-orm';
import { backingUp } from '../core/strategy.ts';
import type { MoveKind } from '../core/undo.ts';
import type { Queryable } from './read.ts';
import { links, refMoves, repositories } from './schema.ts';

/** Moves that are shown, at most. */
const most = 100;

export interface MoveView {
  before: string;
  after: string | null;
  kind: MoveKind;
  backupRef: string | null;
  movedAt: Date;
  undoneAt: Date | null;
}

/** The moves of a fork's branch that we made, newest first. */
export function movesOf(db: Queryable, given: { forkId: number; branch: string; limit?: number }): Promise<MoveView[]> {
  return db
    .select({
      before: refMoves.beforeSha,
      after: refMoves.afterSha,
      kind: refMoves.kind,
      backupRef: refMoves.backupRef,
      movedAt: refMoves.movedAt,
      undoneAt: refMoves.undoneAt,
    })
    .from(refMoves)
    .where(and(eq(refMoves.repositoryId, given.forkId), eq(refMoves.branch, given.branch)))
    .orderBy(desc(refMoves.movedAt), desc(refMoves.createdAt))
    .limit(given.limit ?? most);
}

/** Of these repositories, those whose branches we move other than forward, or moved before. */
export async function repositoriesMoved(db: Queryable, ids: number[]): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const moving = db
    .select({ one: sql`1` })
    .from(links)
    .where(and(eq(links.forkId, repositories.id), inArray(sql<string>`${links.strategy}`, [...backingUp])));
  const moved = db.select({ one: sql`1` }).from(refMoves).where(eq(refMoves.repositoryId, repositories.id));
  const rows = await db
    .select({ id: repositories.id })
    .from(repositories)
    .where(
      and(inArray(repositories.id, ids), isNotNull(repositories.installationId), or(exists(moving), exists(moved))),
    );
  return new Set(rows.map(({ id }) => id));
}
