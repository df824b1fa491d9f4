import type { QueuedJob } from '../core/message.ts';
import type { JobQueue, Received } from '../redis/queues.ts';
import { subjectOf } from './admit.ts';
import type { RunContext } from './context.ts';

/** While a job runs, keeps its message hidden, its link or check locked and its place taken: three times in each visibility. */
export function heartbeat(given: {
  queue: JobQueue;
  received: Received;
  job: QueuedJob;
  holder: string;
  context: Pick<RunContext, 'queues' | 'leases' | 'log' | 'visibilitySeconds'>;
}): { stop: () => void } {
  const { context, job, holder } = given;
  const ms = context.visibilitySeconds * 1000;
  const beat = async () => {
    try {
      await context.queues.extend(given.queue, given.received.id, context.visibilitySeconds);
      await context.leases.extendLock(subjectOf(job), holder, lockMs(context));
      await context.leases.extendSlot(job.installationId, holder, ms);
    } catch (error) {
      // Losing the lease is safe: every write to GitHub is, when two workers do it at once.
      context.log.warn({ err: error }, 'Could not extend the leases of a running job');
    }
  };
  const timer = setInterval(beat, ms / 3);
  return { stop: () => clearInterval(timer) };
}

/** Milliseconds: the message reappears after its visibility, and nothing waits in a queue longer than that again. */
export function lockMs({ visibilitySeconds }: Pick<RunContext, 'visibilitySeconds'>): number {
  return 2 * visibilitySeconds * 1000;
}

/** Gives back what an earlier receive of the same message held when its worker died. */
export async function letGo(job: QueuedJob, holder: string, { leases }: Pick<RunContext, 'leases'>): Promise<void> {
  await leases.unlock(subjectOf(job), holder);
  await leases.freeSlot(job.installationId, holder);
}
