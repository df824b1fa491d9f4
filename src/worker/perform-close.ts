import { headBranch } from '../core/head-branch.ts';
import { isRefusal } from '../core/refusal.ts';
import { type Outcome, refusedOutcome } from '../core/result.ts';
import { section, withSection } from '../core/text/pull-section.ts';
import { replacedText } from '../core/text/pull-wishes.ts';
import { type Decided, endsOf } from './decided.ts';

/** Closes a pull request of ours. One that another took the place of names that in its text, where it still has our part. */
export async function closePull(
  given: Decided,
  { number, replaced = false }: { number: number; replaced?: boolean },
  outcome: Outcome,
): Promise<Outcome> {
  const body = replaced ? successorIn(given, number, outcome) : null;
  const order = { ...endsOf(given), number, ...(body === null ? {} : { body }) };
  const closed = await given.context.gateway.closePull(order);
  return isRefusal(closed) ? { ...refusedOutcome(closed, given.plan, given.seen), pull: outcome.pull } : outcome;
}

function successorIn({ job, seen }: Decided, number: number, { pull }: Outcome): string | null {
  const shown = seen.pulls.find((one) => one.number === number)?.body ?? null;
  if (shown === null || pull === null) return null;
  return withSection(shown, section(replacedText({ number: pull.number, branch: headBranch(job) }), null));
}
