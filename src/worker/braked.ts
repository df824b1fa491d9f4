import type { QueuedJob } from '../core/message.ts';
import { brakeSentence } from '../core/text/brake.ts';
import type { JobQueue, Received } from '../redis/queues.ts';
import { isOperation } from './admit.ts';
import type { RunContext } from './context.ts';

/** An operator stopped what this job is about: nothing more is written. */
export class Braked extends Error {
  override name = 'Braked';
}

/** Throws `Braked` when an operator stopped what the job is about. To be asked before each write. */
export async function heedBrake<J>(job: J, { braked }: { braked: (job: J) => Promise<boolean> }): Promise<void> {
  if (await braked(job)) throw new Braked('An operator stopped this');
}

/** Removes a job without a result: what asked for it is still written down, and asks again when the operator lets go. */
export async function dropBraked(
  { queue, received, job }: { queue: JobQueue; received: Received; job: QueuedJob },
  { queues, leases, operations, log }: Pick<RunContext, 'queues' | 'leases' | 'operations' | 'log'>,
): Promise<'dropped'> {
  await queues.remove(queue, received.id);
  if (isOperation(job)) {
    const at = (await leases.now()).toISOString();
    const ended = { reason: 'suspended', sentence: brakeSentence, upstreamSha: null, pull: null } as const;
    await operations.append(job.operationId, { event: 'finished', at, ...ended });
    await leases.unmark(job.linkId, job.operationId);
    await leases.leaveLine({ queue, installationId: job.installationId }, job.linkId);
  }
  log.warn({ queue }, 'Dropped a job of what an operator stopped');
  return 'dropped';
}
