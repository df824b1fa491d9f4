import { and, eq, inArray, ne, sql } from 'drizzle-orm';
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
  await tx
    .update(upstreamRefs)
    .set({
      pushes: sql`${upstreamRefs.pushes} + 1`,
      pushedBefore: null,
      pushedHead: null,
      pushedAt: sql`now()`,
      pushedDelivery: given.delivery,
    })
    .where(inArray(upstreamRefs.id, ids));
  return ids;
}
