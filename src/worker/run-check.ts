import type { CheckJob } from '../core/check-message.ts';
import { checkResultOf } from '../core/check-result.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { Braked, dropBraked } from './braked.ts';
import { putBack } from './put-back.ts';
import type { Running } from './run-sync.ts';
import { unlessAborted } from './unless-aborted.ts';

/** Answers a commit, sends the result, and removes the job: in this order, so that a death in between repeats, never loses. */
export async function runCheck(given: Running<CheckJob>): Promise<'done' | 'dropped' | 'put-back' | 'dead'> {
  const { queue, received, job, verdict, context } = given;
  const { log } = context;
  if (verdict === 'dead') {
    log.error('The answering of a commit ended its worker again and again, it is given up');
    await finish(given, null);
    return 'dead';
  }
  const answering = context.answer(job).catch((error: unknown) => {
    if (error instanceof Braked) return 'braked' as const;
    log.error({ err: error }, 'A commit could not be answered for a reason that is ours');
    return ours;
  });
  const ended = await unlessAborted(answering, context.giveUp);
  if (ended === null) {
    log.warn('Handed the answering of a commit back that was not finished in time');
    return putBack(queue, received, context);
  }
  if (ended === 'braked') return dropBraked(given, context);
  const refusal = isRefusal(ended) ? ended : null;
  const notBefore = await finish(given, refusal);
  if (refusal === null) log.info(ended, 'Looked at a commit');
  else log.info({ reason: refusal.reason, detail: refusal.detail, notBefore }, 'Could not answer a commit');
  return 'done';
}

/** Resolves to when it is tried again. */
async function finish({ queue, received, job, context }: Running<CheckJob>, refusal: Refusal | null) {
  const result = checkResultOf({ job, refusal, now: await context.leases.now() });
  await context.queues.send('results', JSON.stringify(result));
  await context.queues.remove(queue, received.id);
  return result.notBefore;
}

const ours: Refusal = {
  refused: true,
  reason: 'failed',
  detail: 'an error of Backstroke itself',
  notBefore: null,
  unclear: false,
};
