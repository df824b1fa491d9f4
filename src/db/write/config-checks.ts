import { and, eq, isNotNull, isNull, lte, not, or, sql } from 'drizzle-orm';
import type { CheckResult } from '../../core/check-message.ts';
import type { Database } from '../connect.ts';
import type { Queryable } from '../read.ts';
import type { Transaction } from '../reader.ts';
import { brakes, configChecks, repositories } from '../schema.ts';

/** Milliseconds after which a check that was queued and not answered is queued again. */
const unansweredMs = 5 * 60 * 1000;
/** Times a check is queued before it is given up: nobody reads what was said of a file a day ago. */
const mostAttempts = 10;

/** Asks that a commit's configuration file is answered; where the repository is one the App is on: false else. Asking again changes nothing. */
export async function requestCheck(
  tx: Transaction,
  given: { repositoryId: number; headSha: string; compareSha: string | null; requestId: string },
): Promise<boolean> {
  const [known] = await tx
    .select({ id: repositories.id })
    .from(repositories)
    .where(and(eq(repositories.id, given.repositoryId), isNotNull(repositories.installationId)));
  if (!known) return false;
  await tx.insert(configChecks).values(given).onConflictDoNothing();
  return true;
}

export type DueCheck = typeof configChecks.$inferSelect;

/** One of a repository whose owner, or of everything, an operator stopped: nothing is written there. */
const stopped = sql`exists (select from ${brakes} where ${brakes.kind} = 'all' or ${brakes.kind} = 'owner' and ${brakes.subjectId} =
  (select ${repositories.ownerId} from ${repositories} where ${repositories.id} = ${configChecks.repositoryId}))`;

/** Takes one check that is due; whoever else looks does not get it until it is overdue. */
export async function claimCheck(db: Database, now: Date): Promise<DueCheck | null> {
  const due = db
    .select({ id: configChecks.id })
    .from(configChecks)
    .where(and(or(isNull(configChecks.notBefore), lte(configChecks.notBefore, now)), not(stopped)))
    .orderBy(configChecks.createdAt)
    .limit(1)
    .for('update', { skipLocked: true });
  const [row] = await db
    .update(configChecks)
    .set({ attempts: sql`${configChecks.attempts} + 1`, notBefore: new Date(now.getTime() + unansweredMs) })
    .where(eq(configChecks.id, sql`(${due})`))
    .returning();
  if (!row) return null;
  if (row.attempts <= mostAttempts) return row;
  await db.delete(configChecks).where(eq(configChecks.id, row.id));
  return claimCheck(db, now);
}

/** The attempt of a check that could not even be queued does not count; it is queued when it is overdue. */
export async function giveBackAttempt(db: Database, checkId: string): Promise<void> {
  await db
    .update(configChecks)
    .set({ attempts: sql`greatest(${configChecks.attempts} - 1, 0)` })
    .where(eq(configChecks.id, checkId));
}

/** A check that was answered goes; one that could not be is tried again when its time has come. */
export async function applyCheckResult(db: Queryable, result: CheckResult): Promise<void> {
  const mine = eq(configChecks.id, result.checkId);
  if (result.notBefore === null) await db.delete(configChecks).where(mine);
  else
    await db
      .update(configChecks)
      .set({ notBefore: new Date(result.notBefore) })
      .where(mine);
}
