/** Where a pull request has its head, what that holds of upstream, and how a head in the fork gets there. */
import type { PlaceHead } from './action.ts';
import { headBranch } from './head-branch.ts';
import type { HeadPlace } from './link.ts';
import type { ObservedPull, Placed } from './observation.ts';
import { bringsNothing, isPlacedFor, keepingOf, placedFor } from './plan-keep.ts';
import type { Branch, Offer } from './plan-types.ts';
import { writtenFor } from './text/pull-section.ts';
import { wasPutBack } from './undo.ts';

/** `there`: the head holds the commit; `stuck`: that conflicts with what somebody pushed to it; `unavailable`: GitHub cannot say. */
export type Placing = PlaceHead | 'there' | 'stuck' | 'unavailable';

/**
 * What a pull request with its head there brings: all of upstream's branch where that itself is the head, else the newest commit that
 * may be taken. null: there is none, or the fork has it.
 */
export function offerOf(branch: Branch, place: HeadPlace): Offer | null {
  const { head, missing, take } = branch;
  if (place === 'upstream') return { in: place, sha: head, missing };
  return take.sha === null || bringsNothing(branch) ? null : { in: place, sha: take.sha, missing: take.missing };
}

/**
 * An open one of ours whose head is upstream's own branch gives way to one with its head in the fork, where the settings say so or a
 * person does; that one stays, whatever they say.
 */
export function givesWay(branch: Branch, open: ObservedPull): boolean {
  const wanted = branch.known.settings.pullRequest.head === 'fork' || isAccepted(branch);
  return wanted && open.ours && open.head === 'upstream';
}

/** Somebody ticked that box in a text that told of what would be run now. */
function isAccepted({ known: { ticked }, from, head, take }: Branch): boolean {
  if (ticked?.box !== 'move') return false;
  return ticked.heads?.fork === from && ticked.heads.upstream === head && take.sha === head;
}

/**
 * How the head in the fork comes to hold `to`. What we left there is moved, wherever upstream went; once there are commits of
 * somebody's, upstream is merged into them, so that nothing of theirs is lost.
 */
export function placingOf(branch: Branch, to: string): Placing {
  const { known, seen, stuck } = branch;
  const { placed } = seen;
  const place = { type: 'place-head' as const, branch: headBranch(known), to, ...keepingOf(branch, to) };
  if (placed === null) return { ...place, how: 'create' };
  const { sha: from, comparison } = placed;
  if (isPlacedFor(branch, placed, to)) return 'there';
  if (comparison.kind === 'unavailable') return comparison.kind;
  if (comparison.kind === 'counted') {
    if (comparison.headSha !== to) return 'unavailable';
    if (comparison.missing === 0 && !keepsOther(branch, placed, to) && !isTakenBack(branch, placed, to)) {
      return 'there';
    }
    if (comparison.own === 0 && !placed.keeps) return { ...place, how: 'forward', from };
  }
  if (isSpent(branch, placed)) return { ...place, how: 'replace', from };
  return stuck || comparison.kind === 'unrelated' ? 'stuck' : { ...place, how: 'merge', from };
}

/** What was placed, and is nobody's, keeps something else of the fork's than what is to be placed for this commit. */
function keepsOther(branch: Branch, placed: Placed, to: string): boolean {
  const keeps = placed.keeps ?? keepingOf(branch, to).keeping;
  return keeps !== undefined && !isPlacedFor(branch, placed, to) && isSpent(branch, placed);
}

/** Upstream took back what was placed: nobody is offered that any more. What a delay holds back is not meant. */
function isTakenBack(branch: Branch, placed: Placed, to: string): boolean {
  return to === branch.head && hasMore(branch, placed);
}

/** What we left there is more than the commit that it was compared with, and none of it is somebody's. */
function hasMore(branch: Branch, placed: Placed): boolean {
  const { comparison } = placed;
  return comparison.kind === 'counted' && comparison.own > 0 && isLeft(branch, placed);
}

/**
 * The head in the fork holds what may not be taken from upstream now, for it went there under other settings, or upstream took it back; or
 * it keeps something else than it is to.
 */
export function isBeyond(branch: Branch): boolean {
  const { take } = branch;
  const { placed } = branch.seen;
  if (take.sha === null || bringsNothing(branch)) return true;
  if (placed === null) return false;
  return keepsOther(branch, placed, take.sha) || (placedFor(placed) !== take.sha && hasMore(branch, placed));
}

/** Nothing is on the head but what we put there, what upstream has or what the fork has taken over. */
export function isSpent(branch: Branch, placed: Placed): boolean {
  const { comparison } = placed;
  return (comparison.kind === 'counted' && comparison.own === 0) || isLeft(branch, placed);
}

/** The head is where it was left, or all of it was merged. A merged pull request keeps its commits on GitHub, however it was merged. */
function isLeft({ known, seen }: Branch, placed: Placed): boolean {
  const { sha, beyond } = placed;
  const of = placedFor(placed);
  const taken = seen.pulls.some(({ head, state, headSha }) => head === 'fork' && state === 'merged' && headSha === sha);
  if (taken || beyond === 0 || of === known.lastSyncedSha) return true;
  return seen.pulls.some(
    ({ head, state, ours, body }) =>
      head === 'fork' && state === 'open' && ours && body !== null && writtenFor(body)?.upstream === of,
  );
}

/**
 * The merged pull request that brought this commit of upstream's; after a squash or rebase merge the fork lacks it for ever, but has its
 * content, unless that was undone. Where somebody's own commits were on the head, the last one brought what was placed last.
 */
export function mergedWith({ known, seen }: Pick<Branch, 'known' | 'seen'>, sha: string): ObservedPull | undefined {
  const [last] = seen.pulls;
  const byLast = last?.head === 'fork' && sha === known.lastSyncedSha;
  const merged = seen.pulls.find(
    (pull) => pull.state === 'merged' && (pull.headSha === sha || (byLast && pull === last)),
  );
  // It is the newest: those before it were undone as well, or it would not have been opened.
  return merged && wasPutBack(merged.closedAt, known.putBack) ? undefined : merged;
}
