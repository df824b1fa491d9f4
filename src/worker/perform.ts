import type { Action } from '../core/plan.ts';
import { isRefusal } from '../core/refusal.ts';
import { type Outcome, plannedOutcome, refusedOutcome } from '../core/result.ts';
import { type Decided, endsOf } from './decided.ts';
import { dressPull } from './perform-dress.ts';
import { openPull } from './perform-open.ts';

/** Does what was planned, in order, and stops at the first refusal. */
export async function perform(given: Decided): Promise<Outcome> {
  let outcome = plannedOutcome(given.plan, given.seen);
  for (const action of given.plan.actions) {
    if (given.context.giveUp.aborted) return outcome;
    outcome = await act(given, action, outcome);
    if (outcome.detail !== null) return outcome;
  }
  return outcome;
}

function act(given: Decided, action: Action, outcome: Outcome): Promise<Outcome> {
  switch (action.type) {
    case 'open-pull':
      return openPull(given, outcome);
    case 'dress-pull':
      return dressPull(given, { ...action, outcome });
    case 'close-pull':
      return closePull(given, outcome, action.number);
  }
}

async function closePull(given: Decided, outcome: Outcome, number: number): Promise<Outcome> {
  const closed = await given.context.gateway.closePull({ ...endsOf(given), number });
  return isRefusal(closed) ? refusedOutcome(closed, given.plan, given.seen) : outcome;
}
