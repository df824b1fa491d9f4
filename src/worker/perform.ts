import type { Job } from '../core/message.ts';
import type { Observation } from '../core/observation.ts';
import type { Plan } from '../core/plan.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { type Outcome, refusedOutcome } from '../core/result.ts';
import { pullRequestBody, pullRequestTitle } from '../core/text/pull-request.ts';
import type { Gateway } from '../github/gateway.ts';

export interface PerformContext {
  gateway: Gateway;
  /** Where GitHub's pages are. */
  webUrl: string;
  /** Where people reach web, when the operator says so. */
  publicUrl: string | undefined;
  /** Counts one pull request against the App's hourly limit; a refusal when it is used up. */
  mayOpenPull: () => Promise<Refusal | null>;
  /** Aborted when the worker hands back what it holds: nothing more is written. */
  giveUp: AbortSignal;
}

interface Given {
  job: Job;
  plan: Plan;
  seen: Observation;
  context: PerformContext;
}

/** Does what was planned, in order, and stops at the first refusal. */
export async function perform(given: Given): Promise<Outcome> {
  let outcome: Outcome = {
    reason: given.plan.reason,
    plan: given.plan,
    seen: given.seen,
    pull: given.plan.pull,
    detail: null,
    notBefore: null,
  };
  for (const action of given.plan.actions) {
    if (given.context.giveUp.aborted) return outcome;
    outcome =
      action.type === 'open-pull' ? await openPull(given, outcome) : await closePull(given, outcome, action.number);
    if (outcome.detail !== null) return outcome;
  }
  return outcome;
}

async function openPull(given: Given, outcome: Outcome): Promise<Outcome> {
  const { job, plan, seen, context } = given;
  const limited = await context.mayOpenPull();
  if (limited) return refusedOutcome(limited, plan, seen);
  const fork = { ...job.fork, ...names(seen.fork) };
  const upstream = { ...job.upstream, ...names(seen.upstream) };
  const target = { installationId: job.installationId, fork, upstream };
  const opened = await context.gateway.openPull({
    ...target,
    forkNodeId: seen.fork?.nodeId ?? '',
    upstreamNodeId: seen.upstream?.nodeId ?? '',
    upstreamPrivate: seen.upstream?.private ?? false,
    title: pullRequestTitle({ fork, upstream }),
    body: pullRequestBody({
      fork,
      upstream,
      missing: plan.missing ?? 0,
      own: plan.own ?? 0,
      headSha: plan.decidedOn ?? '',
      webUrl: context.webUrl,
      installationId: job.installationId,
      accountType: job.accountType,
      linkId: job.linkId,
      ...(context.publicUrl === undefined ? {} : { publicUrl: context.publicUrl }),
    }),
  });
  if ('number' in opened) return { ...outcome, pull: { number: opened.number, url: opened.url } };
  if (isRefusal(opened) && !opened.unclear) return refusedOutcome(opened, plan, seen);

  // It exists already, or nobody knows: the next step is a read, never a second write.
  const found = await context.gateway.findOpenPull(target);
  if (found !== null && isRefusal(found)) return refusedOutcome(isRefusal(opened) ? opened : found, plan, seen);
  if (found !== null) {
    const pull = { number: found.number, url: found.url };
    return { ...outcome, reason: found.ours ? 'pull-opened' : 'pull-open', pull };
  }
  return refusedOutcome(isRefusal(opened) ? opened : vanished, plan, seen);
}

/** GitHub said that one exists, and showed none: whoever had it closed it in between. */
const vanished: Refusal = {
  refused: true,
  reason: 'github-unavailable',
  detail: 'GitHub said that the pull request exists already, but listed none',
  notBefore: null,
  unclear: false,
};

async function closePull(given: Given, outcome: Outcome, number: number): Promise<Outcome> {
  const { job, plan, seen, context } = given;
  const fork = { ...job.fork, ...names(seen.fork) };
  const closed = await context.gateway.closePull({ installationId: job.installationId, fork, number });
  return isRefusal(closed) ? refusedOutcome(closed, plan, seen) : outcome;
}

/** The names GitHub showed: a repository renamed since the job was written is written to under its new name. */
function names(repository: { owner: string; name: string } | null): { owner: string; name: string } | object {
  return repository ? { owner: repository.owner, name: repository.name } : {};
}
