/** From how the answering of a commit ended to the message that web applies to its row. */

import type { CheckJob, CheckResult } from './check-message.ts';
import { DAY } from './duration.ts';
import { passesByItself } from './reason.ts';
import type { Refusal } from './refusal.ts';
import { retryAt } from './retry.ts';

/**
 * `refusal` null: there is nothing more to do. What passes by itself, and failures of ours, are tried again in growing steps;
 * what needs a person is given up: nobody waits for the answer by the time it is mended.
 */
export function checkResultOf({
  job,
  refusal,
  now,
}: {
  job: CheckJob;
  refusal: Refusal | null;
  now: Date;
}): CheckResult {
  return {
    version: 1,
    kind: 'config-check',
    checkId: job.checkId,
    requestId: job.requestId,
    notBefore: refusal && againAt(refusal, job.attempts, now),
    expiresAt: new Date(now.getTime() + DAY).toISOString(),
  };
}

function againAt({ reason, notBefore }: Refusal, attempts: number, now: Date): string | null {
  if (!passesByItself(reason) && reason !== 'failed') return null;
  return retryAt({ reason: 'github-unavailable', failures: attempts, now, notBefore });
}
