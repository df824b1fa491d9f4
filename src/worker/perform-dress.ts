import type { Dressing } from '../core/dressing.ts';
import { without } from '../core/mergeability.ts';
import type { Job } from '../core/message.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { type Outcome, refusedOutcome } from '../core/result.ts';
import type { Gateway } from '../github/gateway.ts';
import { heedBrake } from './braked.ts';
import { type Decided, endsOf } from './decided.ts';

/** How often in a row an outage keeps a pull request from being told as it is. */
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
  const said = new Set(outcome.detail === null ? [] : [outcome.detail]);
  const has = seen.pulls.find((pull) => pull.number === number)?.labels ?? null;
  const steps = stepsOf(dressing, { place, has }, context.gateway);
  for (let step = steps.shift(); step; step = steps.shift()) {
    if (context.giveUp.aborted) break;
    // Reviewers and assignees are told by GitHub. Unknown as it stays, the next operation finds the pull request.
    await heedBrake(job, context);
    const done = await step.take();
    if (!isRefusal(done)) continue;
    if (isWaitedFor(done, job)) return { ...refusedOutcome(done, plan, seen), pull: outcome.pull };
    said.add(done.detail);
    if (done.reason === 'failed' && !done.unclear) steps.unshift(...(step.apart ?? []));
  }
  return { ...outcome, detail: said.size === 0 ? null : [...said].join('; ') };
}

interface Step {
  take: () => Promise<{ done: true } | Refusal>;
  /** In place of it when GitHub refuses it, since one wrong name keeps the others from being taken. */
  apart?: Step[];
}

/**
 * One request for labels and assignees, one for reviewers; more where GitHub refuses the first. `has`: labels that were seen on it; null: it was
 * opened a moment ago. Since they were seen a text may have taken minutes of git, so labels alone are added to those that are on it by then.
 */
function stepsOf(
  { labels, assignees, reviewers, teams }: Dressing,
  { place, has }: { place: ReturnType<typeof endsOf> & { number: number }; has: readonly string[] | null },
  gateway: Pick<Gateway, 'labelPull' | 'addLabels' | 'requestReviewers'>,
): Step[] {
  const missing = without(labels ?? [], has ?? []);
  const each = missing.map((label): Step => ({ take: () => gateway.addLabels({ ...place, labels: [label] }) }));
  const assigning: Step = { take: () => gateway.labelPull({ ...place, labels: null, assignees }) };
  const apart = [...(assignees === null ? [] : [assigning]), ...each];
  const together: Step = {
    take: () =>
      assignees === null && has !== null
        ? gateway.addLabels({ ...place, labels: missing })
        : gateway.labelPull({ ...place, labels, assignees }),
    ...(apart.length > 1 ? { apart } : {}),
  };
  const asking: Step = { take: () => gateway.requestReviewers({ ...place, reviewers, teams }) };
  return [
    ...(labels === null && assignees === null ? [] : [together]),
    ...(reviewers.length + teams.length === 0 ? [] : [asking]),
  ];
}

/** Whether a refused write of what is only added to a pull request is worth another operation. */
export function isWaitedFor({ reason }: Refusal, job: Job): boolean {
  const waited = job.lastReason === 'github-unavailable' ? job.failures : 0;
  return reason === 'rate-limited' || (reason === 'github-unavailable' && waited < dressTries);
}
