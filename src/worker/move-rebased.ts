import type { Move } from '../core/plan.ts';
import { isRefusal } from '../core/refusal.ts';
import { type Outcome, plannedOutcome, refusedOutcome } from '../core/result.ts';
import { type Moved, noCommit } from '../github/move-branch.ts';
import { heedBrake } from './braked.ts';
import { type Decided, endsOf, readerOf } from './decided.ts';
import { type Again, concluded } from './perform-move.ts';
import { type RebaseOrder, rebaseBranch, tidyRebase } from './perform-rebase.ts';
import { unlessAborted } from './unless-aborted.ts';

type Rebase = Extract<Move, { type: 'rebase' }>;

/** The branch's new tip, and the temporary reference that holds it; null: upstream has it. */
interface Tip {
  sha: string;
  ref: string | null;
}

/** Replays the fork's own commits on upstream's, and moves its branch to what that makes. What the worker gives up writes nothing. */
export async function moveRebased(given: Decided, move: Rebase, outcome: Outcome): Promise<Outcome | Again> {
  const { plan, seen, context } = given;
  const order = await orderOf(given, move);
  const replayed = await unlessAborted(rebaseBranch(context, order), context.giveUp);
  if (replayed === null || context.giveUp.aborted) return outcome;
  if (isRefusal(replayed)) return refusedOutcome(replayed, plan, seen);
  switch (replayed.kind) {
    case 'conflict':
      return again(given, move, { why: 'conflict', files: replayed.files });
    case 'no-git':
    case 'too-many':
      return again(given, move, { why: replayed.kind });
    case 'nothing':
      return moveTo(given, { move, order, tip: { sha: move.onto, ref: null }, rangeDiff: null }, outcome);
    case 'rebased':
      return moveTo(given, { move, order, tip: replayed, rangeDiff: replayed.rangeDiff }, outcome);
  }
}

async function moveTo(
  given: Decided,
  { move, order, tip, rangeDiff }: { move: Rebase; order: RebaseOrder; tip: Tip; rangeDiff: string | null },
  outcome: Outcome,
): Promise<Outcome | Again> {
  await heedBrake(given.job, given.context);
  const moved = await write(given, move, tip);
  // When nobody knows whether it was done, the next rebase removes what may be left.
  const left = tip.ref !== null && (isRefusal(moved) ? !moved.unclear : !moved.moved);
  if (left)
    await unlessAborted(tidyRebase(given.context, { ...order, upstreamId: order.upstream.id }), given.context.giveUp);
  return concluded(given, { move, moved, made: { sha: tip.sha, rangeDiff } }, outcome);
}

function write(given: Decided, move: Rebase, { sha, ref }: Tip): Promise<Moved> {
  const ends = endsOf(given);
  return given.context.gateway.replaceRefs({
    ...ends,
    repositoryNodeId: given.seen.fork?.nodeId ?? '',
    moves: [
      { ref: move.backup, before: noCommit, after: move.from },
      ...(ref === null ? [] : [{ ref, before: sha, after: noCommit }]),
      { ref: `refs/heads/${ends.fork.branch}`, before: move.from, after: sha },
    ],
  });
}

async function orderOf(given: Decided, move: Rebase): Promise<RebaseOrder> {
  const { job, seen, context } = given;
  const { installationId, fork, upstream } = endsOf(given);
  return {
    installationId,
    linkId: job.linkId,
    operationId: job.operationId,
    fork: { ...fork, sha: move.from },
    upstream: { ...upstream, sha: move.onto, ...readerOf(given) },
    syncedSha: job.lastSyncedSha,
    bot: seen.us,
    webUrl: context.webUrl,
    now: await context.now(),
  };
}

/** Decided again on the same heads, with what is known now. */
function again({ plan, seen }: Decided, move: Rebase, why: Extract<Again['again'], object>): Again {
  return { again: why, move, made: null, reason: plan.reason, outcome: plannedOutcome(plan, seen) };
}
