import { createHash } from 'node:crypto';
import { MINUTE } from '../../../core/duration.ts';
import type { Caller } from '../../api/caller.ts';

/** People of whom something is remembered at once, by one process. */
const most = 1_000;

/** What GitHub said to a caller within the last minute; `fresh`: says now. */
export type Remembered<T> = (caller: Caller, fresh?: boolean) => Promise<T>;

/**
 * A list of repositories takes a request for each hundred of them, and a page of it is turned and searched: it is kept for a minute. What
 * is done to a link is asked of GitHub each time.
 */
export function remembered<T>(ask: (caller: Caller) => Promise<T>): Remembered<T> {
  const known = new Map<string, { until: number; answer: Promise<T> }>();
  return (caller, fresh = false) => {
    const hash = createHash('sha256').update(caller.token).digest('base64');
    const before = known.get(hash);
    if (before && before.until > Date.now() && !fresh) return before.answer;
    known.delete(hash);
    const [first] = known.keys();
    if (first !== undefined && known.size >= most) known.delete(first);
    const answer = ask(caller);
    known.set(hash, { until: Date.now() + MINUTE, answer });
    // A refusal is nobody's list.
    answer.catch(() => known.delete(hash));
    return answer;
  };
}
