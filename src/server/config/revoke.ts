import { stagedBy } from '../../db/staged.ts';
import type { ServerContext } from '../context.ts';
import { unstageAll } from './unstage.ts';

/**
 * What is queued of links that were just switched off must not run. Redis away: there is no queue either, and what comes
 * after it is written from rows that say that the link is off. What they left in their forks is removed then.
 */
export async function revokeAll(
  linkIds: string[],
  requestId: string,
  context: Pick<ServerContext, 'database' | 'leases' | 'queues' | 'log'>,
): Promise<void> {
  const { database, leases, log } = context;
  for (const linkId of linkIds) {
    await leases.revoke(linkId).catch((error: unknown) => {
      log.warn({ err: error, linkId }, 'Could not revoke what is queued of a link that was switched off');
    });
  }
  await unstageAll(await stagedBy(database.db, linkIds), requestId, context);
}
