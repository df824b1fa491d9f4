/** Asks of all links at once that follow the same ref, however many there are. */
import { and, eq, inArray, ne, type SQL, sql } from 'drizzle-orm';
import { concerns, followsBranch } from '../../core/track.ts';
import type { Transaction } from '../reader.ts';
import { upstreamRefs } from '../schema.ts';

/**
 * Asks those who follow releases or tags of this repository that this may concern, on their refs as a push does. Which commit they follow
 * by then is read by the operation. Returns the refs' ids.
 */
export async function askTracking(
  tx: Transaction,
  given: { repositoryId: number; event: { tag: string } | 'release'; delivery: string },
): Promise<string[]> {
  const rows = await tx
    .select({ id: upstreamRefs.id, track: upstreamRefs.track })
    .from(upstreamRefs)
    .where(and(eq(upstreamRefs.repositoryId, given.repositoryId), ne(upstreamRefs.track, followsBranch)));
  const ids = rows.filter(({ track }) => concerns(track, given.event)).map(({ id }) => id);
  if (ids.length === 0) return [];
  await askRefs(tx, inArray(upstreamRefs.id, ids), given.delivery);
  return ids;
}

/** Who may see these upstreams changed: each link that follows one is asked, by its ref as with a push, however many there are. */
export async function askFollowers(tx: Transaction, repositoryIds: number[], requestId: string): Promise<void> {
  if (repositoryIds.length > 0) await askRefs(tx, inArray(upstreamRefs.repositoryId, repositoryIds), requestId);
}

/** Asks all links of the refs that `where` names, as a push does that says nothing of its commits. `delivery`: what told. */
async function askRefs(tx: Transaction, where: SQL, delivery: string): Promise<void> {
  await tx
    .update(upstreamRefs)
    .set({
      pushes: sql`${upstreamRefs.pushes} + 1`,
      pushedBefore: null,
      pushedHead: null,
      pushedAt: sql`now()`,
      pushedDelivery: delivery,
    })
    .where(where);
}
