/** The secret address of a link. */
import { and, eq, isNull, lte, or, sql } from 'drizzle-orm';
import type { Person } from '../../core/act.ts';
import type { Database } from '../connect.ts';
import type { Queryable } from '../read.ts';
import { links } from '../schema.ts';
import { there } from '../views.ts';
import { recordActs } from './acts.ts';

/** Seconds between two syncs that the secret address of one link asks for. */
export const hookSeconds = 60;

/** The id of the link with this secret, null when there is none. */
export async function linkWithSecret(db: Queryable, secret: string): Promise<string | null> {
  const [row] = await db
    .select({ id: links.id })
    .from(links)
    .where(and(eq(links.webhookId, secret), there));
  return row?.id ?? null;
}

/**
 * Asks a link for a sync, unless its secret address was used within the minute: one statement, so that of several at once one
 * asks. Returns seconds to wait then, 0 when it was asked.
 */
export async function askByHook(db: Queryable, given: { linkId: string; requestId: string }): Promise<number> {
  const rows = await db
    .update(links)
    .set({
      hookedAt: sql`now()`,
      requested: sql`${links.requested} + 1`,
      requestedTrigger: 'event',
      requestedId: given.requestId,
      updatedAt: sql`now()`,
    })
    .where(
      and(
        eq(links.id, given.linkId),
        or(isNull(links.hookedAt), lte(links.hookedAt, sql`now() - make_interval(secs => ${hookSeconds})`)),
      ),
    )
    .returning({ id: links.id });
  if (rows.length > 0) return 0;
  const [left] = await db
    .select({
      seconds: sql<number>`ceil(${hookSeconds} - extract(epoch from now() - ${links.hookedAt}))`.mapWith(Number),
    })
    .from(links)
    .where(eq(links.id, given.linkId));
  return Math.min(hookSeconds, Math.max(1, left?.seconds ?? hookSeconds));
}

/** Gives a link a new secret; what had the old one means nothing from now on. Returns the new one, null for a link that is not there. */
export async function renewSecret(db: Database, linkId: string, by: Person): Promise<string | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .update(links)
      .set({ webhookId: sql`default`, updatedAt: sql`now()` })
      .where(and(eq(links.id, linkId), there))
      .returning({ webhookId: links.webhookId });
    if (row) await recordActs(tx, [linkId], { kind: 'secret', by });
    return row?.webhookId ?? null;
  });
}
