import type { ServerContext } from '../context.ts';

/**
 * What is queued of links that were just switched off must not run. Redis away: there is no queue either, and what comes
 * after it is written from rows that say that the link is off.
 */
export async function revokeAll(
  linkIds: string[],
  { leases, log }: Pick<ServerContext, 'leases' | 'log'>,
): Promise<void> {
  for (const linkId of linkIds) {
    await leases.revoke(linkId).catch((error: unknown) => {
      log.warn({ err: error, linkId }, 'Could not revoke what is queued of a link that was switched off');
    });
  }
}
