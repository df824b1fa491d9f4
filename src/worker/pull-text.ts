import { headBranch } from '../core/head-branch.ts';
import { keepMatcher } from '../core/keep.ts';
import { conflictLabels } from '../core/mergeability.ts';
import type { Plan } from '../core/plan.ts';
import { keepingOf } from '../core/plan-keep.ts';
import { emptyRange, type Range, without } from '../core/range.ts';
import { isRefusal } from '../core/refusal.ts';
import { risksOf } from '../core/risk.ts';
import type { Changes, PullConflict } from '../core/text/pull-facts.ts';
import { pullRequestBody } from '../core/text/pull-request.ts';
import { toldTag } from '../core/told-tag.ts';
import { type Decided, endsOf } from './decided.ts';
import { headsOf } from './heads.ts';
import { conflictingFiles } from './perform-rebase.ts';
import { unlessAborted } from './unless-aborted.ts';

/**
 * Our part of a pull request's body, as things are now. Reads what upstream has, and where the fork has commits of its own, what
 * those are: two requests at most. Where GitHub does not tell, the body says less and is written again by a later operation. With
 * conflicts git is asked where they are.
 */
export async function pullText(given: Decided): Promise<string> {
  const { job, plan, seen, context } = given;
  const changes = await changesOf(given);
  return pullRequestBody({
    ...endsOf(given),
    missing: (plan.offer ?? plan).missing ?? changes?.theirs.total ?? null,
    own: plan.own ?? 0,
    rewritten: plan.rewritten,
    instead: plan.instead,
    files: plan.files,
    baseSha: seen.fork?.branchSha ?? '',
    headSha: broughtUpTo(plan) ?? '',
    tag: toldTag(plan, seen),
    headInFork: plan.offer === null ? null : headBranch(job),
    changes,
    kept: plan.offer === null ? [] : (keepingOf(given, plan.offer.sha).keeping?.files ?? []).map(({ path }) => path),
    conflict: await conflictOf(given),
    labels: labelsOf(given),
    merge: job.settings.pullRequest.merge,
    webUrl: context.webUrl,
    accountType: job.accountType,
    linkId: job.linkId,
    ...(context.publicUrl === undefined ? {} : { publicUrl: context.publicUrl }),
  });
}

/** Where there is no git, or it cannot tell now, the text does without. */
async function conflictOf(given: Decided): Promise<PullConflict | null> {
  const { plan, context } = given;
  const heads = plan.reason === 'conflict' ? headsOf(given) : null;
  if (heads === null) return null;
  const found = await unlessAborted(conflictingFiles(context, heads), context.giveUp);
  return found !== null && 'files' in found ? found : { files: null, known: [] };
}

function labelsOf({ job, plan, seen }: Decided): string[] {
  const open = seen.pulls.find(({ number }) => number === plan.pull?.number);
  return plan.reason === 'conflict' ? conflictLabels(job, open) : [];
}

/** The commit of upstream's that the pull request goes up to. */
function broughtUpTo({ offer, decidedOn }: Plan): string | null {
  return offer?.sha ?? decidedOn;
}

/** A fork with so many commits of its own does not show who committed upstream before: its newest commits are its own. */
const ownAlone = 50;

async function changesOf(given: Decided): Promise<Changes | null> {
  const { job, plan, seen } = given;
  const [base, head] = [seen.fork?.branchSha, broughtUpTo(plan)];
  if (!base || !head) return null;
  const all = await rangeOf(given, base, head);
  if (all === null) return null;
  const theirs = without(all, keepMatcher(plan.offer === null ? [] : job.settings.keep));
  const own = plan.own === 0 ? emptyRange : await rangeOf(given, head, base);
  if (own === null) return null;
  const { release } = seen;
  const committers = (plan.own ?? 0) < ownAlone ? seen.committers : null;
  const came = release !== null && theirs.commits.some(({ sha }) => sha === release.sha);
  return { theirs, own, risks: risksOf(theirs, committers), release: came ? release : null };
}

/** null: GitHub refused, or cannot compare them. */
async function rangeOf(given: Decided, baseSha: string, headSha: string): Promise<Range | null> {
  const range = await given.context.gateway.readRange({ ...endsOf(given), baseSha, headSha });
  return range === null || isRefusal(range) ? null : range;
}
