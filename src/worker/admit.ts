import { type LinkJob, QueuedJob } from '../core/message.ts';
import type { UnstageJob } from '../core/unstage-message.ts';
import { revoked } from '../redis/leases.ts';
import type { RunContext } from './context.ts';

/** The job in a message, or null when this worker does not know its format. */
export function parseJob(body: string): QueuedJob | null {
  try {
    return QueuedJob.parse(JSON.parse(body));
  } catch {
    return null;
  }
}

/** Whether it is one of a link's operations, of which one at most is queued. */
export function isOperation(job: QueuedJob): job is LinkJob {
  return job.kind === 'sync' || job.kind === 'undo';
}

/** What is locked while a job runs, and blamed when its workers die: its link, or its check. */
export function subjectOf(job: QueuedJob): string {
  return job.kind === 'check-config' ? job.checkId : job.linkId;
}

/**
 * True when the job must not run: it expired, what was queued was revoked, or another operation is the queued one and answers
 * for it. No marker at all means: run it, but for what was written before its link was revoked, told to do something else, or to
 * undo what it did: each is known for longer than a marker, since a job of a slower queue outlives that of the one which took its place.
 */
export async function superseded(
  job: QueuedJob,
  now: Date,
  context: Pick<RunContext, 'leases' | 'operations'>,
): Promise<boolean> {
  if (Date.parse(job.expiresAt) <= now.getTime()) return true;
  if (job.kind === 'unstage') return isOnAgain(job, context.leases);
  return isOperation(job) && (await revokedOrJoined(job, now, context));
}

async function revokedOrJoined(
  job: LinkJob,
  now: Date,
  { leases, operations }: Pick<RunContext, 'leases' | 'operations'>,
): Promise<boolean> {
  const marker =
    (await leases.marker(job.linkId)) ??
    ((await revokedSince(job, leases)) ? revoked : await leases.replacedAfter(job.linkId, job.asked.requests));
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

/** Its operation waits, or ran already. */
async function isOnAgain({ linkId, requests }: UnstageJob, leases: RunContext['leases']): Promise<boolean> {
  const marker = await leases.marker(linkId);
  if (marker !== null) return marker !== revoked;
  return (await leases.replacedAfter(linkId, requests)) !== null;
}

async function revokedSince(job: LinkJob, leases: RunContext['leases']): Promise<boolean> {
  const at = await leases.revokedAt(job.linkId);
  return at !== null && Date.parse(job.queuedAt) <= at.getTime();
}
