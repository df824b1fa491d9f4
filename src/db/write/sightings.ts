/** The record of what was seen upstream and since when. It is kept only where a link has a delay. */
import { and, eq, inArray, isNull, lte, notExists, sql } from 'drizzle-orm';
import { toForget } from '../../core/sightings.ts';
import type { Database } from '../connect.ts';
import { delayed } from '../read.ts';
import type { Transaction } from '../reader.ts';
import { links, sightings } from '../schema.ts';

/**
 * Writes that upstream's branch had this head then, unless that is known from earlier, and forgets what nobody waits by any more. Writes
 * nothing where no link on the ref has a delay.
 */
export async function recordSighting(
  tx: Transaction,
  { refId, sha, at }: { refId: string; sha: string; at: Date },
): Promise<void> {
  const longestMs = await longestDelay(tx, refId);
  if (longestMs === null) return;
  const rows = await tx
    .insert(sightings)
    .values({ upstreamRefId: refId, sha, seenAt: at })
    .onConflictDoUpdate({
      target: [sightings.upstreamRefId, sightings.sha],
      set: { seenAt: sql`excluded.seen_at` },
      setWhere: sql`excluded.seen_at < ${sightings.seenAt}`,
    })
    .returning({ sha: sightings.sha });
  if (rows.length > 0) await prune(tx, refId, longestMs);
}

/** Milliseconds; null: no link on the ref has a delay. */
async function longestDelay(tx: Transaction, refId: string): Promise<number | null> {
  const [row] = await tx
    .select({ ms: sql<string | null>`max((${links.settings} ->> 'delayMs')::bigint)` })
    .from(links)
    .where(and(eq(links.upstreamRefId, refId), delayed, on));
  return row?.ms == null ? null : Number(row.ms);
}

/** A link that may run, as far as its row says. */
const on = and(eq(links.enabled, true), isNull(links.off));

async function prune(tx: Transaction, refId: string, longestMs: number): Promise<void> {
  const rows = await tx.select().from(sightings).where(eq(sightings.upstreamRefId, refId));
  const known = rows.map(({ sha, seenAt }) => ({ sha, at: seenAt.toISOString() }));
  const shas = toForget(known, { longestMs, now: new Date() });
  if (shas.length === 0) return;
  await tx.delete(sightings).where(and(eq(sightings.upstreamRefId, refId), inArray(sightings.sha, shas)));
}

/** Forgets heads that were gone from upstream's branch, but for those that were seen there again since. */
export async function forgetLost(
  tx: Transaction,
  { refId, shas, before }: { refId: string; shas: string[]; before: Date },
): Promise<void> {
  await tx
    .delete(sightings)
    .where(and(eq(sightings.upstreamRefId, refId), inArray(sightings.sha, shas), lte(sightings.seenAt, before)));
}

/** Forgets what was seen of refs that no link with a delay follows: nobody watches whether it stays there. */
export async function forgetUnwatched(db: Database): Promise<void> {
  const watching = db
    .select({ one: sql`1` })
    .from(links)
    .where(and(eq(links.upstreamRefId, sightings.upstreamRefId), delayed, on));
  await db.delete(sightings).where(notExists(watching));
}
