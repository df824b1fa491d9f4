import { and, eq, sql } from 'drizzle-orm';
import type { Queryable } from '../read.ts';
import { links } from '../schema.ts';
import { there } from '../views.ts';

/**
 * Forgets that a link failed: it is not tried again by itself, but when upstream moves or somebody asks. What it has asked for already
 * is not asked any more. False: it is no dead letter.
 */
export async function dropDeadLetter(db: Queryable, linkId: string): Promise<boolean> {
  const dropped = await db
    .update(links)
    .set({
      state: 'behind',
      reason: null,
      sentence: null,
      failures: 0,
      retryAt: null,
      answeredRequested: sql`${links.requested}`,
      updatedAt: sql`now()`,
    })
    .where(and(eq(links.id, linkId), eq(links.reason, 'failed'), there))
    .returning({ id: links.id });
  return dropped.length === 1;
}
