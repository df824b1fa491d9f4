/** What becomes of the head of a pull request that is open, or that was. */
import type { Action, PlaceHead } from './action.ts';
import { headBranch } from './head-branch.ts';
import type { ObservedPull } from './observation.ts';
import { isSpent, offerOf, placingOf } from './plan-head.ts';
import { placedFor } from './plan-keep.ts';
import { type Branch, fileChanged, nothing, type Offer, type Plan, periodEnd } from './plan-types.ts';
import { writtenFor } from './text/pull-section.ts';

/** How an open pull request follows upstream. */
interface Following {
  offer: Offer | null;
  /** What has to be done for it to follow. */
  place: PlaceHead | null;
  /** After that it holds what `offer` says. */
  holds: boolean;
  /** It has moved since it was told of last. */
  moved: boolean;
  /** Upstream conflicts with what somebody pushed to its head. */
  stuck: boolean;
  /** Open ones of ours in whose place it came. */
  outdated: readonly ObservedPull[];
  moreAt: string | null;
}

/**
 * One from upstream's own branch follows by itself. The head of one of ours in the fork is brought along, once in a period at most. A plan
 * where that cannot be told now.
 */
export function following(branch: Branch, open: ObservedPull): Following | Plan {
  const { known, head } = branch;
  const offer = offerOf(branch, open.head);
  const still = { offer, place: null, holds: false, moved: false, stuck: false, outdated: [], moreAt: null };
  if (open.head === 'upstream') {
    return { ...still, holds: true, moved: known.decidedOn !== null && known.decidedOn !== head };
  }
  return open.ours ? brought(branch, still) : still;
}

function brought(branch: Branch, still: Following): Following | Plan {
  const { known, seen, take } = branch;
  const { offer } = still;
  const outdated = seen.pulls.filter(({ state, ours, head }) => state === 'open' && ours && head === 'upstream');
  const waits = { ...still, outdated, moreAt: take.waits?.moreAt ?? null };
  if (offer === null) return waits;
  const placing = placingOf(branch, offer.sha);
  if (placing === 'unavailable') return nothing('github-unavailable', null);
  if (placing === 'stuck') return { ...waits, stuck: true };
  if (placing === 'there') return { ...waits, holds: true, moved: isNews(branch, offer) };
  const notBefore = periodEnd(branch);
  if (notBefore !== null) return { ...waits, moreAt: notBefore };
  if (seen.configBlob !== known.configBlob) return fileChanged();
  return { ...waits, place: placing, holds: true, moved: known.lastSyncedSha !== offer.sha };
}

/**
 * What an open pull request with its head in the fork brings while it does not hold what may be taken: what was placed there, or was the last
 * time that anybody knew. null: nobody did.
 */
export function bringsStill(branch: Branch, open: ObservedPull): Offer | null {
  const { known, seen, take } = branch;
  const placed = seen.placed !== null && isSpent(branch, seen.placed) ? placedFor(seen.placed) : null;
  const sha = placed ?? writtenFor(open.body ?? '')?.upstream ?? known.lastSyncedSha;
  return sha === null ? null : { in: 'fork', sha, missing: sha === take.sha ? take.missing : null };
}

/** It was brought there by a worker that did not live to tell, or by a person. */
function isNews({ known, seen }: Branch, { sha }: Offer): boolean {
  return known.lastSyncedSha !== sha && known.lastSyncedSha !== (seen.placed && placedFor(seen.placed));
}

/**
 * A head in the fork goes once its pull request was merged, or closed because the fork has everything, unless somebody's commits are
 * on it that are nowhere else. What a person closed stays as it is, to be reopened.
 */
export function removing(branch: Branch, { reason, actions }: Plan): Action[] {
  const { placed, pulls } = branch.seen;
  if (reason !== 'up-to-date' && reason !== 'pull-merged' && reason !== 'pull-closed-caught-up') return [];
  const last = pulls.find(({ head }) => head === 'fork');
  if (placed === null || last === undefined || !isSpent(branch, placed)) return [];
  const closing = actions.some((action) => action.type === 'close-pull' && action.number === last.number);
  const over = last.state === 'merged' || closing || (last.state === 'closed' && last.closedBy !== 'person');
  return over ? [{ type: 'remove-head', branch: headBranch(branch.known), from: placed.sha }] : [];
}
