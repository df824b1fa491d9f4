import type { PlaceHead, RemoveHead } from '../core/plan.ts';
import { isRefusal } from '../core/refusal.ts';
import { type Outcome, refusedOutcome } from '../core/result.ts';
import { mergeMessage } from '../core/text/merge-message.ts';
import { type Moved, noCommit } from '../github/move-branch.ts';
import { type Decided, endsOf, namesOf } from './decided.ts';
import { withKept } from './keeping.ts';
import { isWaitedFor } from './perform-dress.ts';
import { type Again, restless } from './perform-move.ts';
import { resolveHead } from './resolve-head.ts';

type Placing = Exclude<PlaceHead, { how: 'resolve' }>;

/** Brings the head of a pull request in the fork to where it is to be. After anything but success it is decided again: nothing is written twice. */
export async function placeHead(given: Decided, place: PlaceHead, outcome: Outcome): Promise<Outcome | Again> {
  if (place.how === 'resolve') return resolveHead(given, place, outcome);
  const { plan, seen } = given;
  const moved = await write(given, place);
  if (!isRefusal(moved) && (moved.moved || moved.why === 'nothing')) return outcome;
  const refused = refusedOutcome(isRefusal(moved) ? moved : restless, plan, seen);
  if (isRefusal(moved) && !moved.unclear) return refused;
  const again = isRefusal(moved) ? 'unclear' : moved.why === 'conflict' ? 'stuck' : 'overtaken';
  return { again, move: place, made: null, reason: plan.reason, outcome: refused };
}

/**
 * Removes what is left of a pull request. A head that somebody pushed to meanwhile stays, and so does one that GitHub keeps, which
 * is told; where GitHub cannot do it now that is the outcome.
 */
export async function removeHead(given: Decided, { branch, from }: RemoveHead, outcome: Outcome): Promise<Outcome> {
  const { job, plan, seen } = given;
  const removed = await replace(given, { branch, from, to: noCommit });
  if (!isRefusal(removed)) return outcome;
  return isWaitedFor(removed, job) ? refusedOutcome(removed, plan, seen) : { ...outcome, detail: removed.detail };
}

function write(given: Decided, place: Placing): Promise<Moved> {
  return withKept(given, place.to, place.keeping, (to) => writeAt(given, { ...place, to }));
}

function writeAt(given: Decided, place: Placing): Promise<Moved> {
  const { gateway } = given.context;
  const ends = endsOf(given);
  const { branch, to } = place;
  switch (place.how) {
    case 'create':
      return gateway.createRef({ ...ends, ref: `refs/heads/${branch}`, sha: to });
    case 'forward':
      return gateway.forwardBranch({ ...ends, branch, sha: to });
    case 'merge': {
      const { upstream, fork } = namesOf(given);
      const message = mergeMessage({ upstream, fork: { ...fork, branch } });
      return gateway.mergeInto({ ...ends, branch, headSha: to, message });
    }
    case 'replace':
      return replace(given, { branch, from: place.from, to });
  }
}

function replace(given: Decided, { branch, from, to }: { branch: string; from: string; to: string }): Promise<Moved> {
  return given.context.gateway.replaceRefs({
    ...endsOf(given),
    repositoryNodeId: given.seen.fork?.nodeId ?? '',
    moves: [{ ref: `refs/heads/${branch}`, before: from, after: to }],
  });
}
