import { undoneRef } from '../core/backup.ts';
import type { LinkJob, UndoJob } from '../core/message.ts';
import type { Observation } from '../core/observation.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { type Outcome, refusedOutcome } from '../core/result.ts';
import { type UndoEnd, type UndoStep, undoEnd, undoOfNothing, undoStep } from '../core/undo.ts';
import type { Gateway } from '../github/gateway.ts';
import { noCommit } from '../github/move-branch.ts';
import { heedBrake } from './braked.ts';

interface UndoContext {
  gateway: Pick<Gateway, 'observe' | 'replaceRefs' | 'hasCommit'>;
  dryRun: boolean;
  now: () => Promise<Date>;
  braked: (job: LinkJob) => Promise<boolean>;
  giveUp: AbortSignal;
}

type PutBack = Extract<UndoStep, { type: 'put-back' }>;

/**
 * Puts a fork's branch back to where it was before its last move, in one atomic mutation that keeps the tip it leaves under a ref of
 * its own. A second time GitHub refuses it, because the branch is not there any more, and a read finds it done.
 */
export async function undo(job: UndoJob, context: UndoContext): Promise<Outcome> {
  const seen = await context.gateway.observe(job);
  if (isRefusal(seen)) return refusedOutcome(seen, null, null);
  const step = undoStep({ order: job.undo, forkId: job.fork.id, seen });
  if (step.type === 'end') return ended(step, seen);
  if (context.dryRun) return outcomeOf('planned', seen);
  if (context.giveUp.aborted) return outcomeOf('github-unavailable', seen);
  await heedBrake(job, context);
  const moved = await putBack(job, step, context);
  if ('moved' in moved && moved.moved) return outcomeOf('undone', seen);
  if (isRefusal(moved) && !moved.unclear) return whyRefused(job, { step, moved, seen, context });
  return look(job, step.lease, { context, refusal: isRefusal(moved) ? moved : null });
}

async function putBack(
  { undo: order, fork: { branch }, installationId }: UndoJob,
  { fork, lease }: PutBack,
  { gateway, now }: UndoContext,
) {
  const kept = undoneRef({ branch, at: await now(), sha: lease });
  return gateway.replaceRefs({
    installationId,
    fork,
    repositoryNodeId: fork.nodeId,
    moves: [
      { ref: kept, before: noCommit, after: lease },
      { ref: `refs/heads/${branch}`, before: lease, after: order.before },
    ],
  });
}

/** What passes by itself may be that the commit is gone: then it never passes. */
async function whyRefused(
  { undo: order, installationId }: UndoJob,
  { step, moved, seen, context }: { step: PutBack; moved: Refusal; seen: Observation; context: UndoContext },
): Promise<Outcome> {
  if (moved.reason === 'github-unavailable' || moved.reason === 'failed') {
    const there = await context.gateway.hasCommit({ installationId, fork: step.fork, sha: order.before });
    if (there === false) return ended(undoOfNothing(order), seen);
  }
  return refusedOutcome(moved, null, seen);
}

/** GitHub did not take it, or nobody knows: the next step is a read, never a second write. */
async function look(
  job: UndoJob,
  lease: string,
  { context, refusal }: { context: UndoContext; refusal: Refusal | null },
): Promise<Outcome> {
  const seen = await context.gateway.observe(job);
  if (isRefusal(seen)) return refusedOutcome(refusal ?? seen, null, null);
  const end = undoEnd({ order: job.undo, forkId: job.fork.id, seen, lease });
  if (refusal && end.reason === 'github-unavailable') return refusedOutcome(refusal, null, seen);
  return ended(end, seen);
}

function ended({ reason, detail }: UndoEnd, seen: Observation): Outcome {
  return { ...outcomeOf(reason, seen), detail };
}

function outcomeOf(reason: Outcome['reason'], seen: Observation): Outcome {
  return { reason, plan: null, seen, pull: null, detail: null, notBefore: null };
}
