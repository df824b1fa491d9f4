import type { Moved as BranchMoved, Job } from '../core/message.ts';
import type { Observation } from '../core/observation.ts';
import type { Move, Plan } from '../core/plan.ts';
import type { Reason } from '../core/reason.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { type Outcome, plannedOutcome, refusedOutcome } from '../core/result.ts';
import { mergeMessage } from '../core/text/merge-message.ts';
import { type Moved, noCommit } from '../github/move-branch.ts';
import { type Decided, endsOf } from './decided.ts';

/**
 * A move that did not come about as it was decided, so that it has to be decided again. `overtaken`: the branch is elsewhere by
 * now; `unclear`: GitHub did not say what became of it; `conflict`: what was read holds, but it cannot be merged.
 */
export interface Again {
  again: 'overtaken' | 'unclear' | 'conflict';
  move: Move;
  /** What is true of the branch once the move has come about. */
  reason: Reason;
  /** How the operation ends when there is no other try. */
  outcome: Outcome;
}

/** Moves the fork's branch. Nothing is written a second time here: after anything but success GitHub is read first. */
export async function moveBranch(given: Decided, move: Move, outcome: Outcome): Promise<Outcome | Again> {
  const { job, plan, seen } = given;
  const moved = await write(given, move);
  if (!isRefusal(moved) && moved.moved) return { ...outcome, moved: record(job.fork.branch, move, moved.sha) };
  const again = isRefusal(moved) ? 'unclear' : moved.why === 'conflict' ? 'conflict' : 'overtaken';
  const refused = refusedOutcome(isRefusal(moved) ? moved : restless, plan, seen);
  if (isRefusal(moved) && !moved.unclear) return refused;
  return { again, move, reason: plan.reason, outcome: refused };
}

/** The outcome of a move when the branch is seen to be where that was to bring it; null when it is not. */
export function arrived(
  { again, move, reason }: Again,
  plan: Plan,
  given: { job: Job; seen: Observation },
): Outcome | null {
  const { job, seen } = given;
  const reached = seen.fork?.branchSha ?? null;
  if (reached === null || plan.decidedOn === null) return null;
  if (move.type === 'merge' ? plan.missing !== 0 : reached !== move.to) return null;
  const done = plannedOutcome({ ...plan, reason, actions: [], syncedSha: plan.decidedOn }, seen);
  // Whoever overtook it tells of that move.
  return again === 'unclear' ? { ...done, moved: record(job.fork.branch, move, reached) } : done;
}

function record(branch: string, move: Move, after: string): BranchMoved {
  return { branch, before: move.from, after, backup: move.type === 'replace' ? move.backup : null };
}

function write(given: Decided, move: Move): Promise<Moved> {
  const { gateway } = given.context;
  const ends = endsOf(given);
  const { branch } = ends.fork;
  switch (move.type) {
    case 'forward':
      return gateway.forwardBranch({ ...ends, branch, sha: move.to });
    case 'merge':
      return gateway.mergeInto({ ...ends, branch, headSha: move.headSha, message: mergeMessage(ends) });
    case 'replace':
      return gateway.replaceRefs({
        ...ends,
        repositoryNodeId: given.seen.fork?.nodeId ?? '',
        moves: [
          { ref: move.backup, before: noCommit, after: move.from },
          { ref: `refs/heads/${branch}`, before: move.from, after: move.to },
        ],
      });
  }
}

/** Told when the branch was somewhere else each time it was read. */
const restless: Refusal = {
  refused: true,
  reason: 'github-unavailable',
  detail: 'the branch was moved by somebody else at the same time',
  notBefore: null,
  unclear: false,
};
