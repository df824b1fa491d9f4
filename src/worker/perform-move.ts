import type { Moved as BranchMoved, Job } from '../core/message.ts';
import { lackedOf, type Observation } from '../core/observation.ts';
import type { Create, Move, PlaceHead, Plan, Tried } from '../core/plan.ts';
import type { Reason } from '../core/reason.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { type Outcome, plannedOutcome, refusedOutcome } from '../core/result.ts';
import { mergeMessage } from '../core/text/merge-message.ts';
import { type Moved, noCommit } from '../github/move-branch.ts';
import { type Decided, endsOf, namesOf } from './decided.ts';
import { withKept } from './keeping.ts';

/** Those that need nothing made first. */
type Direct = Exclude<Move, { type: 'rebase' }> | Create;

/**
 * A move that did not come about as it was decided, so that it has to be decided again. `overtaken`: the branch is elsewhere by
 * now; `unclear`: GitHub did not say what became of it; else what was read holds, but this move of it cannot be made: `stuck` of the head of a
 * pull request.
 */
export interface Again {
  again: 'overtaken' | 'unclear' | 'stuck' | Tried;
  move: Move | Create | PlaceHead;
  made: Made | null;
  /** What is true of the branch once the move has come about. */
  reason: Reason;
  /** How the operation ends when there is no other try. */
  outcome: Outcome;
}

/** What a rebase made, for the branch to be moved to. */
export interface Made {
  sha: string;
  rangeDiff: string | null;
}

/**
 * Moves the fork's branch to what is there already, creates it there, or has GitHub merge. Nothing is written a second time here: after
 * anything but success GitHub is read first.
 */
export async function moveBranch(given: Decided, move: Direct, outcome: Outcome): Promise<Outcome | Again> {
  return concluded(given, { move, moved: await write(given, move), made: null }, outcome);
}

/** What a write came to. */
export function concluded(
  { job, plan, seen }: Decided,
  { move, moved, made }: { move: Move | Create; moved: Moved; made: Made | null },
  outcome: Outcome,
): Outcome | Again {
  if (!isRefusal(moved) && moved.moved) {
    return { ...outcome, ...rangeDiffOf(made), ...record(job.fork.branch, move, moved.sha) };
  }
  const conflict = { why: 'conflict', files: [] } as const;
  const again = isRefusal(moved) ? 'unclear' : moved.why === 'conflict' ? conflict : 'overtaken';
  const refused = refusedOutcome(isRefusal(moved) ? moved : restless, plan, seen);
  if (isRefusal(moved) && !moved.unclear) return refused;
  return { again, move, made, reason: plan.reason, outcome: refused };
}

/** The outcome of a move when the branch is seen to be where that was to bring it; null when it is not. */
export function arrived(
  { again, move, made, reason }: Again,
  plan: Plan,
  given: { job: Job; seen: Observation },
): Outcome | null {
  const { job, seen } = given;
  const reached = seen.fork?.branchSha ?? null;
  // Where the head of a pull request is by now is seen in what is decided next.
  if (move.type === 'place-head' || reached === null || plan.decidedOn === null) return null;
  const syncedSha = broughtBy(move);
  if (move.type === 'merge' || move.type === 'rebase' ? lackedOf(seen, syncedSha) !== 0 : reached !== move.to)
    return null;
  const done = plannedOutcome({ ...plan, reason, actions: [], syncedSha }, seen);
  // Whoever overtook it tells of that move.
  if (again !== 'unclear' || (made !== null && made.sha !== reached)) return done;
  return { ...done, ...rangeDiffOf(made), ...record(job.fork.branch, move, reached) };
}

/** The upstream commit that the branch holds after a move. */
function broughtBy(move: Move | Create): string {
  switch (move.type) {
    case 'merge':
      return move.headSha;
    case 'rebase':
      return move.onto;
    default:
      return move.to;
  }
}

/** A branch that was created was nowhere before: there is nothing to put back. */
function record(branch: string, move: Move | Create, after: string): { moved?: BranchMoved } {
  if (move.type === 'create-branch') return {};
  return { moved: { branch, before: move.from, after, backup: 'backup' in move ? move.backup : null } };
}

function rangeDiffOf(made: Made | null): Pick<Outcome, 'rangeDiff'> {
  return made === null ? {} : { rangeDiff: made.rangeDiff };
}

function write(given: Decided, move: Direct): Promise<Moved> {
  const { gateway } = given.context;
  const ends = endsOf(given);
  const { branch } = ends.fork;
  switch (move.type) {
    case 'create-branch':
      return gateway.createBranch({ ...ends, branch, sha: move.to });
    case 'forward':
      return gateway.forwardBranch({ ...ends, branch, sha: move.to });
    case 'merge':
      return withKept(given, move.headSha, move.keeping, (headSha) =>
        gateway.mergeInto({ ...ends, branch, headSha, message: mergeMessage(namesOf(given)) }),
      );
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
export const restless: Refusal = {
  refused: true,
  reason: 'github-unavailable',
  detail: 'the branch was moved by somebody else at the same time',
  notBefore: null,
  unclear: false,
};
