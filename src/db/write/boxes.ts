import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { OperationResult } from '../../core/message.ts';
import { passesByItself } from '../../core/reason.ts';
import type { Ticked } from '../../core/ticked.ts';
import type { Transaction } from '../reader.ts';
import { links } from '../schema.ts';
import { recordActs } from './acts.ts';

/** Asks the enabled links whose pull request this is: somebody ticked a checkbox in its text. Returns their ids. */
export async function askByBox(
  tx: Transaction,
  given: { forkId: number; number: number; ticked: Omit<Ticked, 'request'>; requestId: string },
): Promise<string[]> {
  const { forkId, number, ticked, requestId } = given;
  const rows = await tx
    .update(links)
    .set({
      requested: sql`${links.requested} + 1`,
      requestedTrigger: 'event',
      requestedId: requestId,
      ticked: sql`${ticked.box === 'sync' ? kept(ticked) : json(ticked)} || jsonb_build_object('request', ${links.requested} + 1)`,
      updatedAt: sql`now()`,
    })
    .where(and(eq(links.forkId, forkId), eq(links.pullNumber, number), eq(links.enabled, true)))
    .returning({ id: links.id });
  const linkIds = rows.map((row) => row.id);
  await recordActs(tx, linkIds, { kind: `box-${ticked.box}`, by: ticked.by });
  return linkIds;
}

/** "Sync now" takes nothing away from a greater wish that waits: what is done for that one is a sync too. */
function kept(ticked: object): SQL {
  return sql`CASE WHEN ${links.ticked} ->> 'box' IN ('move', 'resolve') THEN ${links.ticked} ELSE ${json(ticked)} END`;
}

function json(value: object): SQL {
  return sql`${JSON.stringify(value)}::jsonb`;
}

/** A checkbox is answered by an operation that knew of it and could do something about it. */
export function tickedAfter(
  { ticked }: Pick<typeof links.$inferSelect, 'ticked'>,
  { asked, reason }: Pick<OperationResult, 'asked' | 'reason'>,
): { ticked?: null } {
  const answered = ticked !== null && ticked.request <= asked.requests && !passesByItself(reason);
  return answered ? { ticked: null } : {};
}
