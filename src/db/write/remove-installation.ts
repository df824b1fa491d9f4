import { and, eq, inArray, isNull, notExists, or } from 'drizzle-orm';
import type { Transaction } from '../reader.ts';
import { configChecks, installations, links, listings, refMoves, repositories, upstreamRefs } from '../schema.ts';

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
  await tx.delete(listings).where(inArray(listings.forkId, ids));
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
  configLeft: 0,
  configReadAt: null,
  configRequestedAt: null,
  configRequestedId: null,
  configAttempts: 0,
  configNotBefore: null,
  configRetryAt: null,
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

/** Those of these that are neither covered, nor an upstream, nor a fork of a link, nor looked at for new branches. */
async function removeRepositories(tx: Transaction, ids: number[]): Promise<void> {
  const ref = tx
    .select({ id: upstreamRefs.id })
    .from(upstreamRefs)
    .where(eq(upstreamRefs.repositoryId, repositories.id));
  const link = tx.select({ id: links.id }).from(links).where(eq(links.forkId, repositories.id));
  const listing = tx.select({ id: listings.forkId }).from(listings).where(eq(listings.repositoryId, repositories.id));
  const unneeded = and(isNull(repositories.installationId), notExists(ref), notExists(link), notExists(listing));
  await tx.delete(repositories).where(and(inArray(repositories.id, ids), unneeded));
}
