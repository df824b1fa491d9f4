import type { QueuedJob } from '../core/message.ts';
import type { JobQueue, Received } from '../redis/queues.ts';
import { isOperation, parseJob, subjectOf, superseded } from './admit.ts';
import { dropBraked } from './braked.ts';
import type { RunContext } from './context.ts';
import { heartbeat, letGo, lockMs } from './heartbeat.ts';
import { placesFor } from './places.ts';
import { putBack, putBackInLine } from './put-back.ts';
import { runCheck } from './run-check.ts';
import { type Running, runSync } from './run-sync.ts';
import { runUnstage } from './run-unstage.ts';

type Became = 'done' | 'dropped' | 'put-back' | 'dead';

/**
 * Runs one received job to its end: the message is removed after its result was sent, or put back when its link, check or
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
  const { operationId, requestId } = job;
  const about = job.kind === 'check-config' ? { checkId: job.checkId } : { linkId: job.linkId };
  const lines = log.child({ operationId, ...about, requestId });
  const now = await leases.now();
  if (await superseded(job, now, context)) {
    lines.info({ queue }, 'Dropped a job that expired, was revoked or is a duplicate');
    await queues.remove(queue, received.id);
    await letGo(job, holder, context);
    if (isOperation(job)) await leases.leaveLine({ queue, installationId: job.installationId }, job.linkId);
    return 'dropped';
  }
  if (await context.braked(job)) {
    await letGo(job, holder, context);
    return dropBraked({ queue, received, job }, { ...context, log: lines });
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
  job: QueuedJob;
  holder: string;
  now: Date;
  context: RunContext;
}): Promise<Became> {
  const { queue, received, job, holder, now, context } = given;
  const { leases, deaths } = context;
  const subject = subjectOf(job);
  const ms = context.visibilitySeconds * 1000;
  const places = placesFor(queue, now.getTime() - Date.parse(job.queuedAt));
  if (!(await leases.takeSlot(job.installationId, holder, places, ms))) {
    await leases.unlock(subject, holder);
    return putBackInLine(queue, received, job, context);
  }
  try {
    if (!(await leases.lock(subject, holder, lockMs(context)))) return await putBack(queue, received, context);
    const beats = heartbeat({ queue, received, job, holder, context });
    try {
      const verdict = await deaths.begin(subject);
      if (verdict === 'wait') return await putBack(queue, received, context);
      return await run({ queue, received, job, verdict, context }).finally(() => deaths.end(subject));
    } finally {
      beats.stop();
      await leases.unlock(subject, holder);
    }
  } finally {
    await leases.freeSlot(job.installationId, holder);
    await context.waiting.call(job.installationId);
  }
}

function run({ job, ...given }: Running<QueuedJob>): Promise<Became> {
  if (job.kind === 'check-config') return runCheck({ ...given, job });
  return job.kind === 'unstage' ? runUnstage({ ...given, job }) : runSync({ ...given, job });
}
