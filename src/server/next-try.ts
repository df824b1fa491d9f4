import { MINUTE } from '../core/duration.ts';
import { retryAt } from '../core/retry.ts';
import type { NextTry } from '../db/write/installations.ts';

/** When what GitHub refused `attempts` times before is tried again: in growing steps, and not before it said. */
export function nextTry(attempts: number, notBefore: string | null): NextTry {
  const now = new Date();
  const at = retryAt({ reason: 'github-unavailable', failures: attempts + 1, now, notBefore });
  return {
    retryAt: new Date(at ?? now.getTime() + MINUTE),
    notBefore: notBefore === null ? null : new Date(notBefore),
  };
}
