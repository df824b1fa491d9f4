/** From a decision, and what came of doing it, to the result that web applies. */

import { DAY } from './duration.ts';
import { headBranch } from './head-branch.ts';
import type { LinkCheck } from './link.ts';
import { mergeabilityAfter, refusedOf } from './mergeability.ts';
import type { Unmerged } from './merging.ts';
import type { LinkJob, Moved, OperationResult } from './message.ts';
import type { Observation } from './observation.ts';
import type { Plan } from './plan.ts';
import { earliest } from './plan-types.ts';
import { datesItself, type Reason, showsPull } from './reason.ts';
import type { Refusal } from './refusal.ts';
import { failuresAfter, retryAt } from './retry.ts';
import { seenOf } from './seen-result.ts';
import { tagsAfter, tagsAgainAt } from './tags-result.ts';
import { type SentenceFacts, sentenceFor } from './text/sentence.ts';
import { mergeCommands } from './text/shell.ts';
import { toldOfTrack } from './told-tag.ts';

/** How an operation ended, before it is put into words. */
export interface Outcome {
  reason: Reason;
  /** null when GitHub could not be read. */
  plan: Plan | null;
  seen: Observation | null;
  pull: { number: number; url: string } | null;
  /** GitHub's words when it refused, all of it or a part. */
  detail: string | null;
  notBefore: string | null;
  /** Who refused, where that is not GitHub. */
  host?: string | undefined;
  /** What was done to the fork's branch. */
  moved?: Moved;
  /** How the commits that were replayed changed by it; null when that is not known. */
  rangeDiff?: string | null;
  /** What GitHub said that keeps the pull request from being merged. */
  unmerged?: Unmerged;
  /** All tags that the fork was seen to lack were made. */
  tagsMade?: boolean;
  /** When there is more to do than was done; ISO 8601. */
  moreAt?: string;
  /** The check run that says that a person is needed; left out: as it was. */
  check?: LinkCheck | null;
}

/** The outcome of a call that GitHub refused; a refused write keeps what was decided before it. */
export function refusedOutcome(refusal: Refusal, plan: Plan | null, seen: Observation | null): Outcome {
  return {
    reason: refusal.reason,
    plan,
    seen,
    pull: plan?.pull ?? null,
    detail: refusal.detail,
    notBefore: refusal.notBefore,
    host: refusal.host,
  };
}

/** The outcome of a plan before anything of it is done. */
export function plannedOutcome(plan: Plan, seen: Observation): Outcome {
  const { reason, pull, detail, notBefore } = plan;
  return { reason, plan, seen, pull, detail, notBefore };
}

/** What the words for people are made from. */
export function factsOf(given: {
  job: LinkJob;
  outcome: Outcome;
  webUrl: string;
  retryAt: string | null;
}): SentenceFacts {
  const { job, outcome, webUrl, retryAt } = given;
  return {
    fork: job.fork,
    upstream: job.upstream,
    webUrl,
    installationId: job.installationId,
    accountType: job.accountType,
    pull: outcome.pull,
    missing: outcome.plan?.missing ?? null,
    own: outcome.plan?.own ?? null,
    instead: outcome.plan?.instead ?? null,
    files: outcome.plan?.files ?? [],
    rewritten: outcome.plan?.rewritten ?? false,
    holder: outcome.plan?.holder ?? null,
    headInFork: headInFork(job, outcome),
    merging: isMerging(job, outcome),
    unmerged: outcome.unmerged ?? outcome.plan?.unmerged ?? null,
    explained: isExplained(job, outcome, webUrl),
    ...toldOfTrack(outcome.plan, outcome.seen),
    deleted: outcome.reason === 'fork-branch-missing' && Boolean(outcome.plan?.heldSince),
    retryAt,
    refused: refusedBefore(job, outcome),
    silent: outcome.host ?? null,
    detail: outcome.detail,
  };
}

/** The head in the fork of the pull request that is spoken of. */
function headInFork(job: LinkJob, { plan }: Outcome): { branch: string; stuck: boolean } | null {
  return plan === null || plan.offer === null ? null : { branch: headBranch(job), stuck: plan.stuck };
}

/** What a person opened is never merged by itself. */
function isMerging({ settings }: LinkJob, { seen, pull }: Outcome): boolean {
  const ours = seen?.pulls.find(({ number }) => number === pull?.number)?.ours ?? true;
  return ours && settings.pullRequest.merge !== 'never';
}

/** Told for as long as the pull request that lacks it is what there is to tell of. */
function refusedBefore({ mergeability }: LinkJob, { reason, pull }: Outcome): string | null {
  return pull !== null && showsPull(reason) ? refusedOf(mergeability, pull.number) : null;
}

/** Whether a pull request of ours, whose text tells what to do about conflicts, is the one that is spoken of. */
function isExplained({ fork, upstream }: LinkJob, { seen, pull }: Outcome, webUrl: string): boolean {
  const ours = seen?.pulls.some(({ number, ours }) => ours && number === pull?.number) ?? false;
  return ours && mergeCommands({ fork, upstream, webUrl }) !== null;
}

/** Reasons after which the plan's claim that something was synced does not hold. */
const keepsSync: ReadonlySet<Reason> = new Set([
  'pull-opened',
  'pull-updated',
  'conflict',
  'pull-merged',
  'pull-closed-caught-up',
  'fast-forwarded',
  'merged',
  'mirrored',
  'rebased',
  'branch-created',
]);

/** Puts an outcome into the message that web applies. `readAt` is Redis TIME taken with the lock, `now` the worker's clock. */
export function resultOf(given: {
  job: LinkJob;
  outcome: Outcome;
  readAt: Date;
  now: Date;
  webUrl: string;
}): OperationResult {
  const { job, outcome, now } = given;
  const { reason, plan } = outcome;
  const seenFork = outcome.seen?.fork?.id === job.fork.id ? outcome.seen.fork : null;
  const failures = failuresAfter({ reason, last: job.lastReason, failures: job.failures });
  const mergeability = mergeabilityAfter({ ...outcome, job, now });
  // What passes by itself is decided again: upstream's state was not settled by it.
  const settled = reason !== 'github-unavailable' && reason !== 'rate-limited';
  const tags = tagsAfter(outcome, settled);
  const { notBefore } = outcome;
  const merging = job.settings.pullRequest.merge !== 'never';
  const own = retryAt({ reason, failures, now, notBefore, looks: mergeability?.looks ?? 0, merging });
  const tagsAt = tags.tagsLeft === null ? null : tagsAgainAt(outcome, now);
  const more = earliest(outcome.moreAt ?? tagsAt, plan?.moreAt ?? null);
  // What is due for an open pull request does not wait for the next look at it.
  const retry = own !== null && more !== null && more < own && showsPull(reason) ? more : (own ?? more);
  return {
    version: 1,
    kind: 'operation',
    operationId: job.operationId,
    linkId: job.linkId,
    requestId: job.requestId,
    trigger: job.trigger,
    asked: job.asked,
    readAt: given.readAt.toISOString(),
    expiresAt: new Date(now.getTime() + DAY).toISOString(),
    finishedAt: now.toISOString(),
    reason,
    sentence: sentenceFor(reason, factsOf({ job, outcome, webUrl: given.webUrl, retryAt: retry })),
    // A read that GitHub refused was decided on what the one who asked had seen: the same head is no news then.
    decidedOn: settled ? (plan?.decidedOn ?? job.head ?? job.hint?.after ?? null) : null,
    retryAt: retry,
    failures,
    syncedSha: keepsSync.has(reason) ? (plan?.syncedSha ?? null) : null,
    missing: plan?.missing ?? null,
    pull: outcome.pull,
    mergeability,
    heldSince: heldSinceOf(job, outcome),
    moved: outcome.moved ?? null,
    branchSeen: reason === 'branch-created' || (seenFork !== null && seenFork.branchSha !== null),
    check: outcome.check === undefined ? job.check : outcome.check,
    undo: job.kind === 'undo' ? job.undo.moveId : null,
    configChanged: Boolean(outcome.seen?.fork) && outcome.seen?.configBlob !== job.configBlob,
    ...tags,
    ...seenOf(job, outcome.seen),
  };
}

/** Since when what is told of holds. The date of a hold that is not told of would be taken for another's. */
function heldSinceOf(job: LinkJob, { reason, plan }: Outcome): string | null {
  // What was not read is not known to be over.
  if (plan === null) return datesItself(job.lastReason) ? null : job.heldSince;
  if (reason === 'mirrored' || (datesItself(plan.reason) && plan.reason !== reason)) return null;
  return plan.heldSince;
}
