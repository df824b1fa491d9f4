/** The decision of one operation: the same state gives the same plan, and nothing here touches the world. */
import type { Observation, ObservedRepository } from './observation.ts';
import { planCreate } from './plan-create.ts';
import { bringsNothing, knowsKept } from './plan-keep.ts';
import { planMove } from './plan-move.ts';
import { planPull } from './plan-pull.ts';
import { takeOf } from './plan-take.ts';
import {
  type Branch,
  earliest,
  fileChanged,
  type Known,
  moreAt,
  nothing,
  type Plan,
  type Tried,
} from './plan-types.ts';
import { passesByItself } from './reason.ts';
import { isRefusal } from './refusal.ts';
import { undoHolds } from './undo.ts';

export type { Action, Create, Move, PlaceHead, RemoveHead } from './action.ts';
export type { Known, Plan, Tried } from './plan-types.ts';

/** How often in a row a pushed head that GitHub does not show yet is waited for (5 s, 30 s, 2 min). */
const lagTries = 3;

/**
 * Decides what one operation does. `tried`: what came of moving the branch, where that was tried on these two heads; `stuck`:
 * merging upstream into the head of the pull request was tried and met a conflict.
 */
export function planSync(known: Known, seen: Observation, now: Date, tried: Tried | null = null, stuck = false): Plan {
  const fork = checkFork(known, seen.fork);
  const upstream = checkUpstream(known, seen);
  if ('reason' in fork) return { ...fork, decidedOn: 'reason' in upstream ? upstream.decidedOn : upstream.branchSha };
  if ('reason' in upstream) return upstream.reason === 'up-to-date' ? withTags(upstream, known, seen) : upstream;
  const { branchSha: head } = upstream;
  if (lags(known, head)) return nothing('github-unavailable', null);
  if (undoHolds(known)) return nothing('held-undone', head);
  if (fork.branchSha === null) return planCreate({ known, seen, now, head });
  const ends = { from: fork.branchSha, head };
  const heads = compared({ known, seen, now, tried, stuck, ...ends });
  if ('reason' in heads) return heads;
  const take = takeOf(heads);
  if ('reason' in take) return take;
  const branch = { ...heads, take };
  if (!knowsKept(branch)) return nothing('github-unavailable', null);
  const { plan, instead } = planMove(branch);
  const files = instead === 'conflict' && tried?.why === 'conflict' ? tried.files : [];
  const decided = plan ?? planPull(branch, instead);
  const { missing, own } = plan || (decided.offer !== null && !bringsNothing(branch)) ? take : heads;
  const more = { moreAt: earliest(decided.moreAt, moreAt(branch)), missing, own, files, rewritten: seen.rewritten };
  return withTags({ ...decided, ...more }, known, seen);
}

/**
 * Tags come after everything, and are what is told where there is nothing else to tell. A file that is another one than was read may
 * want others, or none.
 */
function withTags(plan: Plan, known: Known, { tags, configBlob }: Observation): Plan {
  if (tags === null || isRefusal(tags.missing) || tags.missing.length === 0) return plan;
  if (configBlob !== known.configBlob || passesByItself(plan.reason)) return plan;
  const reason = plan.reason === 'up-to-date' ? 'tags-created' : plan.reason;
  return { ...plan, reason, actions: [...plan.actions, { type: 'create-tags', tags: tags.missing }] };
}

/** Both branches with what they have that the other lacks. */
function compared(given: Omit<Branch, 'missing' | 'own' | 'take'>): Omit<Branch, 'take'> | Plan {
  const { known, seen, head } = given;
  const comparison = seen.comparison ?? { kind: 'unavailable' };
  if (comparison.kind === 'counted' && comparison.headSha === head) {
    return { ...given, missing: comparison.missing, own: comparison.own };
  }
  if (comparison.kind !== 'unrelated') {
    const waits = seen.elsewhere !== null && seen.configBlob !== known.configBlob;
    return waits ? fileChanged() : nothing('github-unavailable', null);
  }
  // Equal to upstream is what it can be made all the same, and all it had is kept.
  if (known.strategy === 'mirror') return { ...given, missing: given.from === head ? 0 : null, own: null };
  return nothing('unrelated-histories', head);
}

/** A branch that is missing may be one to create. */
function checkFork(known: Known, fork: ObservedRepository | null): Plan | { branchSha: string | null } {
  if (fork === null || fork.id !== known.fork.id) return nothing('fork-missing', null);
  if (fork.archived) return nothing('fork-archived', null);
  if (fork.branchSha === null && !known.settings.create) return nothing('fork-branch-missing', null);
  return { branchSha: fork.branchSha };
}

/** A release that is not there yet is waited for. */
function checkUpstream(
  known: Known,
  { upstream, apart, elsewhere, tracked }: Observation,
): Plan | { branchSha: string } {
  if (apart !== null && apart.denied !== null) return { ...nothing('upstream-private', null), detail: apart.denied };
  if (upstream === null) return { ...nothing('upstream-missing', 'gone'), detail: elsewhere?.detail ?? null };
  if (upstream.id !== known.upstream.id) return nothing('upstream-missing', 'replaced');
  if (tracked && upstream.branchSha === null) return nothing('up-to-date', 'no-branch');
  if (upstream.branchSha === null) return nothing('upstream-branch-missing', 'no-branch');
  return { branchSha: upstream.branchSha };
}

/** GitHub still shows what was there before the push that caused this. After `lagTries` what it shows is believed. */
function lags(known: Known, head: string): boolean {
  if (known.hint === null || known.hint.after === head) return false;
  const waited = known.lastReason === 'github-unavailable' ? known.failures : 0;
  return waited < lagTries && (head === known.hint.before || head === known.decidedOn);
}
