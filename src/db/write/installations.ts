import { and, asc, eq, inArray, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { Database } from '../connect.ts';
import type { Queryable } from '../read.ts';
import type { Transaction } from '../reader.ts';
import { installations } from '../schema.ts';

/** Milliseconds a refresh may take before another process does it again. */
const claimMs = 2 * 60 * 1000;

/**
 * Asks for a refresh of an installation, known or not. Doing it again while one runs makes another run after it. It ends a back-off,
 * since something changed; `doubt` does not: that is only said again of what may be refused for hours.
 */
export async function requestRefresh(
  db: Queryable,
  installationIds: number[],
  why: 'change' | 'doubt' = 'change',
): Promise<void> {
  if (installationIds.length === 0) return;
  const now = why === 'change' ? { refreshRetryAt: null, refreshAttempts: 0 } : {};
  await db
    .insert(installations)
    .values(installationIds.map((id) => ({ id })))
    .onConflictDoUpdate({
      target: installations.id,
      set: { refreshRequestedAt: sql`clock_timestamp()`, updatedAt: sql`now()`, ...now },
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

/** Who pushes with the installation's token; null while nobody read that. https://docs.github.com/apps/overview */
export async function botLogin(tx: Transaction, installationId: number): Promise<string | null> {
  const [row] = await tx
    .select({ slug: installations.appSlug })
    .from(installations)
    .where(eq(installations.id, installationId));
  return row?.slug ? `${row.slug}[bot]` : null;
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
        or(isNull(installations.refreshRetryAt), lte(installations.refreshRetryAt, now)),
      ),
    )
    .orderBy(asc(installations.refreshRequestedAt))
    .limit(1)
    .for('update', { skipLocked: true });
  const rows = await db
    .update(installations)
    // An event that comes meanwhile makes the second of them null, and so is known to the one who postpones.
    .set({ refreshNotBefore: new Date(now.getTime() + claimMs), refreshRetryAt: now })
    .where(inArray(installations.id, waiting))
    .returning({
      installationId: installations.id,
      requestedAt: installations.refreshRequestedAt,
      attempts: installations.refreshAttempts,
    });
  const row = rows[0];
  return row?.requestedAt ? { ...row, requestedAt: row.requestedAt } : null;
}

/** What comes after a try that came to nothing. */
export interface NextTry {
  /** By our own back-off: what is asked meanwhile does not wait for it. */
  retryAt: Date;
  /** What GitHub said. */
  notBefore: Date | null;
}

/** A refresh that GitHub refused is tried again; one that was asked for by an event since is not kept waiting by that. */
export async function postponeRefresh(db: Database, claim: Claim, { retryAt, notBefore }: NextTry): Promise<void> {
  const changed = sql`${installations.refreshRetryAt} is null`;
  await db
    .update(installations)
    .set({
      refreshNotBefore: notBefore,
      refreshRetryAt: sql`case when ${changed} then null else ${retryAt.toISOString()}::timestamptz end`,
      refreshAttempts: sql`case when ${changed} then 0 else ${claim.attempts + 1}::int end`,
    })
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
      refreshRetryAt: null,
      refreshAttempts: 0,
      refreshedAt: sql`now()`,
      updatedAt: sql`now()`,
    })
    .where(eq(installations.id, claim.installationId));
}
