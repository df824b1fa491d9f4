/** Which repositories' branches are matched against globs, and what a push there asks for. */
import { and, eq, inArray, isNotNull, isNull, lt, notInArray, or, sql } from 'drizzle-orm';
import { knownPush } from '../../core/config/listing.ts';
import type { PushReport } from '../../core/ref-report.ts';
import type { Database } from '../connect.ts';
import type { Transaction } from '../reader.ts';
import { listings, repositories } from '../schema.ts';
import { atomically } from './atomically.ts';

/** Writes what a fork's globs were matched against, by a reading that began at `readAt`. */
export async function saveListed(
  tx: Transaction,
  given: { forkId: number; listed: readonly { repositoryId: number; pushedAt: string | null }[]; readAt: Date },
): Promise<void> {
  const { forkId, listed, readAt } = given;
  const ids = listed.map(({ repositoryId }) => repositoryId);
  const others = ids.length > 0 ? notInArray(listings.repositoryId, ids) : undefined;
  await tx.delete(listings).where(and(eq(listings.forkId, forkId), others));
  for (const { repositoryId, pushedAt } of listed) {
    const known = knownPush(pushedAt, readAt);
    await tx
      .insert(listings)
      .values({ forkId, repositoryId, pushedAt: known })
      .onConflictDoUpdate({ target: [listings.forkId, listings.repositoryId], set: { pushedAt: known } });
  }
}

/** Asks for the branches of a repository to be listed again by the forks whose globs do not know of this push. */
export async function applyPushReport(db: Database, report: PushReport): Promise<void> {
  const { repositoryId, requestId } = report;
  const pushedAt = new Date(report.pushedAt);
  await atomically(db, async (tx) => {
    const rows = await tx
      .update(listings)
      .set({ pushedAt })
      .where(
        and(eq(listings.repositoryId, repositoryId), or(isNull(listings.pushedAt), lt(listings.pushedAt, pushedAt))),
      )
      .returning({ forkId: listings.forkId });
    const forkIds = rows.map(({ forkId }) => forkId);
    if (forkIds.length > 0) await requestConfigs(tx, inArray(repositories.id, forkIds), requestId);
  });
}

/** A branch was made or deleted: whoever matches globs against those of this repository reads them again. Returns whether anybody does. */
export async function requestListing(
  tx: Transaction,
  { repositoryId, requestId }: { repositoryId: number; requestId: string },
): Promise<boolean> {
  const forks = tx
    .select({ id: listings.forkId })
    .from(listings)
    .where(or(eq(listings.repositoryId, repositoryId), eq(listings.forkId, repositoryId)));
  return requestConfigs(tx, inArray(repositories.id, forks), requestId);
}

/** A change, so that it ends a back-off. */
async function requestConfigs(tx: Transaction, where: ReturnType<typeof inArray>, requestId: string): Promise<boolean> {
  const rows = await tx
    .update(repositories)
    .set({
      configRequestedAt: sql`clock_timestamp()`,
      configRequestedId: requestId,
      configRetryAt: null,
      configAttempts: 0,
    })
    .where(and(where, isNotNull(repositories.installationId)))
    .returning({ id: repositories.id });
  return rows.length > 0;
}
