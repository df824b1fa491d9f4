import type { Job } from '../core/message.ts';
import { type Outcome, resultOf } from '../core/result.ts';
import type { JobQueue, Received } from '../redis/queues.ts';
import { parseJob, superseded } from './admit.ts';
import type { RunContext } from './context.ts';
import { heartbeat, letGo, lockMs } from './heartbeat.ts';
import { backAfter, placesFor } from './places.ts';

/** Seconds until a job is looked at again whose link is busy. */
const busyDelay = 1;

type Became = 'done' | 'dropped' | 'put-back' | 'dead';

/**
 * Runs one received job to its end: the message is removed after its result was sent, or put back when its link or
 * installation is busy. Returns what became of it, for the log and the tests.
 */
export async function runJob(queue: JobQueue, received: Received, context: RunContext): Promise<Became> {
  const { queues, leases, log } = context;
  const job = parseJob(received.body);
  if (job === null) {
    log.error({ queue, messageId: received.id }, 'Dropped a job in a format this worker does not know');
    await queues.remove(queue, received.id);
    return 'dropped';
  }
  const holder = `${job.operationId}:${received.id}`;
  const lines = log.child({ operationId: job.operationId, linkId: job.linkId, requestId: job.requestId });
  const now = await leases.now();
  if (await superseded(job, now, context)) {
    lines.info({ queue }, 'Dropped a job that expired, was revoked or is a duplicate');
    await queues.remove(queue, received.id);
    await letGo(job, holder, context);
    await leases.leaveLine({ queue, installationId: job.installationId }, job.linkId);
    return 'dropped';
  }
  return runLocked({ queue, received, job, holder, now, context: { ...context, log: lines } });
}

/**
 * The holder is the message, so that receiving it again after a death takes over what its last receive held. The lock
 * outlives the message's hiding, so that nobody queues a second operation before that.
 */
async function runLocked(given: {
  queue: JobQueue;
  received: Received;
  job: Job;
  holder: string;
  now: Date;
  context: RunContext;
}): Promise<Became> {
  const { queue, received, job, holder, now, context } = given;
  const { leases, deaths } = context;
  const ms = context.visibilitySeconds * 1000;
  const places = placesFor(queue, now.getTime() - Date.parse(job.queuedAt));
  if (!(await leases.takeSlot(job.installationId, holder, places, ms))) {
    await leases.unlock(job.linkId, holder);
    return putBackInLine(queue, received, job, context);
  }
  try {
    if (!(await leases.lock(job.linkId, holder, lockMs(context)))) return await putBack(queue, received, context);
    const beats = heartbeat({ queue, received, job, holder, context });
    try {
      const verdict = await deaths.begin(job.linkId);
      if (verdict === 'wait') return await putBack(queue, received, context);
      return await runOnce(queue, received, job, verdict, context).finally(() => deaths.end(job.linkId));
    } finally {
      beats.stop();
      await leases.unlock(job.linkId, holder);
    }
  } finally {
    await leases.freeSlot(job.installationId, holder);
    await context.waiting.call(job.installationId);
  }
}

/** The order is the protocol: lock, then remove the marker, then read GitHub, so that a push during the run is not lost. */
async function runOnce(
  queue: JobQueue,
  received: Received,
  job: Job,
  verdict: 'go' | 'dead',
  context: RunContext,
): Promise<Became> {
  const { leases, operations, log } = context;
  await leases.unmark(job.linkId, job.operationId);
  await leases.leaveLine({ queue, installationId: job.installationId }, job.linkId);
  const readAt = await leases.now();
  if (verdict === 'dead') {
    log.error('A job ended its worker again and again, it is a dead letter');
    await finish({ queue, received, job, outcome: failed(deadDetail), readAt, context });
    return 'dead';
  }
  await operations.append(job.operationId, { event: 'started', at: readAt.toISOString(), handledBy: context.name });
  const syncing = context.sync(job).catch((error: unknown) => {
    log.error({ err: error }, 'An operation failed for a reason that is ours');
    return failed('an error of Backstroke itself');
  });
  const outcome = await unlessAborted(syncing, context.giveUp);
  if (outcome === null) {
    log.warn('Handed an operation back that was not finished in time');
    return putBack(queue, received, context);
  }
  await finish({ queue, received, job, outcome, readAt, context });
  return 'done';
}

/** Sends the result, appends the fact, removes the job: in this order, so that a death in between repeats, never loses. */
async function finish(given: {
  queue: JobQueue;
  received: Received;
  job: Job;
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
  });
  await context.queues.remove(given.queue, given.received.id);
  context.log.info({ reason: result.reason, detail: outcome.detail, retryAt: result.retryAt }, 'Operation finished');
}

/** Putting back is a new message and the end of the old one, so that its delay can be chosen. */
async function putBack(queue: JobQueue, received: Received, context: RunContext): Promise<'put-back'> {
  await context.queues.send(queue, received.body, busyDelay);
  await context.queues.remove(queue, received.id);
  return 'put-back';
}

/** Its installation has no place for it: it is called when one is free, and comes again by itself in any case. */
async function putBackInLine(
  queue: JobQueue,
  received: Received,
  job: Job,
  { queues, leases, waiting }: RunContext,
): Promise<'put-back'> {
  const ahead = await leases.aheadInLine({ queue, installationId: job.installationId }, job.linkId);
  const messageId = await queues.send(queue, received.body, backAfter(ahead));
  await queues.remove(queue, received.id);
  waiting.add(job.installationId, queue, messageId);
  return 'put-back';
}

const deadDetail = 'the operation ended its worker five times';

function failed(detail: string): Outcome {
  return { reason: 'failed', plan: null, seen: null, pull: null, detail, notBefore: null };
}

/** What `work` comes to; null when `signal` is aborted first. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const abort = () => resolve(null);
    if (signal.aborted) abort();
    // Every job of a worker shares the signal: a listener that stayed would be one more for each job.
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
