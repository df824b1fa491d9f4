import { isRefusal } from '../core/refusal.ts';
import { type Outcome, refusedOutcome } from '../core/result.ts';
import { sameText, withSection } from '../core/text/pull-section.ts';
import { heedBrake } from './braked.ts';
import { type Decided, endsOf } from './decided.ts';
import { isWaitedFor } from './perform-dress.ts';
import { pullText } from './pull-text.ts';

/**
 * Brings our part of an open pull request's body up to date, unless it is already. What GitHub refuses of that for good is told;
 * where it cannot do it now that is the outcome, and the next operation does it.
 */
export async function rewritePull(given: Decided, outcome: Outcome, number: number): Promise<Outcome> {
  const { job, plan, seen, context } = given;
  const shown = seen.pulls.find((pull) => pull.number === number)?.body ?? '';
  const body = withSection(shown, await pullText(given));
  if (body === null || sameText(body, shown) || context.giveUp.aborted) return outcome;
  await heedBrake(job, context);
  const done = await context.gateway.rewritePull({ ...endsOf(given), number, body });
  if (!isRefusal(done)) return outcome;
  if (isWaitedFor(done, job)) return { ...refusedOutcome(done, plan, seen), pull: outcome.pull };
  return { ...outcome, detail: done.detail };
}
