/** What pull requests there are, and what becomes of them. */
import { dressingOf } from './dressing.ts';
import { triedAt, wasConflicting, without } from './mergeability.ts';
import type { ObservedPull } from './observation.ts';
import {
  type Action,
  type Branch,
  type Instead,
  type Known,
  moreAt,
  nothing,
  type Plan,
  periodEnd,
} from './plan-types.ts';
import { tickedBoxes } from './text/pull-boxes.ts';
import { isStale, type Written } from './text/pull-section.ts';

/** Said where upstream is private and of another installation. */
const noToken = 'GitHub opens a pull request only for who sees both ends, and an App sees one of them at a time';

/** The plan where the branch itself is not moved. `instead`: why not, though the settings ask for it. */
export function planPull(branch: Branch, instead: Instead | null): Plan {
  const plan = pulled(branch, instead);
  return { ...plan, actions: [...plan.actions, ...solved(branch, plan)] };
}

function pulled(branch: Branch, instead: Instead | null): Plan {
  const { known, seen, head, missing } = branch;
  const open = seen.pulls.find((pull) => pull.state === 'open');
  // Commits without content, such as the merge of what came from here: a pull request of them would be empty.
  if (missing === 0 || seen.sameContent) return caughtUp(known, seen.pulls, open, head);

  // After a squash or rebase merge the fork lacks upstream's commits for ever, but has their content.
  const merged = seen.pulls.find((pull) => pull.state === 'merged' && pull.headSha === head);
  if (merged && !open) return mergedPull(known, merged, head);
  if (open) return { ...openPull(branch, open), instead };
  const held = [...seen.pulls, ...(seen.former ? [seen.former] : [])].find((pull) => holds(pull, known.releasedAt));
  if (held) {
    return { ...nothing('held-pull-closed', head), pull: reference(held), heldSince: held.closedAt, instead };
  }
  if (seen.apart) return { ...nothing('upstream-private', head), detail: noToken, instead };
  const kept = keptBack(branch);
  if (kept) return { ...nothing(kept.reason, head), ...kept, instead };
  return {
    ...nothing('pull-opened', head),
    actions: [...superseded(branch), { type: 'open-pull' }],
    syncedSha: head,
    instead,
  };
}

/** The fork has everything: what is still open is closed, what was merged is said once. */
function caughtUp(known: Known, pulls: ObservedPull[], open: ObservedPull | undefined, head: string): Plan {
  if (open?.ours) {
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
  const conflicting = conflicts(branch, open) ?? before;
  // Ours and not known: the worker that opened it died, perhaps before it had done everything, or its result was lost.
  const found = open.ours && known.pull?.number !== open.number;
  const moved = known.pull?.number === open.number && known.decidedOn !== null && known.decidedOn !== head;
  const reason = found ? 'pull-opened' : moved ? 'pull-updated' : 'pull-open';
  return {
    ...nothing(conflicting ? 'conflict' : reason, head),
    actions: [
      ...(open.ours ? dressed(known, open, { found, conflict: conflicting && !before }) : []),
      ...rewriting(open, { fork: from, upstream: head, conflicting }),
    ],
    pull: reference(open),
    syncedSha: found || moved ? head : null,
  };
}

/** null: neither GitHub nor this operation has tried to merge these two heads. */
function conflicts({ known, tried, head }: Branch, open: ObservedPull): boolean | null {
  const merging = known.strategy === 'merge' && tried?.why === 'conflict' && open.headSha === head;
  return triedAt(head, open) ?? (merging ? true : null);
}

function dressed({ settings }: Known, open: ObservedPull, when: { found: boolean; conflict: boolean }): Action[] {
  const { labels, assignees, reviewers } = settings.pullRequest;
  const wanted = {
    labels: [...(when.found ? labels : []), ...(when.conflict ? settings.conflict.labels : [])],
    assignees: when.found ? assignees : [],
    reviewers: [...(when.found ? reviewers : []), ...(when.conflict ? settings.conflict.reviewers : [])],
  };
  const dressing = dressingOf(wanted, open);
  return dressing === null ? [] : [{ type: 'dress-pull', number: open.number, dressing }];
}

/** What was put on because of conflicts goes with them; what a person closed is left as it is. */
function solved({ known, seen }: Branch, { reason }: Plan): Action[] {
  const { mergeability } = known;
  const pull = seen.pulls.find(({ number }) => number === mergeability?.number);
  if (!mergeability?.conflicting || !pull?.ours || reason === 'conflict' || pull.closedBy === 'person') return [];
  const stay = [...known.settings.pullRequest.labels, ...without(mergeability.labels, pull.labels)];
  const labels = without(mergeability.labels, stay);
  return labels.length === 0 ? [] : [{ type: 'unlabel-pull', number: pull.number, labels }];
}

/** A box that was ticked is emptied, so that it can be ticked again. */
function rewriting({ ours, body, number }: ObservedPull, now: Written): Action[] {
  if (!ours || body === null) return [];
  return isStale(body, now) || tickedBoxes(body).has('sync') ? [{ type: 'rewrite-pull', number }] : [];
}

/** Ours, from a branch that the link followed before: the one that is opened takes its place. */
function superseded({ known, seen: { former } }: Branch): Extract<Action, { type: 'close-pull' }>[] {
  if (former?.state !== 'open' || !former.ours || former.headBranch === known.upstream.branch) return [];
  return [{ type: 'close-pull', number: former.number }];
}

/** A hold is what GitHub shows: closed by a person, later than the last release. */
function holds(pull: ObservedPull, releasedAt: string | null): boolean {
  if (pull.state !== 'closed' || pull.closedBy !== 'person') return false;
  return releasedAt === null || pull.closedAt === null || Date.parse(pull.closedAt) > Date.parse(releasedAt);
}

/**
 * What keeps a pull request from being opened, though the fork lacks commits. Upstream's wish goes before everything; a delay and a
 * period before a place for an open pull request, so that none is taken in vain. The head of a pull request is all of upstream's
 * branch, so all of it has to have been seen long enough.
 */
function keptBack(branch: Branch): (Pick<Plan, 'reason'> & Partial<Plan>) | null {
  const { seen, known, take } = branch;
  if (seen.optedOut) return { reason: 'upstream-opted-out' };
  if (take.waits) {
    const { since, headAt } = take.waits;
    return { reason: 'held-delay', heldSince: since, notBefore: moreAt(branch) ?? headAt };
  }
  const notBefore = periodEnd(branch);
  if (notBefore !== null) return { reason: 'held-interval', notBefore };
  return known.mayOpen ? null : { reason: 'held-max-open' };
}

function reference(pull: ObservedPull): { number: number; url: string } {
  return { number: pull.number, url: pull.url };
}
