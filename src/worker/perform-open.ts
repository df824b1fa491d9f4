import { dressingOf } from '../core/dressing.ts';
import { headBranch } from '../core/head-branch.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { type Outcome, refusedOutcome } from '../core/result.ts';
import { pullRequestTitle } from '../core/text/pull-request.ts';
import type { PullOrder } from '../github/open-pull.ts';
import { heedBrake } from './braked.ts';
import { type Decided, endsOf } from './decided.ts';
import { dressPull } from './perform-dress.ts';
import { pullText } from './pull-text.ts';

/** Opens a pull request as the link's settings say, and adopts the one that is there when GitHub says so. */
export async function openPull(given: Decided, outcome: Outcome): Promise<Outcome> {
  const { plan, seen, context } = given;
  const limited = await context.mayOpenPull();
  if (limited) return refusedOutcome(limited, plan, seen);
  const order = orderOf(given, await pullText(given));
  // Writing the text may have taken minutes of git.
  if (context.giveUp.aborted) return outcome;
  await heedBrake(given.job, context);
  const opened = await context.gateway.openPull(order);
  if ('number' in opened) return dressed(given, outcome, { ...opened, labels: [], assignees: [] });
  if (isRefusal(opened) && !opened.unclear) return refusedOutcome(opened, plan, seen);

  // It exists already, or nobody knows: the next step is a read, never a second write.
  const found = await context.gateway.findOpenPull(order);
  if (found !== null && isRefusal(found)) return refusedOutcome(isRefusal(opened) ? opened : found, plan, seen);
  if (found === null) return refusedOutcome(isRefusal(opened) ? opened : vanished, plan, seen);
  if (found.ours) return dressed(given, outcome, { ...found, detail: null });
  return { ...outcome, reason: 'pull-open', pull: { number: found.number, url: found.url } };
}

interface Ours {
  number: number;
  url: string;
  labels: string[];
  assignees: string[];
  detail: string | null;
}

async function dressed(given: Decided, planned: Outcome, ours: Ours): Promise<Outcome> {
  const { number, url, detail } = ours;
  const outcome = { ...planned, pull: { number, url }, detail };
  const dressing = dressingOf(given.job.settings.pullRequest, ours);
  return dressing === null ? outcome : dressPull(given, { number, dressing, outcome });
}

function orderOf(given: Decided, body: string): PullOrder {
  const { job, seen } = given;
  const ends = endsOf(given);
  const { fork, upstream } = ends;
  const { title, draft } = job.settings.pullRequest;
  return {
    ...ends,
    headInFork: given.plan.offer === null ? null : headBranch(job),
    forkNodeId: seen.fork?.nodeId ?? '',
    upstreamNodeId: seen.upstream?.nodeId ?? '',
    upstreamPrivate: seen.upstream?.private ?? false,
    draft,
    title: pullRequestTitle({ fork, upstream, template: title }),
    body,
  };
}

/** GitHub said that one exists, and showed none: whoever had it closed it in between. */
const vanished: Refusal = {
  refused: true,
  reason: 'github-unavailable',
  detail: 'GitHub said that the pull request exists already, but listed none',
  notBefore: null,
  unclear: false,
};
