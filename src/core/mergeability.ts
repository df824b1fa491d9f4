/** What is known of the conflicts of a link's open pull request, from one operation to the next. */
import type { Mergeability } from './link.ts';
import type { Job } from './message.ts';
import type { Observation, ObservedPull } from './observation.ts';
import type { Plan } from './plan-types.ts';
import { type Reason, showsPull } from './reason.ts';

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

/**
 * What is known once an operation ended with `reason`. Where GitHub has not tried yet the looks in a row are counted; what
 * somebody or something asked for begins a new row. A reason that says nothing of a pull request leaves what was known.
 */
export function mergeabilityAfter(given: {
  job: Pick<Job, 'trigger' | 'mergeability' | 'settings'>;
  reason: Reason;
  pull: { number: number } | null;
  seen: Observation | null;
  plan?: Pick<Plan, 'actions'> | null;
  detail: string | null;
}): Mergeability | null {
  const { job, reason, pull, seen } = given;
  const { mergeability: known } = job;
  if (closes.has(reason)) return null;
  if (!showsPull(reason) || pull === null) return known;
  const { number } = pull;
  const open = seen?.pulls.find((one) => one.number === number);
  const conflicting = reason === 'conflict';
  const moved = given.plan?.actions.some(({ type }) => type === 'place-head') ?? false;
  const told = seen !== null && open !== undefined && !moved && triedNow(seen, open) !== null;
  // A merge that this operation tried is an answer too.
  const answered = told || (conflicting && !wasConflicting(known, number));
  const before = job.trigger === 'retry' && known?.number === number ? known.looks : 0;
  return {
    number,
    conflicting,
    labels: conflicting ? conflictLabels(job, open) : [],
    looks: answered ? 0 : before + 1,
    refused: reason === 'pull-opened' ? given.detail : refusedOf(known, number),
  };
}

/** What GitHub refused of this pull request: it is put on once, so that stays true. */
export function refusedOf(known: Mergeability | null, number: number): string | null {
  return known?.number === number ? known.refused : null;
}

/** Those that the settings name for conflicts and that it had not, nor gets in any case: ours to take off again. */
function conflictLabels(
  { mergeability: known, settings }: Pick<Job, 'mergeability' | 'settings'>,
  open: ObservedPull | undefined,
): string[] {
  if (open === undefined || !open.ours) return [];
  if (known && wasConflicting(known, open.number)) return known.labels;
  return without(settings.conflict.labels, [...open.labels, ...settings.pullRequest.labels]);
}

/** GitHub compares names of labels without regard to case. */
export function without(labels: readonly string[], others: readonly string[]): string[] {
  const left = new Set(others.map((name) => name.toLowerCase()));
  return labels.filter((name) => !left.has(name.toLowerCase()));
}
