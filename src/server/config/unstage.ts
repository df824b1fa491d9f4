import { randomUUID } from 'node:crypto';
import { DAY } from '../../core/duration.ts';
import type { UnstageJob } from '../../core/unstage-message.ts';
import type { Staged } from '../../db/staged.ts';
import type { ServerContext } from '../context.ts';

/** Has workers remove what links left in their forks. Nothing depends on it: what is not queued stays there, where nobody sees it. */
export async function unstageAll(
  staged: readonly Staged[],
  requestId: string,
  { leases, queues, log }: Pick<ServerContext, 'leases' | 'queues' | 'log'>,
): Promise<void> {
  for (const given of staged) {
    const { linkId } = given;
    try {
      const now = await leases.now();
      const job: UnstageJob = {
        version: 1,
        kind: 'unstage',
        operationId: randomUUID(),
        requestId,
        queuedAt: now.toISOString(),
        expiresAt: new Date(now.getTime() + DAY).toISOString(),
        ...given,
      };
      await queues.send('later', JSON.stringify(job));
    } catch (error) {
      log.warn({ err: error, linkId, requestId }, 'Could not queue the removal of what a link left in its fork');
    }
  }
}
