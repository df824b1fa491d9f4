/** Putting back what Backstroke moved: what is asked, what is done about it, and what holds afterwards. */
import { z } from 'zod';
import { moment, sha } from './message-parts.ts';
import type { Observation, ObservedRepository } from './observation.ts';
import type { Reason } from './reason.ts';

/** `forward`: nothing was dropped, and the old tip is an ancestor of the new one. */
export const moveKinds = ['forward', 'other'] as const;
export type MoveKind = (typeof moveKinds)[number];

/** A move that a person wants back. */
export const UndoOrder = z.object({
  moveId: z.uuid(),
  /** Where the branch was, and is to be again. */
  before: sha,
  /** Where the move left it; null: not known, only the backup ref told of the move. */
  after: sha.nullable(),
});
export type UndoOrder = z.infer<typeof UndoOrder>;

/** A move of the fork's branch, and when it was put back; both ISO 8601. */
export const PutBack = z.object({ movedAt: moment, undoneAt: moment });
export type PutBack = z.infer<typeof PutBack>;

/** Milliseconds by which GitHub may date a push later than the merge that it is of. */
const apart = 10_000;

/** Whether what a pull request that was merged then had brought went out of the branch again with the move that was put back. */
export function wasPutBack(mergedAt: string | null, putBack: PutBack | null): boolean {
  if (mergedAt === null || putBack === null) return false;
  const at = Date.parse(mergedAt);
  return at >= Date.parse(putBack.movedAt) - apart && at <= Date.parse(putBack.undoneAt);
}

export type UndoStep =
  /** Put it back, provided that it is at `lease` still: GitHub decides that, not a read that may be a moment old. */
  { type: 'put-back'; lease: string; fork: ObservedRepository } | UndoEnd;

export interface UndoEnd {
  type: 'end';
  reason: Reason;
  detail: string | null;
}

interface Undoing {
  order: UndoOrder;
  forkId: number;
  seen: Observation;
}

/**
 * What is to be done. Where nobody knows what the move made of the branch, it is put back only when upstream has all of it: else
 * what a person pushed since would leave the branch without a word.
 */
export function undoStep(given: Undoing): UndoStep {
  const { order, seen } = given;
  const branch = branchOf(given);
  if ('type' in branch) return branch;
  const { tip, fork } = branch;
  if (order.after !== null) return { type: 'put-back', lease: order.after, fork };
  if (tip === order.before) return end('undone');
  const { comparison } = seen;
  if (comparison?.kind === 'unavailable') return end('github-unavailable');
  if (comparison?.kind === 'counted' && comparison.own === 0) return { type: 'put-back', lease: tip, fork };
  return end('held-undone', `the branch is at ${short(tip)} with commits that upstream has not, ${kept(order)}`);
}

/** What it came to where GitHub did not say so itself: it refused the lease, or its answer was lost. */
export function undoEnd(given: Undoing & { lease: string }): UndoEnd {
  const { order, lease } = given;
  const branch = branchOf(given);
  if ('type' in branch) return branch;
  const { tip } = branch;
  if (tip === order.before) return end('undone');
  if (tip === lease) return end('github-unavailable', 'it is not clear whether the branch was put back');
  return end(
    'held-undone',
    `the branch is at ${short(tip)} and not at ${short(lease)} where Backstroke left it, ${kept(order)}`,
  );
}

/** The commit it was at is not on GitHub any more, so nothing can put it back. */
export function undoOfNothing({ before }: UndoOrder): UndoEnd {
  return end('held-undone', `before the sync it was at ${before}, which GitHub does not have any more`);
}

/** After these nothing more is done about what was asked. */
export function settlesUndo(reason: Reason): boolean {
  return reason === 'undone' || reason === 'held-undone';
}

/** An undo holds its link, whatever its strategy and whatever upstream does, until a person releases it. */
export function undoHolds({ undoneAt }: { undoneAt: string | null }): boolean {
  return undoneAt !== null;
}

function branchOf({ forkId, seen: { fork } }: Undoing): { tip: string; fork: ObservedRepository } | UndoEnd {
  if (fork === null || fork.id !== forkId) return end('fork-missing');
  if (fork.archived) return end('fork-archived');
  return fork.branchSha === null ? end('fork-branch-missing') : { tip: fork.branchSha, fork };
}

function end(reason: Reason, detail: string | null = null): UndoEnd {
  return { type: 'end', reason, detail };
}

function short(commit: string): string {
  return commit.slice(0, 7);
}

function kept({ before }: UndoOrder): string {
  return `before the sync it was at ${before}`;
}
