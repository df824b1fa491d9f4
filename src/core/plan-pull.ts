/** What pull requests there are, and what becomes of them. */
import type { Action } from './action.ts';
import { headBranch } from './head-branch.ts';
import { hadConflicts, triedNow, wasConflicting } from './mergeability.ts';
import type { ObservedPull } from './observation.ts';
import { dressed, rewriting, solved } from './plan-dress.ts';
import { bringsStill, following, removing } from './plan-follow.ts';
import { givesWay, isSpent, mergedWith, offerOf, placingOf } from './plan-head.ts';
import { planMerge } from './plan-merge.ts';
import { holdsBranch, resolvingOf } from './plan-resolve.ts';
import {
  type Branch,
  fileChanged,
  type Instead,
  type Known,
  moreAt,
  nothing,
  type Offer,
  type Plan,
  periodEnd,
} from './plan-types.ts';

/** Said where upstream is private and of another installation. */
const noToken = 'GitHub opens a pull request only for who sees both ends, and an App sees one of them at a time';

/** The plan where the branch itself is not moved. `instead`: why not, though the settings ask for it. */
export function planPull(branch: Branch, instead: Instead | null): Plan {
  const plan = pulled(branch, instead);
  // The text that names labels is written anew when they are gone.
  return { ...plan, actions: [...solved(branch, plan), ...plan.actions, ...removing(branch, plan)] };
}

function pulled(branch: Branch, instead: Instead | null): Plan {
  const { known, seen, head, missing } = branch;
  const all = seen.pulls.filter((pull) => pull.state === 'open');
  const open = all.find((pull) => pull.head === 'fork') ?? all[0];
  // Commits without content, such as the merge of what came from here: a pull request of them would be empty.
  const same = seen.sameContent || (seen.kept?.of === head && seen.kept.alone);
  if (missing === 0 || same) return caughtUp(branch, open);

  const offer = offerOf(branch, known.settings.pullRequest.head);
  const merged = mergedWith(branch, offer?.sha ?? head);
  if (merged && !open && (offer?.sha === head || merged.number === known.pull?.number)) {
    return mergedPull(known, merged, head);
  }
  if (open) return { ...(replacing(branch, open) ?? openPull(branch, open)), instead };
  const held = [...seen.pulls, ...(seen.former ? [seen.former] : [])].find((pull) => holds(pull, known.releasedAt));
  if (held) {
    return { ...nothing('held-pull-closed', head), pull: reference(held), heldSince: held.closedAt, instead };
  }
  if (seen.apart && offer?.in === 'upstream') return { ...nothing('upstream-private', head), detail: noToken, instead };
  const kept = keptBack(branch, merged ? null : offer);
  if (kept) return { ...nothing(kept.reason, head), ...kept, instead };
  return offer === null ? nothing('up-to-date', head) : { ...opening(branch, offer), instead };
}

/** A new pull request, whose head in the fork is brought to where it is to be first. */
function opening(branch: Branch, offer: Offer): Plan {
  const placing = offer.in === 'fork' ? placingOf(branch, offer.sha) : 'there';
  if (placing === 'unavailable') return nothing('github-unavailable', null);
  const place = typeof placing === 'string' ? [] : [placing];
  if (place.length > 0 && branch.seen.configBlob !== branch.known.configBlob) return fileChanged();
  return {
    ...nothing('pull-opened', branch.head),
    actions: [...superseded(branch), ...place, { type: 'open-pull' }],
    syncedSha: placing === 'stuck' ? null : offer.sha,
    offer: offer.in === 'fork' ? offer : null,
    moreAt: offer.in === 'fork' ? (branch.take.waits?.moreAt ?? null) : null,
  };
}

/** null: the open one stays, or there is nothing yet that would take its place. */
function replacing(branch: Branch, open: ObservedPull): Plan | null {
  const offer = givesWay(branch, open) ? offerOf(branch, 'fork') : null;
  if (offer === null || periodEnd(branch) !== null) return null;
  const plan = opening(branch, offer);
  if (plan.reason !== 'pull-opened') return plan;
  return { ...plan, actions: [...plan.actions, { type: 'close-pull', number: open.number, replaced: true }] };
}

/** The fork has everything: what is still open is closed, but for what a person made; what was merged is said once. */
function caughtUp(branch: Branch, open: ObservedPull | undefined): Plan {
  const { known, seen, head } = branch;
  const { pulls, placed } = seen;
  const theirs = open?.head === 'fork' && placed !== null && !isSpent(branch, placed);
  if (open?.ours && !theirs) {
    return {
      ...nothing('pull-closed-caught-up', head),
      actions: [{ type: 'close-pull', number: open.number }],
      pull: reference(open),
      syncedSha: head,
    };
  }
  const merged = pulls.find((pull) => pull.number === known.pull?.number && pull.state === 'merged');
  return merged ? mergedPull(known, merged, head) : nothing('up-to-date', head);
}

function mergedPull(known: Known, merged: ObservedPull, head: string): Plan {
  if (merged.number !== known.pull?.number) return nothing('up-to-date', head);
  return { ...nothing('pull-merged', head), pull: reference(merged), syncedSha: head };
}

/** An open pull request follows upstream by itself, its text by us; one that a person opened is followed and never written. */
function openPull(branch: Branch, open: ObservedPull): Plan {
  const { known, from, head } = branch;
  const before = wasConflicting(known.mergeability, open.number);
  const follows = following(branch, open);
  if ('reason' in follows) return follows;
  const { place, holds, stuck, offer } = follows;
  const tried = place === null ? conflicts(branch, open) : null;
  const conflicting = stuck || (tried ?? hadConflicts(known.mergeability, open));
  // Ours and not known: the worker that opened it died, perhaps before it had done everything, or its result was lost.
  const found = open.ours && known.pull?.number !== open.number;
  const moved = known.pull?.number === open.number && follows.moved;
  const brings = holds ? offer : bringsStill(branch, open);
  const resolve = conflicting && !stuck && place === null ? resolvingOf(branch, open, brings?.sha) : null;
  if (resolve && branch.seen.configBlob !== known.configBlob) return fileChanged();
  const reason = found ? 'pull-opened' : moved ? 'pull-updated' : 'pull-open';
  const plan: Plan = {
    ...nothing(conflicting ? 'conflict' : reason, head),
    actions: [
      ...(place === null ? [] : [place]),
      ...(resolve === null ? [] : [resolve]),
      ...follows.outdated.map(({ number }): Action => ({ type: 'close-pull', number, replaced: true })),
      ...(brings === null
        ? []
        : rewriting(
            open,
            { fork: from, upstream: brings.sha, conflicting, merge: known.settings.pullRequest.merge },
            place !== null && Boolean(place.keeping ?? branch.seen.placed?.keeps),
          )),
      ...(open.ours ? dressed(known, open, { found, conflict: conflicting && !before }) : []),
    ],
    pull: reference(open),
    syncedSha: holds && (found || moved) ? (offer?.sha ?? null) : null,
    offer: open.head === 'fork' ? (brings ?? offer) : null,
    stuck,
    moreAt: follows.moreAt,
  };
  return planMerge(branch, open, plan, holds ? (offer?.sha ?? null) : null);
}

/** null: neither GitHub nor this operation has tried to merge these two heads. */
function conflicts({ known, seen, tried, head }: Branch, open: ObservedPull): boolean | null {
  if (holdsBranch(seen, open)) return false;
  const merging = known.strategy === 'merge' && tried?.why === 'conflict' && open.headSha === head;
  return triedNow(seen, open) ?? (merging ? true : null);
}

/** Ours, from a branch that the link followed before: the one that is opened takes its place. */
function superseded({ known, seen: { former } }: Branch): Extract<Action, { type: 'close-pull' }>[] {
  if (former?.state !== 'open' || !former.ours) return [];
  if (former.headBranch === (former.head === 'fork' ? headBranch(known) : known.upstream.branch)) return [];
  return [{ type: 'close-pull', number: former.number }];
}

/** A hold is what GitHub shows: closed by a person, later than the last release. */
function holds(pull: ObservedPull, releasedAt: string | null): boolean {
  if (pull.state !== 'closed' || pull.closedBy !== 'person') return false;
  return releasedAt === null || pull.closedAt === null || Date.parse(pull.closedAt) > Date.parse(releasedAt);
}

/**
 * What keeps a pull request from being opened, though the fork lacks commits. Upstream's wish goes before everything; a delay and a
 * period before a place for an open pull request, so that none is taken in vain. Where the head is upstream's own branch all of that
 * has to have been seen long enough; a head in the fork is nothing to upstream, and is at what was.
 */
function keptBack(branch: Branch, offer: Offer | null): (Pick<Plan, 'reason'> & Partial<Plan>) | null {
  const { seen, known, take } = branch;
  const apart = known.settings.pullRequest.head === 'fork';
  if (seen.optedOut && !apart) return { reason: 'upstream-opted-out' };
  if (take.waits && (!apart || offer === null)) {
    const { since, headAt, moreAt: next } = take.waits;
    return { reason: 'held-delay', heldSince: since, notBefore: apart ? next : (moreAt(branch) ?? headAt) };
  }
  const notBefore = periodEnd(branch);
  if (notBefore !== null) return { reason: 'held-interval', notBefore };
  return known.mayOpen ? null : { reason: 'held-max-open' };
}

function reference(pull: ObservedPull): { number: number; url: string } {
  return { number: pull.number, url: pull.url };
}
