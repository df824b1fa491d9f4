import { and, asc, eq, inArray, isNotNull, isNull, lt, lte, notExists, or, sql } from 'drizzle-orm';
import type { Database } from '../connect.ts';
import type { Queryable } from '../read.ts';
import type { Transaction } from '../reader.ts';
import { configChecks, installations, links, refMoves, repositories, upstreamRefs } from '../schema.ts';

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
 * follows then, and the repositories nobody needs. Of a repository that others follow what they need stays: its ids, its
 * name and its branch. Returns the ids of the links that were.
 */
export async function removeInstallation(tx: Transaction, installationId: number): Promise<string[]> {
  const account = tx
    .select({ id: installations.accountId })
    .from(installations)
    .where(eq(installations.id, installationId));
  const covered = await tx
    .select({ id: repositories.id, parentId: repositories.parentId })
    .from(repositories)
    .where(
      or(
        eq(repositories.installationId, installationId),
        and(isNull(repositories.installationId), inArray(repositories.ownerId, account)),
      ),
    );
  const ids = covered.map(({ id }) => id);
  const removed = await removeLinks(tx, ids);
  await tx.delete(refMoves).where(inArray(refMoves.repositoryId, ids));
  await tx.update(repositories).set(forgotten).where(inArray(repositories.id, ids));
  await tx.delete(installations).where(eq(installations.id, installationId));
  const upstreams = await removeRefs(tx, [...new Set(removed.map(({ refId }) => refId))]);
  const parents = covered.flatMap(({ parentId }) => parentId ?? []);
  await removeRepositories(tx, [...new Set([...ids, ...parents, ...upstreams])]);
  return removed.map(({ id }) => id);
}

/** What a repository is besides an upstream of others. */
const forgotten = {
  installationId: null,
  pushedAt: null,
  parentId: null,
  config: null,
  configState: null,
  configBlob: null,
  configProblem: null,
  configReadAt: null,
  configRequestedAt: null,
  configRequestedId: null,
  configAttempts: 0,
  configNotBefore: null,
};

async function removeLinks(tx: Transaction, forkIds: number[]): Promise<{ id: string; refId: string }[]> {
  await tx.delete(configChecks).where(inArray(configChecks.repositoryId, forkIds));
  return tx.delete(links).where(inArray(links.forkId, forkIds)).returning({ id: links.id, refId: links.upstreamRefId });
}

/** Those of these that no link follows; returns the repositories they were of. */
async function removeRefs(tx: Transaction, refIds: string[]): Promise<number[]> {
  const followed = tx.select({ id: links.id }).from(links).where(eq(links.upstreamRefId, upstreamRefs.id));
  const rows = await tx
    .delete(upstreamRefs)
    .where(and(inArray(upstreamRefs.id, refIds), notExists(followed)))
    .returning({ repositoryId: upstreamRefs.repositoryId });
  return rows.map((row) => row.repositoryId);
}

/** Those of these that are neither covered, nor an upstream, nor a fork of a link. */
async function removeRepositories(tx: Transaction, ids: number[]): Promise<void> {
  const ref = tx
    .select({ id: upstreamRefs.id })
    .from(upstreamRefs)
    .where(eq(upstreamRefs.repositoryId, repositories.id));
  const link = tx.select({ id: links.id }).from(links).where(eq(links.forkId, repositories.id));
  await tx
    .delete(repositories)
    .where(and(inArray(repositories.id, ids), isNull(repositories.installationId), notExists(ref), notExists(link)));
}
