import type { LinkJob } from '../core/message.ts';
import { type Outcome, resultOf } from '../core/result.ts';
import type { JobQueue, Received } from '../redis/queues.ts';
import { Braked, dropBraked } from './braked.ts';
import type { RunContext } from './context.ts';
import { putBack } from './put-back.ts';
import { unlessAborted } from './unless-aborted.ts';

/** What a job is run with, once its subject is locked and its installation has a place for it. */
export interface Running<J> {
  queue: JobQueue;
  received: Received;
  job: J;
  /** `dead`: it ended its worker again and again, and is only told of. */
  verdict: 'go' | 'dead';
  context: RunContext;
}

/** The order is the protocol: lock, then remove the marker, then read GitHub, so that a push during the run is not lost. */
export async function runSync(given: Running<LinkJob>): Promise<'done' | 'dropped' | 'put-back' | 'dead'> {
  const { queue, received, job, context } = given;
  const { leases, operations, log } = context;
  await leases.unmark(job.linkId, job.operationId);
  await leases.leaveLine({ queue, installationId: job.installationId }, job.linkId);
  const readAt = await leases.now();
  if (given.verdict === 'dead') {
    log.error('A job ended its worker again and again, it is a dead letter');
    await finish({ queue, received, job, outcome: failed(deadDetail), readAt, context });
    return 'dead';
  }
  if (job.unreadable !== null) {
    log.error({ detail: job.unreadable }, 'The row of a link cannot be read, nothing is done for it');
    await finish({ queue, received, job, outcome: failed(job.unreadable), readAt, context });
    return 'done';
  }
  await operations.append(job.operationId, { event: 'started', at: readAt.toISOString(), handledBy: context.name });
  const syncing = context.sync(job).catch((error: unknown): Outcome | 'braked' => {
    if (error instanceof Braked) return 'braked';
    log.error({ err: error }, 'An operation failed for a reason that is ours');
    return failed('an error of Backstroke itself');
  });
  const outcome = await unlessAborted(syncing, context.giveUp);
  if (outcome === null) {
    log.warn('Handed an operation back that was not finished in time');
    return putBack(queue, received, context);
  }
  if (outcome === 'braked') return dropBraked(given, context);
  await finish({ queue, received, job, outcome, readAt, context });
  return 'done';
}

/** Sends the result, appends the fact, removes the job: in this order, so that a death in between repeats, never loses. */
async function finish(given: {
  queue: JobQueue;
  received: Received;
  job: LinkJob;
  outcome: Outcome;
  readAt: Date;
  context: RunContext;
}): Promise<void> {
  const { job, outcome, context } = given;
  const now = await context.leases.now();
  const result = resultOf({ job, outcome, readAt: given.readAt, now, webUrl: context.webUrl });
  await context.leases.answering(job.linkId, job.operationId);
  await context.queues.send('results', JSON.stringify(result));
  await context.operations.append(job.operationId, {
    event: 'finished',
    at: result.finishedAt,
    reason: result.reason,
    sentence: result.sentence,
    upstreamSha: outcome.seen?.upstream?.branchSha ?? null,
    pull: result.pull,
    rangeDiff: outcome.rangeDiff,
  });
  await context.queues.remove(given.queue, given.received.id);
  context.log.info({ reason: result.reason, detail: outcome.detail, retryAt: result.retryAt }, 'Operation finished');
}

const deadDetail = 'the operation ended its worker five times';

function failed(detail: string): Outcome {
  return { reason: 'failed', plan: null, seen: null, pull: null, detail, notBefore: null };
}
