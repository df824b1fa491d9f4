import type { Dressing } from '../core/dressing.ts';
import type { Job } from '../core/message.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { type Outcome, refusedOutcome } from '../core/result.ts';
import { type Decided, endsOf } from './decided.ts';

/** How often in a row an outage keeps a pull request from being told as opened. */
const dressTries = 3;

/**
 * Gives an open pull request of ours its labels, assignees and reviewers. What GitHub refuses of that is told and leaves the
 * pull request as it is. Where GitHub cannot do it now that is the outcome: the pull request stays unknown, so the next
 * operation finds it, opens none and does this again.
 */
export async function dressPull(
  decided: Decided,
  given: { number: number; dressing: Dressing; outcome: Outcome },
): Promise<Outcome> {
  const { job, plan, seen, context } = decided;
  const { number, dressing, outcome } = given;
  const place = { ...endsOf(decided), number };
  const { labels, assignees, reviewers, teams } = dressing;
  const steps = [
    ...(labels === null && assignees === null
      ? []
      : [() => context.gateway.labelPull({ ...place, labels, assignees })]),
    ...(reviewers.length + teams.length === 0
      ? []
      : [() => context.gateway.requestReviewers({ ...place, reviewers, teams })]),
  ];
  const said = outcome.detail === null ? [] : [outcome.detail];
  for (const step of steps) {
    if (context.giveUp.aborted) break;
    const done = await step();
    if (!isRefusal(done)) continue;
    if (isWaitedFor(done, job)) return { ...refusedOutcome(done, plan, seen), pull: outcome.pull };
    said.push(done.detail);
  }
  return { ...outcome, detail: said.length === 0 ? null : said.join('; ') };
}

function isWaitedFor({ reason }: Refusal, job: Job): boolean {
  const waited = job.lastReason === 'github-unavailable' ? job.failures : 0;
  return reason === 'rate-limited' || (reason === 'github-unavailable' && waited < dressTries);
}
