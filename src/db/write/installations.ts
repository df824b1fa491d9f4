import { and, asc, eq, inArray, isNotNull, isNull, lt, lte, notInArray, or, sql } from 'drizzle-orm';
import type { Database } from '../connect.ts';
import type { Queryable } from '../read.ts';
import type { Transaction } from '../reader.ts';
import { configChecks, installations, links, repositories, upstreamRefs } from '../schema.ts';

/** Milliseconds a refresh may take before another process does it again. */
const claimMs = 2 * 60 * 1000;

/** Asks for a refresh of an installation, known or not. Doing it again while one runs makes another run after it. */
export async function requestRefresh(db: Queryable, installationIds: number[]): Promise<void> {
  if (installationIds.length === 0) return;
  await db
    .insert(installations)
    .values(installationIds.map((id) => ({ id })))
    .onConflictDoUpdate({
      target: installations.id,
      set: { refreshRequestedAt: sql`clock_timestamp()`, updatedAt: sql`now()` },
    });
}

/** Makes an installation known that an event came from; asks for its refresh only when it was not. */
export async function meetInstallation(tx: Transaction, installationId: number): Promise<boolean> {
  const rows = await tx
    .insert(installations)
    .values({ id: installationId })
    .onConflictDoNothing()
    .returning({ id: installations.id });
  return rows.length > 0;
}

/** Asks for the refresh of installations last refreshed before `before`, the oldest first, a few at a time. */
export async function requestStale(db: Database, given: { before: Date; limit: number }): Promise<void> {
  const stale = db
    .select({ id: installations.id })
    .from(installations)
    .where(and(isNull(installations.refreshRequestedAt), lt(installations.refreshedAt, given.before)))
    .orderBy(asc(installations.refreshedAt))
    .limit(given.limit);
  await db.update(installations).set({ refreshRequestedAt: sql`now()` }).where(inArray(installations.id, stale));
}

export interface Claim {
  installationId: number;
  /** Which request this answers: a later one is left standing. */
  requestedAt: Date;
  attempts: number;
}

/** Takes one installation that waits for a refresh; whoever else looks does not get it for two minutes. */
export async function claimRefresh(db: Database, now: Date): Promise<Claim | null> {
  const waiting = db
    .select({ id: installations.id })
    .from(installations)
    .where(
      and(
        isNotNull(installations.refreshRequestedAt),
        or(isNull(installations.refreshNotBefore), lte(installations.refreshNotBefore, now)),
      ),
    )
    .orderBy(asc(installations.refreshRequestedAt))
    .limit(1)
    .for('update', { skipLocked: true });
  const rows = await db
    .update(installations)
    .set({ refreshNotBefore: new Date(now.getTime() + claimMs) })
    .where(inArray(installations.id, waiting))
    .returning({
      installationId: installations.id,
      requestedAt: installations.refreshRequestedAt,
      attempts: installations.refreshAttempts,
    });
  const row = rows[0];
  return row?.requestedAt ? { ...row, requestedAt: row.requestedAt } : null;
}

/** A refresh that GitHub refused is tried again at `notBefore`. */
export async function postponeRefresh(db: Database, claim: Claim, notBefore: Date): Promise<void> {
  await db
    .update(installations)
    .set({ refreshNotBefore: notBefore, refreshAttempts: claim.attempts + 1 })
    .where(eq(installations.id, claim.installationId));
}

/** Settles a claim in the transaction that made the tables equal; a request that came meanwhile stays. */
export async function settleRefresh(tx: Transaction, claim: Claim): Promise<void> {
  const answered = sql`${installations.refreshRequestedAt} <= ${claim.requestedAt.toISOString()}::timestamptz`;
  await tx
    .update(installations)
    .set({
      refreshRequestedAt: sql`case when ${answered} then null else ${installations.refreshRequestedAt} end`,
      refreshNotBefore: null,
      refreshAttempts: 0,
      refreshedAt: sql`now()`,
      updatedAt: sql`now()`,
    })
    .where(eq(installations.id, claim.installationId));
}

/**
 * Removes an installation that is no more: its links, those of repositories deselected before as well, the refs nobody
 * follows then, and the repositories nobody needs.
 */
export async function removeInstallation(tx: Transaction, installationId: number): Promise<void> {
  const account = tx
    .select({ id: installations.accountId })
    .from(installations)
    .where(eq(installations.id, installationId));
  const covered = tx
    .select({ id: repositories.id })
    .from(repositories)
    .where(
      or(
        eq(repositories.installationId, installationId),
        and(isNull(repositories.installationId), inArray(repositories.ownerId, account)),
      ),
    );
  await tx.delete(links).where(inArray(links.forkId, covered));
  await tx.delete(configChecks).where(inArray(configChecks.repositoryId, covered));
  const forgotten = { installationId: null, config: null, configState: null, configBlob: null, configProblem: null };
  await tx
    .update(repositories)
    .set({ ...forgotten, configRequestedAt: null, configRequestedId: null })
    .where(eq(repositories.installationId, installationId));
  await tx.delete(installations).where(eq(installations.id, installationId));
  await removeUnused(tx);
}

/** Refs without links, then repositories that are neither covered, nor an upstream, nor a fork of a link. */
async function removeUnused(tx: Transaction): Promise<void> {
  await tx.delete(upstreamRefs).where(notInArray(upstreamRefs.id, tx.select({ id: links.upstreamRefId }).from(links)));
  await tx
    .delete(repositories)
    .where(
      and(
        isNull(repositories.installationId),
        notInArray(repositories.id, tx.select({ id: upstreamRefs.repositoryId }).from(upstreamRefs)),
        notInArray(repositories.id, tx.select({ id: links.forkId }).from(links)),
      ),
    );
}
