import { DAY, HOUR, MINUTE, SECOND } from './duration.ts';
import { passesByItself, type Reason, showsPull, statusOf } from './reason.ts';

/** What passes by itself is tried again after these times, the last one for ever. */
const passing = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR] as const;
/** A failure of ours. */
const failing = [HOUR, 6 * HOUR, DAY] as const;
/** Whether an open pull request can be merged GitHub finds out when it is asked, and says some time later. */
const looking = [10 * SECOND, MINUTE, 5 * MINUTE] as const;
/** Of checks an event tells, but not of commit statuses, and events are lost. The last one for ever. */
const checking = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR] as const;

/** Retries this near are queued with a delay by web when it applies the result; later ones wait in Postgres. */
export const nearRetry = MINUTE;

/** What holds until a time that is known has come. */
const timed: ReadonlySet<Reason> = new Set(['held-interval', 'held-delay']);

/**
 * When time alone can change the answer `reason`: ISO 8601, else null.
 * `failures` counts the same kind of failure in a row, this one included (1 for the first).
 * `notBefore` is what GitHub said (`retry-after`, rate limit reset), when a period or a delay of the link's settings is over, or when a head
 * has been there for long enough to be merged.
 * `looks` counts how often in a row the open pull request was looked at in vain; `merging`: it is to be merged, so the looks go on.
 */
export function retryAt(given: {
  reason: Reason;
  failures: number;
  now: Date;
  notBefore: string | null;
  looks?: number;
  merging?: boolean;
}): string | null {
  if (given.reason === 'held-checks' && given.notBefore !== null) return given.notBefore;
  const wait = lookAfter(given) ?? waitAfter(given.reason, given.failures);
  if (wait === null) return timed.has(given.reason) ? given.notBefore : null;
  const at = Math.max(given.now.getTime() + wait, given.notBefore ? Date.parse(given.notBefore) : 0);
  return new Date(at).toISOString();
}

function lookAfter({
  reason,
  looks = 0,
  merging = false,
}: {
  reason: Reason;
  looks?: number;
  merging?: boolean;
}): number | null {
  if (reason === 'held-checks') return checking[looks - 1] ?? HOUR;
  if (!showsPull(reason) || looks === 0) return null;
  return looking[looks - 1] ?? (merging ? HOUR : null);
}

function waitAfter(reason: Reason, failures: number): number | null {
  const step = (steps: readonly number[]) => steps[Math.min(failures, steps.length) - 1] ?? steps[0] ?? null;
  // Closing the pull request in the other repository sends no event here.
  if (reason === 'held-upstream-pull-open') return HOUR;
  if (passesByItself(reason)) return step(passing);
  if (reason === 'failed') return step(failing);
  if (statusOf(reason) === 'error') return DAY;
  return null;
}

/** Failures in a row after an operation ended with `reason`: only what is tried again in growing steps is counted. */
export function failuresAfter(given: { reason: Reason; last: Reason | null; failures: number }): number {
  const { reason, last, failures } = given;
  const counted = passesByItself(reason) || reason === 'failed';
  if (!counted) return 0;
  const same =
    last !== null && passesByItself(last) === passesByItself(reason) && (passesByItself(last) || last === 'failed');
  return same ? failures + 1 : 1;
}
