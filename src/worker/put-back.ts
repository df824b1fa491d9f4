import type { QueuedJob } from '../core/message.ts';
import type { JobQueue, Received } from '../redis/queues.ts';
import { isOperation } from './admit.ts';
import type { RunContext } from './context.ts';
import { backAfter } from './places.ts';

/** Seconds until a job is looked at again whose link is busy. */
const busyDelay = 1;

/** Putting back is a new message and the end of the old one, so that its delay can be chosen. */
export async function putBack(queue: JobQueue, received: Received, context: RunContext): Promise<'put-back'> {
  await context.queues.send(queue, received.body, busyDelay);
  await context.queues.remove(queue, received.id);
  return 'put-back';
}

/** Its installation has no place for it: it is called when one is free, and comes again by itself in any case. */
export async function putBackInLine(
  queue: JobQueue,
  received: Received,
  job: QueuedJob,
  { queues, leases, waiting }: RunContext,
): Promise<'put-back'> {
  // What is no operation stands in no line: there are few.
  const line = { queue, installationId: job.installationId };
  const ahead = isOperation(job) ? await leases.aheadInLine(line, job.linkId) : 0;
  const messageId = await queues.send(queue, received.body, backAfter(ahead));
  await queues.remove(queue, received.id);
  waiting.add(job.installationId, queue, messageId);
  return 'put-back';
}
