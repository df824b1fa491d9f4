/** Why an operation ended as it did: the closed list that the API, the log and every sentence for people share. */
export const doneReasons = [
  'up-to-date',
  'pull-opened',
  'pull-updated',
  'pull-open',
  'pull-closed-caught-up',
  'pull-merged',
  'fast-forwarded',
  'merged',
  'rebased',
  'mirrored',
  'undone',
  'branch-created',
  'tags-created',
  'planned',
] as const;

/** Nothing to do for a person: time, or an event, changes the answer. */
export const waitingReasons = [
  'disabled',
  'held-pull-closed',
  'held-delay',
  'held-interval',
  'held-max-open',
  'held-upstream-pull-open',
  'held-checks',
  'held-upstream-rewritten',
  'held-undone',
  'rate-limited',
  'github-unavailable',
  'suspended',
] as const;

/** Somebody has to do something on GitHub. */
export const personReasons = [
  'conflict',
  'config-invalid',
  'missing-permission',
  'branch-protected',
  'pulls-disabled',
  'upstream-missing',
  'upstream-branch-missing',
  'upstream-private',
  'upstream-opted-out',
  'fork-missing',
  'fork-branch-missing',
  'fork-archived',
  'unrelated-histories',
  'not-installed',
] as const;
export type PersonReason = (typeof personReasons)[number];

/** Ours to mend. */
export const ourReasons = ['failed'] as const;

export const reasons = [...doneReasons, ...waitingReasons, ...personReasons, ...ourReasons] as const;
export type Reason = (typeof reasons)[number];

export const linkStates = ['new', 'behind', 'pull-open', 'in-sync', 'held', 'conflict', 'disabled', 'failing'] as const;
export type LinkState = (typeof linkStates)[number];

const ofPersons: ReadonlySet<Reason> = new Set(personReasons);
const disabling: ReadonlySet<Reason> = new Set(['disabled', 'suspended', 'not-installed', 'upstream-opted-out']);
/** They say nothing about the link itself, only about GitHub at that moment. */
export const passingReasons = ['rate-limited', 'github-unavailable'] as const;
const passing: ReadonlySet<Reason> = new Set(passingReasons);

/** Whether this hold's beginning is read anew each time; that of a rewritten upstream is known from what is stored alone. */
export function datesItself(reason: Reason | null): boolean {
  return reason === 'held-delay' || reason === 'held-pull-closed' || reason === 'fork-branch-missing';
}

/** True for what somebody has to settle on GitHub. */
export function needsPerson(reason: Reason): reason is PersonReason {
  return ofPersons.has(reason);
}

/** `error` for what needs a person and for our own failures, else `ok`. */
export function statusOf(reason: Reason): 'ok' | 'error' {
  return needsPerson(reason) || reason === 'failed' ? 'error' : 'ok';
}

/** After these a pull request is open. */
const opens: ReadonlySet<Reason> = new Set(['pull-opened', 'pull-updated', 'pull-open', 'held-checks', 'conflict']);

/** True for what is said of a pull request that is open. */
export function showsPull(reason: Reason): boolean {
  return opens.has(reason);
}

/** True for reasons that say nothing about the link itself, only about GitHub at that moment. */
export function passesByItself(reason: Reason): boolean {
  return passing.has(reason);
}

/**
 * The state a link is in after an operation ended with `reason`.
 * `previous` is kept for reasons that pass by themselves; `pullOpen` and `missing` (commits the fork lacks) are as observed.
 */
export function stateAfter(given: {
  reason: Reason;
  previous: LinkState;
  pullOpen: boolean;
  missing: boolean;
}): LinkState {
  const { reason } = given;
  if (passing.has(reason)) return given.previous;
  if (reason.startsWith('held-') || reason === 'undone') return 'held';
  if (reason === 'conflict') return 'conflict';
  if (disabling.has(reason)) return 'disabled';
  if (statusOf(reason) === 'error') return 'failing';
  if (given.pullOpen) return 'pull-open';
  return given.missing ? 'behind' : 'in-sync';
}
