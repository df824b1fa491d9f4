/** What an operation is for that comes again because GitHub could not be asked, or only showed what was before: what the first of them was for. */
import type { OperationResult, Trigger } from './message.ts';
import { passesByItself, type Reason } from './reason.ts';

/** What the tables know of a link's last ask, and of its last operation. */
interface Asking {
  requestedTrigger: Trigger | null;
  reason: Reason | null;
}

/** What an operation that `trigger` made is for. */
export function purposeOf({ requestedTrigger, reason }: Asking, trigger: Trigger): Trigger {
  return comesAgain(trigger, reason) ? (requestedTrigger ?? trigger) : trigger;
}

/** What is known of it after an operation: nothing else where that came to something, or something was asked meanwhile. */
export function purposeAfter(
  link: Asking & { requested: number },
  { trigger, reason, asked, requestId }: Pick<OperationResult, 'trigger' | 'reason' | 'asked' | 'requestId'>,
): { requestedTrigger?: Trigger; requestedId?: string } {
  if (trigger === null || !passesByItself(reason) || link.requested > asked.requests) return {};
  return comesAgain(trigger, link.reason) ? {} : { requestedTrigger: trigger, requestedId: requestId };
}

function comesAgain(trigger: Trigger, last: Reason | null): boolean {
  return trigger === 'retry' && last !== null && passesByItself(last);
}
