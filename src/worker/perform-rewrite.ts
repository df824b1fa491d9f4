import { isRefusal, type Refusal } from '../core/refusal.ts';
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
  const { job, plan, seen } = given;
  const done = await rewrite(given, number);
  if (done === null || !isRefusal(done)) return outcome;
  if (isWaitedFor(done, job)) return { ...refusedOutcome(done, plan, seen), pull: outcome.pull };
  return { ...outcome, detail: done.detail };
}

/** null: there is nothing to write. */
async function rewrite(given: Decided, number: number): Promise<{ done: true } | null | Refusal> {
  const { job, context } = given;
  const text = await pullText(given);
  if (context.giveUp.aborted) return null;
  const shown = await shownNow(given, number);
  if (isRefusal(shown)) return shown;
  const body = withSection(shown.body, text);
  if (body === null || sameText(body, shown.body)) return null;
  await heedBrake(job, context);
  return context.gateway.rewritePull({ ...endsOf(given), number, body });
}

/** Writing of conflicts may have taken minutes of git, in which people wrote above or below our part: that stays theirs. */
async function shownNow(given: Decided, number: number): Promise<{ body: string } | Refusal> {
  const { plan, seen, context } = given;
  if (plan.reason === 'conflict' && context.git !== null)
    return context.gateway.readPullBody({ ...endsOf(given), number });
  return { body: seen.pulls.find((pull) => pull.number === number)?.body ?? '' };
}
