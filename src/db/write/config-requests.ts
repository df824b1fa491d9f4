import { and, eq, inArray, isNotNull, isNull, lte, ne, or, sql } from 'drizzle-orm';
import type { Database } from '../connect.ts';
import type { Transaction } from '../reader.ts';
import { repositories } from '../schema.ts';
import type { NextTry } from './installations.ts';

/** Milliseconds reading a file may take before another process does it again. */
const claimMs = 60 * 1000;

/**
 * Asks that the file of a repository is read again, where the App is on it. Returns whether it is. It ends a back-off, as
 * `requestRefresh` does.
 */
export async function requestConfig(
  tx: Transaction,
  given: { repositoryId: number; requestId: string },
  why: 'change' | 'doubt' = 'change',
): Promise<boolean> {
  const now = why === 'change' ? { configRetryAt: null, configAttempts: 0 } : {};
  const rows = await tx
    .update(repositories)
    .set({ configRequestedAt: sql`clock_timestamp()`, configRequestedId: given.requestId, ...now })
    .where(and(eq(repositories.id, given.repositoryId), isNotNull(repositories.installationId)))
    .returning({ id: repositories.id });
  return rows.length > 0;
}

export interface ConfigClaim {
  repositoryId: number;
  nodeId: string;
  installationId: number;
  /** Which request this answers: a later one is left standing. */
  requestedAt: Date;
  requestId: string;
  attempts: number;
}

/** Takes one repository whose file waits to be read; whoever else looks does not get it for a minute. */
export async function claimConfig(db: Database, now: Date): Promise<ConfigClaim | null> {
  const waiting = db
    .select({ id: repositories.id })
    .from(repositories)
    .where(
      and(
        isNotNull(repositories.configRequestedAt),
        isNotNull(repositories.installationId),
        or(isNull(repositories.configNotBefore), lte(repositories.configNotBefore, now)),
        or(isNull(repositories.configRetryAt), lte(repositories.configRetryAt, now)),
      ),
    )
    .orderBy(repositories.configRequestedAt)
    .limit(1)
    .for('update', { skipLocked: true });
  const [row] = await db
    .update(repositories)
    .set({ configNotBefore: new Date(now.getTime() + claimMs), configRetryAt: now })
    .where(inArray(repositories.id, waiting))
    .returning();
  if (!row || row.installationId === null || row.configRequestedAt === null) return null;
  return {
    repositoryId: row.id,
    nodeId: row.nodeId,
    installationId: row.installationId,
    requestedAt: row.configRequestedAt,
    requestId: row.configRequestedId ?? '',
    attempts: row.configAttempts,
  };
}

/** A file that GitHub did not show is asked for again; one that an event told of since is not kept waiting by that. */
export async function postponeConfig(db: Database, claim: ConfigClaim, { retryAt, notBefore }: NextTry): Promise<void> {
  const changed = sql`${repositories.configRetryAt} is null`;
  await db
    .update(repositories)
    .set({
      configNotBefore: notBefore,
      configRetryAt: sql`case when ${changed} then null else ${retryAt.toISOString()}::timestamptz end`,
      configAttempts: sql`case when ${changed} then 0 else ${claim.attempts + 1}::int end`,
    })
    .where(eq(repositories.id, claim.repositoryId));
}

/** Settles a claim in the transaction that made the links equal; a request that came meanwhile stays. */
export async function settleConfig(tx: Transaction, claim: ConfigClaim): Promise<void> {
  const answered = sql`${repositories.configRequestedAt} <= ${claim.requestedAt.toISOString()}::timestamptz`;
  await tx
    .update(repositories)
    .set({
      configRequestedAt: sql`case when ${answered} then null else ${repositories.configRequestedAt} end`,
      configNotBefore: null,
      configRetryAt: null,
      configAttempts: 0,
    })
    .where(eq(repositories.id, claim.repositoryId));
}

/** Milliseconds until the next look at links that were left: as long as nobody's upstream is looked at again either. */
const nextLookMs = 10 * 60 * 1000;

/** Writes how many links are left to be made; where any are, the file is read again at the next look. */
export async function saveLeft(
  tx: Transaction,
  { repositoryId, left, requestId }: { repositoryId: number; left: number; requestId: string },
): Promise<void> {
  const again = {
    configRequestedAt: sql`clock_timestamp()`,
    configRequestedId: requestId,
    configRetryAt: sql`clock_timestamp() + ${nextLookMs}::int * interval '1 millisecond'`,
  };
  const changes = left > 0 ? undefined : ne(repositories.configLeft, 0);
  await tx
    .update(repositories)
    .set({ configLeft: left, ...(left > 0 ? again : {}) })
    .where(and(eq(repositories.id, repositoryId), changes));
}
