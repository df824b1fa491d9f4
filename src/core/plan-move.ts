/** Whether the fork's branch itself is moved, how, and what keeps it from being moved. */
import type { Move } from './action.ts';
import { backupRef } from './backup.ts';
import { mergedWith } from './plan-head.ts';
import { isPlacedFor, keepingOf } from './plan-keep.ts';
import { type Branch, fileChanged, type Instead, nothing, type Plan, periodEnd, released } from './plan-types.ts';
import { datesItself, type Reason } from './reason.ts';

/** `plan` null: no move, so pull requests decide; `instead` says why there may be one that was not asked for. */
export type Moving = { plan: Plan; instead: null } | { plan: null; instead: Instead | null };

const reasonOf: Record<Move['type'], Reason> = {
  forward: 'fast-forwarded',
  merge: 'merged',
  replace: 'mirrored',
  rebase: 'rebased',
};

/** The move that the link's strategy makes of these two branches, or what holds it. */
export function planMove(branch: Branch): Moving {
  const move = moveOf(branch);
  if (move === null || typeof move === 'string') return { plan: null, instead: move };
  const heldSince = rewrittenSince(branch, move);
  return { plan: { ...(heldBack(branch, heldSince) ?? planned(branch, move)), heldSince }, instead: null };
}

function planned({ head, take }: Branch, move: Move): Plan {
  return { ...nothing(reasonOf[move.type], head), actions: [move], syncedSha: take.sha };
}

/** null: nothing to move, or the strategy moves nothing. */
function moveOf(branch: Branch): Move | Instead | null {
  const { known, seen, from, tried } = branch;
  const { sha: to, missing, own } = branch.take;
  if (known.strategy === 'pull-request' || to === null) return null;
  // A release that is older than what the fork has is nothing to go back to.
  if (seen.tracked && missing === 0) return null;
  if (known.strategy === 'mirror') return from === to ? null : mirrored(branch, to);
  if (missing === 0) return null;
  const keeping = keepingOf(branch, to);
  if (own === 0 && !keeping.keeping) return { type: 'forward', from, to };
  // After a squash or rebase merge the fork lacks upstream's commits for ever, but has their content.
  if (mergedWith(branch, to)) return null;
  if (known.strategy === 'merge') {
    // A pull request between the same two heads is the same merge, and GitHub has tried it.
    const heads = [to, ...(seen.placed !== null && isPlacedFor(branch, seen.placed, to) ? [seen.placed.sha] : [])];
    const refused = seen.pulls.some(
      (pull) => pull.state === 'open' && heads.includes(pull.headSha) && pull.conflicting,
    );
    return tried || refused ? 'conflict' : { type: 'merge', from, headSha: to, ...keeping };
  }
  // What cannot be merged may be replayed all the same: upstream may have taken a part of it.
  if (known.strategy === 'rebase') return tried?.why ?? { type: 'rebase', from, onto: to, backup: backupOf(branch) };
  return own === 1 && seen.ownIsConfig ? 'configuration' : 'own-commits';
}

/** What the fork's branch has of upstream that may not be taken yet is not taken from it either. */
function mirrored(branch: Branch, to: string): Move | null {
  const { from, own, take } = branch;
  if (take.own === 0) return { type: 'forward', from, to };
  return take.own === own ? { type: 'replace', from, to, backup: backupOf(branch) } : null;
}

function backupOf({ known, now, from }: Branch): string {
  return backupRef({ branch: known.fork.branch, at: now, sha: from });
}

/**
 * When a rewritten upstream was met first. It stays known until the branch was moved, so that what released it holds for as
 * long as that takes, and the next rewrite is met as a new one. When another hold began says nothing of it.
 */
function rewrittenSince({ known, seen, now }: Branch, move: Move): string | null {
  if (move.type !== 'replace' || !seen.rewritten) return null;
  return (datesItself(known.lastReason) ? null : known.heldSince) ?? now.toISOString();
}

/** What keeps the branch where it is. What a person has to look at goes before what passes by itself. */
function heldBack(branch: Branch, heldSince: string | null): Plan | null {
  const { known, head } = branch;
  if (heldSince !== null && !released(heldSince, known.releasedAt)) return nothing('held-upstream-rewritten', head);
  const notBefore = periodEnd(branch);
  if (notBefore !== null) return { ...nothing('held-interval', head), notBefore };
  const inTheWay = standsInTheWay(branch);
  return inTheWay && { ...nothing(inTheWay.reason, head), ...inTheWay };
}

/** What keeps us from giving the branch other commits, in whatever way. */
export function standsInTheWay({ known, seen }: Branch): (Pick<Plan, 'reason'> & Partial<Plan>) | null {
  const [holder] = known.settings.holdWhileUpstreamPullOpen ? seen.headOf : [];
  if (holder !== undefined) return { reason: 'held-upstream-pull-open', holder };
  return seen.configBlob === known.configBlob ? null : fileChanged();
}
