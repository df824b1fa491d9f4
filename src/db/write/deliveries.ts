import { lt } from 'drizzle-orm';
import type { Database } from '../connect.ts';
import type { Transaction } from '../reader.ts';
import { deliveries } from '../schema.ts';

/** GitHub redelivers for three days (seven on an Enterprise Server); the GUID stays the same. */
const keptMs = 7 * 24 * 60 * 60 * 1000;

/**
 * Remembers a delivery in the transaction that writes its effect. False when it was remembered before: nothing is to do.
 * https://docs.github.com/webhooks/using-webhooks/best-practices-for-using-webhooks
 */
export async function rememberDelivery(tx: Transaction, guid: string, event: string): Promise<boolean> {
  const rows = await tx
    .insert(deliveries)
    .values({ guid, event })
    .onConflictDoNothing()
    .returning({ guid: deliveries.guid });
  return rows.length > 0;
}

/** Forgets deliveries that GitHub cannot send again. */
export async function forgetDeliveries(db: Database, now: Date): Promise<void> {
  await db.delete(deliveries).where(lt(deliveries.receivedAt, new Date(now.getTime() - keptMs)));
}
