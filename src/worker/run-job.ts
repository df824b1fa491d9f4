import { Job, type OperationResult } from '../core/message.ts';
import { type Outcome, resultOf } from '../core/result.ts';
import { type Leases, revoked } from '../redis/leases.ts';
import type { Operations } from '../redis/operations.ts';
import type { JobQueue, Queues, Received } from '../redis/queues.ts';
import type { Log } from '../runtime/log.ts';
import { heartbeat } from './heartbeat.ts';

export interface RunContext {
  queues: Queues;
  leases: Leases;
  operations: Operations;
  /** Reads GitHub, decides, acts. Throws for bugs alone. */
  sync: (job: Job) => Promise<Outcome>;
  log: Log;
  /** Name of this worker in `handledBy`. */
  name: string;
  webUrl: string;
  visibilitySeconds: number;
  /** Aborted when the worker has to hand back what it holds. */
  giveUp: AbortSignal;
  onFinished: (result: OperationResult, job: Job) => void;
}

/** Receives after which a job counts as one that kills its worker. */
const maxReceives = 5;
/** Operations of one installation at once. */
const maxPerInstallation = 4;
/** Seconds until a job is looked at again whose link or installation is busy. */
const busyDelay = 1;

/**
 * Runs one received job to its end: the message is removed after its result was sent, or put back when its link or
 * installation is busy. Returns what became of it, for the log and the tests.
 */
export async function runJob(
  queue: JobQueue,
  received: Received,
  context: RunContext,
): Promise<'done' | 'dropped' | 'put-back' | 'dead'> {
  const { queues, leases, log } = context;
  const job = parseJob(received.body);
  if (job === null) {
    log.error({ queue, messageId: received.id }, 'Dropped a job in a format this worker does not know');
    await queues.remove(queue, received.id);
    return 'dropped';
  }
  const lines = log.child({ operationId: job.operationId, linkId: job.linkId, requestId: job.requestId });
  const now = await leases.now();
  if (await superseded(job, now, context)) {
    lines.info({ queue }, 'Dropped a job that expired, was revoked or is a duplicate');
    await queues.remove(queue, received.id);
    return 'dropped';
  }
  if (received.receives > maxReceives) {
    lines.error({ receives: received.receives }, 'A job ended its worker again and again, it is a dead letter');
    await finish({
      queue,
      received,
      job,
      outcome: failed(deadDetail),
      readAt: now,
      context: { ...context, log: lines },
    });
    return 'dead';
  }
  return runLocked(queue, received, job, { ...context, log: lines });
}

async function runLocked(
  queue: JobQueue,
  received: Received,
  job: Job,
  context: RunContext,
): Promise<'done' | 'put-back'> {
  const { leases } = context;
  const holder = `${job.operationId}:${received.id}:${received.receives}`;
  const ms = context.visibilitySeconds * 1000;
  if (!(await leases.takeSlot(job.installationId, holder, maxPerInstallation, ms)))
    return putBack(queue, received, context);
  try {
    if (!(await leases.lock(job.linkId, holder, ms))) return await putBack(queue, received, context);
    const beats = heartbeat({ queue, received, job, holder, context });
    try {
      return await runOnce(queue, received, job, context);
    } finally {
      beats.stop();
      await leases.unlock(job.linkId, holder);
    }
  } finally {
    await leases.freeSlot(job.installationId, holder);
  }
}

/** The order is the protocol: lock, then remove the marker, then read GitHub, so that a push during the run is not lost. */
async function runOnce(
  queue: JobQueue,
  received: Received,
  job: Job,
  context: RunContext,
): Promise<'done' | 'put-back'> {
  const { leases, operations, log } = context;
  await leases.unmark(job.linkId, job.operationId);
  const readAt = await leases.now();
  await operations.append(job.operationId, { event: 'started', at: readAt.toISOString(), handledBy: context.name });
  const outcome = await Promise.race([
    context.sync(job).catch((error: unknown) => {
      log.error({ err: error }, 'An operation failed for a reason that is ours');
      return failed('an error of Backstroke itself');
    }),
    aborted(context.giveUp),
  ]);
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
  context.onFinished(result, job);
}

/** Putting back is a new message and the end of the old one: every receive of the old one counts against it. */
async function putBack(queue: JobQueue, received: Received, context: RunContext): Promise<'put-back'> {
  await context.queues.send(queue, received.body, busyDelay);
  await context.queues.remove(queue, received.id);
  return 'put-back';
}

/**
 * True when the job must not run: it expired, what was queued was revoked, or another operation is the queued one and
 * answers for it. No marker at all (Redis emptied) means: run it.
 */
async function superseded(job: Job, now: Date, { leases, operations }: RunContext): Promise<boolean> {
  if (Date.parse(job.expiresAt) <= now.getTime()) return true;
  const marker = await leases.marker(job.linkId);
  if (marker === null || marker === job.operationId) return false;
  const at = now.toISOString();
  const sentence = 'This link was switched off before the operation began; switch it on to sync it again.';
  await operations.append(
    job.operationId,
    marker === revoked
      ? { event: 'finished', at, reason: 'disabled', sentence, upstreamSha: null, pull: null }
      : { event: 'joined', at, operationId: marker },
  );
  return true;
}

const deadDetail = 'the operation ended its worker five times';

function failed(detail: string): Outcome {
  return { reason: 'failed', plan: null, seen: null, pull: null, detail, notBefore: null };
}

function parseJob(body: string): Job | null {
  try {
    return Job.parse(JSON.parse(body));
  } catch {
    return null;
  }
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}
