/** The record of what was seen upstream and since when. It is kept only where a link has a delay. */
import { and, eq, gt, inArray, isNull, lte, notExists, notInArray, sql } from 'drizzle-orm';
import { toForget } from '../../core/sightings.ts';
import type { Database } from '../connect.ts';
import { delayed } from '../read.ts';
import type { Transaction } from '../reader.ts';
import { links, sightings, upstreamRefs } from '../schema.ts';

/**
 * Writes what an operation read of upstream's branch: its head, unless that is known from earlier, and which of the heads seen before it
 * holds still. Every other is forgotten, so that each that stays is in those that were seen after it. A head that is told of after a later one
 * was read may have been gone by then, and is not written. Writes no head where no link on the ref has a delay.
 */
export async function recordRead(
  tx: Transaction,
  { refId, head, found, at }: { refId: string; head: string; found: readonly string[]; at: Date },
): Promise<void> {
  await tx.select().from(upstreamRefs).where(eq(upstreamRefs.id, refId)).for('update');
  const gone = notInArray(sightings.sha, [head, ...found]);
  await tx.delete(sightings).where(and(eq(sightings.upstreamRefId, refId), gone, lte(sightings.seenAt, at)));
  const longestMs = await longestDelay(tx, refId);
  if (longestMs === null || (await wasReadAfter(tx, refId, at))) return;
  const rows = await tx
    .insert(sightings)
    .values({ upstreamRefId: refId, sha: head, seenAt: at })
    .onConflictDoNothing()
    .returning({ sha: sightings.sha });
  if (rows.length > 0) await prune(tx, refId, longestMs);
}

/** Whether an operation of a link with a delay that read upstream's branch later was answered before. */
async function wasReadAfter(tx: Transaction, refId: string, at: Date): Promise<boolean> {
  const rows = await tx
    .select({ id: links.id })
    .from(links)
    .where(and(eq(links.upstreamRefId, refId), delayed, gt(links.answeredReadAt, at)))
    .limit(1);
  return rows.length > 0;
}

/** Milliseconds; null: no link on the ref has a delay. */
async function longestDelay(tx: Transaction, refId: string): Promise<number | null> {
  const [row] = await tx
    .select({ ms: sql<string | null>`max(${delayMs})` })
    .from(links)
    .where(and(eq(links.upstreamRefId, refId), delayed, on));
  return row?.ms == null ? null : Number(row.ms);
}

/** null where what is stored is no number: such a link does nothing, and stands in nobody's way. */
const delayMs = sql`case when jsonb_typeof(${links.settings} -> 'delayMs') = 'number'
  then (${links.settings} ->> 'delayMs')::numeric end`;

/** A link that may run, as far as its row says. */
const on = and(eq(links.enabled, true), isNull(links.off));

async function prune(tx: Transaction, refId: string, longestMs: number): Promise<void> {
  const rows = await tx.select().from(sightings).where(eq(sightings.upstreamRefId, refId));
  const known = rows.map(({ sha, seenAt }) => ({ sha, at: seenAt.toISOString() }));
  const shas = toForget(known, { longestMs, now: new Date() });
  if (shas.length === 0) return;
  await tx.delete(sightings).where(and(eq(sightings.upstreamRefId, refId), inArray(sightings.sha, shas)));
}

/** Forgets what was seen of refs that no link with a delay follows: nobody watches whether it stays there. */
export async function forgetUnwatched(db: Database): Promise<void> {
  const watching = db
    .select({ one: sql`1` })
    .from(links)
    .where(and(eq(links.upstreamRefId, sightings.upstreamRefId), delayed, on));
  await db.delete(sightings).where(notExists(watching));
}
