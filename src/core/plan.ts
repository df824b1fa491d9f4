/** The decision of one operation: the same state gives the same plan, and nothing here touches the world. */
import { type Dressing, dressingOf } from './dressing.ts';
import type { Job } from './message.ts';
import type { Comparison, Observation, ObservedPull, ObservedRepository } from './observation.ts';
import type { Reason } from './reason.ts';

export type Action =
  /** With everything the link's settings say. */
  | { type: 'open-pull' }
  | { type: 'close-pull'; number: number }
  /** What is open already gets what opening it would have given it. */
  | { type: 'dress-pull'; number: number; dressing: Dressing };

export interface Plan {
  reason: Reason;
  /** What has to be done for `reason` to be true. */
  actions: Action[];
  /** Upstream state this was decided on: a sha, `gone`, `replaced`, `no-branch`; null when it could not be seen. */
  decidedOn: string | null;
  /** Commits the fork lacks; null when not known. */
  missing: number | null;
  /** Commits only the fork has; null when not known. */
  own: number | null;
  /** The pull request that is open, or was merged or closed by this plan. */
  pull: { number: number; url: string } | null;
  /** When the pull request that holds was closed, by GitHub's clock. */
  heldSince: string | null;
  /** The upstream commit that the fork's branch or an open pull request holds after this. */
  syncedSha: string | null;
  /** When time alone changes the answer: not before this, ISO 8601. */
  notBefore: string | null;
}

/** What the planner knows besides what GitHub shows. */
export type Known = Pick<
  Job,
  | 'fork'
  | 'upstream'
  | 'trigger'
  | 'settings'
  | 'mayOpen'
  | 'pull'
  | 'decidedOn'
  | 'releasedAt'
  | 'lastSyncedAt'
  | 'hint'
  | 'failures'
  | 'lastReason'
>;

/** How often in a row a pushed head that GitHub does not show yet is waited for (5 s, 30 s, 2 min). */
const lagTries = 3;

/** Decides what one operation of the `pull-request` strategy does. */
export function planSync(known: Known, seen: Observation, now: Date): Plan {
  const fork = checkFork(known, seen.fork);
  const upstream = checkUpstream(known, seen.upstream);
  if ('reason' in fork) return { ...fork, decidedOn: 'reason' in upstream ? upstream.decidedOn : upstream.branchSha };
  if ('reason' in upstream) return upstream;
  if (lags(known, upstream.branchSha)) return nothing('github-unavailable', null);
  return planBranch({ known, seen, head: upstream.branchSha, now });
}

function planBranch({ known, seen, head, now }: { known: Known; seen: Observation; head: string; now: Date }): Plan {
  const comparison: Comparison = seen.comparison ?? { kind: 'unavailable' };
  if (comparison.kind === 'unavailable' || (comparison.kind === 'counted' && comparison.headSha !== head)) {
    return nothing('github-unavailable', null);
  }
  if (comparison.kind === 'unrelated') return nothing('unrelated-histories', head);
  const { missing, own } = comparison;
  const base = { decidedOn: head, missing, own };
  const open = seen.pulls.find((pull) => pull.state === 'open');
  if (missing === 0) return { ...caughtUp(known, seen.pulls, open, head), ...base };

  // After a squash or rebase merge the fork lacks upstream's commits for ever, but has their content.
  const merged = seen.pulls.find((pull) => pull.state === 'merged' && pull.headSha === head);
  if (merged && !open) return { ...mergedPull(known, merged, head), ...base };
  if (open) return { ...openPull(known, open, head), ...base };
  const held = seen.pulls.find((pull) => holds(pull, known.releasedAt));
  if (held) return { ...nothing('held-pull-closed', head), ...base, pull: reference(held), heldSince: held.closedAt };
  const kept = keptBack(known, seen, now);
  if (kept) return { ...nothing(kept.reason, head), ...base, notBefore: kept.notBefore };
  return { ...nothing('pull-opened', head), ...base, actions: [{ type: 'open-pull' }], syncedSha: head };
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

/** An open pull request follows upstream by itself; one that a person opened is followed and never written. */
function openPull(known: Known, open: ObservedPull, head: string): Plan {
  const plan = { ...nothing('pull-open', head), pull: reference(open) };
  if (known.pull?.number !== open.number) {
    if (!open.ours) return plan;
    // Ours and not known: the worker that opened it died, perhaps before it had done everything, or its result was lost.
    const dressing = dressingOf(known.settings.pullRequest, open);
    const actions = dressing === null ? [] : [{ type: 'dress-pull' as const, number: open.number, dressing }];
    return { ...plan, reason: 'pull-opened', actions, syncedSha: head };
  }
  const moved = known.decidedOn !== null && known.decidedOn !== head;
  return moved ? { ...plan, reason: 'pull-updated', syncedSha: head } : plan;
}

/** A hold is what GitHub shows: closed by a person, later than the last release. */
function holds(pull: ObservedPull, releasedAt: string | null): boolean {
  if (pull.state !== 'closed' || pull.closedBy !== 'person') return false;
  return releasedAt === null || pull.closedAt === null || Date.parse(pull.closedAt) > Date.parse(releasedAt);
}

/**
 * What keeps a pull request from being opened, though the fork lacks commits. Upstream's wish goes before everything; a
 * period before a place for an open pull request, so that none is taken in vain.
 */
function keptBack(known: Known, seen: Observation, now: Date): Pick<Plan, 'reason' | 'notBefore'> | null {
  if (seen.optedOut) return { reason: 'upstream-opted-out', notBefore: null };
  const { everyMs } = known.settings;
  if (everyMs !== null && known.lastSyncedAt !== null && known.trigger !== 'manual') {
    const due = new Date(Date.parse(known.lastSyncedAt) + everyMs);
    if (now < due) return { reason: 'held-interval', notBefore: due.toISOString() };
  }
  return known.mayOpen ? null : { reason: 'held-max-open', notBefore: null };
}

function checkFork(known: Known, fork: ObservedRepository | null): Plan | ObservedRepository {
  if (fork === null || fork.id !== known.fork.id) return nothing('fork-missing', null);
  if (fork.archived) return nothing('fork-archived', null);
  if (fork.branchSha === null) return nothing('fork-branch-missing', null);
  return fork;
}

function checkUpstream(known: Known, upstream: ObservedRepository | null): Plan | { branchSha: string } {
  if (upstream === null) return nothing('upstream-missing', 'gone');
  if (upstream.id !== known.upstream.id) return nothing('upstream-missing', 'replaced');
  if (upstream.branchSha === null) return nothing('upstream-branch-missing', 'no-branch');
  return { branchSha: upstream.branchSha };
}

/** GitHub still shows what was there before the push that caused this. After `lagTries` what it shows is believed. */
function lags(known: Known, head: string): boolean {
  if (known.hint === null || known.hint.after === head) return false;
  const waited = known.lastReason === 'github-unavailable' ? known.failures : 0;
  return waited < lagTries && (head === known.hint.before || head === known.decidedOn);
}

function nothing(reason: Reason, decidedOn: string | null): Plan {
  const unknown = { missing: null, own: null, pull: null, heldSince: null, syncedSha: null, notBefore: null };
  return { reason, actions: [], decidedOn, ...unknown };
}

function reference(pull: ObservedPull): { number: number; url: string } {
  return { number: pull.number, url: pull.url };
}
