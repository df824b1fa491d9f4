/** What is known of the conflicts of a link's open pull request, from one operation to the next. */
import type { Mergeability } from './link.ts';
import type { Job } from './message.ts';
import type { Observation, ObservedPull } from './observation.ts';
import type { Plan } from './plan-types.ts';
import { type Reason, showsPull } from './reason.ts';
import { writtenFor } from './text/pull-section.ts';

/** After these nothing of an earlier one is left to be done. */
const closes: ReadonlySet<Reason> = new Set(['up-to-date', 'pull-merged', 'pull-closed-caught-up']);

/** What GitHub says of the pull request with its head as it is now; null: it has not tried that yet. */
export function triedNow(
  { upstream, placed }: Pick<Observation, 'upstream' | 'placed'>,
  open: ObservedPull,
): boolean | null {
  const head = open.head === 'fork' ? placed?.sha : upstream?.branchSha;
  return open.headSha === head ? open.conflicting : null;
}

/** Whether the pull request has conflicts as far as anybody knew before. */
export function wasConflicting(known: Mergeability | null, number: number): boolean {
  return known?.number === number && known.conflicting;
}

/** The same, also where only an operation knew that did not live to tell: what its text names is on it. */
export function hadConflicts(known: Mergeability | null, open: ObservedPull): boolean {
  const put = labelsPut(known, open);
  return wasConflicting(known, open.number) || (open.ours && without(put, open.labels).length < put.length);
}

/**
 * What is known once an operation ended with `reason`. Where GitHub has not tried yet, or the pull request is still to be merged, the looks
 * in a row are counted; what somebody or something asked for begins a new row. A reason that says nothing of a pull request leaves what was
 * known.
 */
export function mergeabilityAfter(given: {
  job: Pick<Job, 'trigger' | 'mergeability' | 'settings' | 'lastReason'>;
  reason: Reason;
  pull: { number: number } | null;
  seen: Observation | null;
  plan?: Pick<Plan, 'actions' | 'offer'> | null;
  detail: string | null;
  now: Date;
}): Mergeability | null {
  const { job, reason, pull, seen, now } = given;
  const { mergeability: known } = job;
  if (closes.has(reason)) return null;
  if (!showsPull(reason) || pull === null) return known;
  const { number } = pull;
  const open = seen?.pulls.find((one) => one.number === number);
  const conflicting = reason === 'conflict';
  const place = given.plan?.actions.find((action) => action.type === 'place-head');
  const told = seen !== null && open !== undefined && !place && triedNow(seen, open) !== null;
  // A merge that this operation tried is an answer too.
  const answered = told || (conflicting && !(open ? hadConflicts(known, open) : wasConflicting(known, number)));
  const headSha = headAfter(given, open);
  const same = known?.number === number && known.headSha === headSha;
  const merging = !conflicting && job.settings.pullRequest.merge !== 'never' && open?.ours !== false;
  return {
    number,
    conflicting,
    labels: conflicting ? conflictLabels(job, open) : [],
    headSha,
    ...(merging ? { headAt: (same ? known.headAt : null) ?? now.toISOString() } : {}),
    looks: answered && !merging ? 0 : looksBefore(job, reason, number) + 1,
    refused: reason === 'pull-opened' ? given.detail : refusedOf(known, number),
  };
}

/** The head as it is after the operation; null: a merge of ours is there, whose commit is not known. */
function headAfter(
  { plan, seen }: Pick<Parameters<typeof mergeabilityAfter>[0], 'plan' | 'seen'>,
  open: ObservedPull | undefined,
): string | null {
  const place = plan?.actions.find((action) => action.type === 'place-head');
  if (place) return place.how === 'merge' ? null : place.to;
  const opened = plan?.offer?.in === 'fork' ? seen?.placed?.sha : seen?.upstream?.branchSha;
  return open?.headSha ?? opened ?? null;
}

/** In the row that this look goes on with: waiting for checks is another one than waiting for GitHub to try. */
function looksBefore(
  { trigger, mergeability: known, lastReason }: Pick<Job, 'trigger' | 'mergeability' | 'lastReason'>,
  reason: Reason,
  number: number,
): number {
  if (trigger !== 'retry' || known?.number !== number) return 0;
  return (lastReason === 'held-checks') === (reason === 'held-checks') ? known.looks : 0;
}

/** What GitHub refused of this pull request: it is put on once, so that stays true. */
export function refusedOf(known: Mergeability | null, number: number): string | null {
  return known?.number === number ? known.refused : null;
}

/** Those that the settings name for conflicts and that it had not, nor gets in any case: ours to take off again. */
export function conflictLabels(
  { mergeability: known, settings }: Pick<Job, 'mergeability' | 'settings'>,
  open: ObservedPull | undefined,
): string[] {
  if (open === undefined || !open.ours) return [];
  const put = labelsPut(known, open);
  if (wasConflicting(known, open.number)) return put;
  return [...put, ...without(settings.conflict.labels, [...put, ...open.labels, ...settings.pullRequest.labels])];
}

/**
 * Those that were put on it because of conflicts. Its own text names them before they are, so that a worker that did not live to tell is
 * known by it.
 */
export function labelsPut(known: Mergeability | null, { number, body }: ObservedPull): string[] {
  const stored = known && wasConflicting(known, number) ? known.labels : [];
  return [...stored, ...without(writtenFor(body ?? '')?.labels ?? [], stored)];
}

/** GitHub compares names of labels without regard to case. */
export function without(labels: readonly string[], others: readonly string[]): string[] {
  const left = new Set(others.map((name) => name.toLowerCase()));
  return labels.filter((name) => !left.has(name.toLowerCase()));
}
