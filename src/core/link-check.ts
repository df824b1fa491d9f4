import type { LinkCheck } from './link.ts';
import { needsPerson, type PersonReason, passesByItself, type Reason } from './reason.ts';

/** What has to be done so that the check run of a link says what is so. */
export type CheckStep =
  | { type: 'make'; sha: string; reason: PersonReason }
  | { type: 'change'; check: LinkCheck; reason: PersonReason }
  | { type: 'complete'; check: LinkCheck };

/**
 * One check run says that a person is needed, from the first reason to the cure: another reason changes it where it is, on
 * the commit that was the head of the fork's branch when the trouble began. null: it says what is so, nothing can be said of
 * the link, or there is no commit to put it on.
 */
export function checkStep(given: {
  /** The check run as it is known. */
  check: LinkCheck | null;
  reason: Reason;
  /** null: it is gone, or could not be read. An archived one cannot be written. */
  fork: { branchSha: string | null; archived: boolean } | null;
}): CheckStep | null {
  const { check, reason, fork } = given;
  if (fork === null || fork.branchSha === null || fork.archived) return null;
  if (passesByItself(reason) || reason === 'failed') return null;
  if (!needsPerson(reason)) return check && { type: 'complete', check };
  if (check === null) return { type: 'make', sha: fork.branchSha, reason };
  return check.reason === reason ? null : { type: 'change', check, reason };
}
