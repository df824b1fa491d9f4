import type { PlaceHead } from '../core/plan.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { type Outcome, refusedOutcome } from '../core/result.ts';
import { mergeMessage } from '../core/text/merge-message.ts';
import type { Resolved } from '../git/resolve.ts';
import { type Moved, noCommit } from '../github/move-branch.ts';
import { heedBrake } from './braked.ts';
import { type Decided, endsOf } from './decided.ts';
import { headsOf } from './heads.ts';
import { type Again, restless } from './perform-move.ts';
import { committerOf, type HeadsOrder, type RebaseParts, tidyRebase, withTokens } from './perform-rebase.ts';
import { unlessAborted } from './unless-aborted.ts';

type Resolve = Extract<PlaceHead, { how: 'resolve' }>;

/**
 * Merges the fork's branch into the head of its pull request with every conflict resolved as it was before. Where not all of them are
 * known any more nothing is done. After everything else it is decided again.
 */
export async function resolveHead(given: Decided, place: Resolve, outcome: Outcome): Promise<Outcome | Again> {
  const { job, plan, seen, context } = given;
  const heads = headsOf(given);
  if (heads === null) return outcome;
  const resolved = await unlessAborted(resolveAsBefore(given, heads, place), context.giveUp);
  if (resolved === null || context.giveUp.aborted) return outcome;
  if (isRefusal(resolved)) return refusedOutcome(resolved, plan, seen);
  if (resolved.kind !== 'resolved') return outcome;
  await heedBrake(job, context);
  const moved = await write(given, place, resolved);
  const left = isRefusal(moved) ? !moved.unclear : !moved.moved;
  if (left) await unlessAborted(tidyRebase(context, heads), context.giveUp);
  const refused = refusedOutcome(isRefusal(moved) ? moved : restless, plan, seen);
  if (isRefusal(moved) && !moved.unclear) return refused;
  const again = isRefusal(moved) ? 'unclear' : 'overtaken';
  const done = !isRefusal(moved) && moved.moved;
  return { again, move: place, made: null, reason: plan.reason, outcome: done ? outcome : refused };
}

/** What came of it; `no-git`: another worker may have the program. */
async function resolveAsBefore(
  given: Decided & { context: RebaseParts },
  heads: HeadsOrder,
  { branch }: Resolve,
): Promise<Resolved | { kind: 'no-git' } | Refusal> {
  const { job, seen, context } = given;
  if (context.git === null) return { kind: 'no-git' };
  const ends = await withTokens(context, heads, 'writes');
  if (isRefusal(ends)) return ends;
  const { fork } = endsOf(given);
  const order = {
    ...heads,
    ...ends,
    operationId: job.operationId,
    committer: committerOf({ bot: seen.us, webUrl: context.webUrl, now: await context.now() }),
    message: mergeMessage({ upstream: fork, fork: { ...fork, branch } }),
  };
  return context.git.resolve(order, context.giveUp);
}

function write(
  given: Decided,
  { branch, from }: Resolve,
  { sha, ref }: Extract<Resolved, { kind: 'resolved' }>,
): Promise<Moved> {
  return given.context.gateway.replaceRefs({
    ...endsOf(given),
    repositoryNodeId: given.seen.fork?.nodeId ?? '',
    moves: [
      { ref, before: sha, after: noCommit },
      { ref: `refs/heads/${branch}`, before: from, after: sha },
    ],
  });
}
