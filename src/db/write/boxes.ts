import { and, eq, sql } from 'drizzle-orm';
import type { OperationResult } from '../../core/message.ts';
import { passesByItself } from '../../core/reason.ts';
import type { Ticked } from '../../core/ticked.ts';
import type { Transaction } from '../reader.ts';
import { links } from '../schema.ts';

/** Asks the enabled links whose pull request this is: somebody ticked a checkbox in its text. Returns their ids. */
export async function askByBox(
  tx: Transaction,
  given: { forkId: number; number: number; ticked: Omit<Ticked, 'request'>; requestId: string },
): Promise<string[]> {
  const { forkId, number, requestId } = given;
  const { box, by } = given.ticked;
  const rows = await tx
    .update(links)
    .set({
      requested: sql`${links.requested} + 1`,
      requestedTrigger: 'event',
      requestedId: requestId,
      ticked: sql`jsonb_build_object('box', ${box}::text, 'request', ${links.requested} + 1,
        'by', jsonb_build_object('id', ${by.id}::bigint, 'login', ${by.login}::text))`,
      updatedAt: sql`now()`,
    })
    .where(and(eq(links.forkId, forkId), eq(links.pullNumber, number), eq(links.enabled, true)))
    .returning({ id: links.id });
  return rows.map((row) => row.id);
}

/** A checkbox is answered by an operation that knew of it and could do something about it. */
export function tickedAfter(
  { ticked }: Pick<typeof links.$inferSelect, 'ticked'>,
  { asked, reason }: Pick<OperationResult, 'asked' | 'reason'>,
): { ticked?: null } {
  const answered = ticked !== null && ticked.request <= asked.requests && !passesByItself(reason);
  return answered ? { ticked: null } : {};
}
