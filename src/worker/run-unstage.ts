import { isRefusal } from '../core/refusal.ts';
import type { UnstageJob } from '../core/unstage-message.ts';
import { putBack } from './put-back.ts';
import type { Running } from './run-sync.ts';
import { unlessAborted } from './unless-aborted.ts';

/** Removes what a link left in its fork. Nobody waits for it, so what GitHub refuses is said in the log alone, and not tried again. */
export async function runUnstage(given: Running<UnstageJob>): Promise<'done' | 'put-back' | 'dead'> {
  const { queue, received, job, verdict, context } = given;
  const { log, queues } = context;
  if (verdict === 'dead') {
    log.error('The removal of what a link left in its fork ended its worker again and again, it is given up');
    await queues.remove(queue, received.id);
    return 'dead';
  }
  const removing = context.unstage(job).catch((error: unknown) => {
    log.error({ err: error }, 'What a link left in its fork could not be removed for a reason that is ours');
    return { removed: false };
  });
  const ended = await unlessAborted(removing, context.giveUp);
  if (ended === null) return putBack(queue, received, context);
  await queues.remove(queue, received.id);
  if (isRefusal(ended)) {
    const { reason, detail } = ended;
    log.info({ reason, detail }, 'What a link left in its fork stays there, as GitHub refused');
  } else log.info(ended, 'Looked for what a link left in its fork');
  return 'done';
}
