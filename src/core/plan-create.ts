/** What becomes of a branch that the fork does not have, where the settings ask for it to be created. */
import { MINUTE } from './duration.ts';
import { takeOf } from './plan-take.ts';
import { type Branch, fileChanged, nothing, type Plan, released } from './plan-types.ts';

/** Milliseconds in which GitHub may not show yet that the branch is there. */
const shownWithin = MINUTE;

type Missing = Pick<Branch, 'known' | 'seen' | 'now' | 'head'>;

/**
 * It is created at upstream's head, or at the newest commit that a delay lets the link take, and once: a branch that was there and is gone
 * was deleted by somebody, who is not argued with until the link is released.
 */
export function planCreate(branch: Missing): Plan {
  const { known, seen, now, head } = branch;
  const { branchSeenAt, releasedAt } = known;
  if (branchSeenAt !== null && !released(branchSeenAt, releasedAt)) {
    const fresh = now.getTime() - Date.parse(branchSeenAt) < shownWithin;
    if (fresh) return { ...nothing('github-unavailable', null), detail: 'the branch was there a moment ago' };
    return { ...nothing('fork-branch-missing', head), heldSince: branchSeenAt };
  }
  const take = takeOf({ ...branch, from: '', missing: null, own: null, tried: null, stuck: false });
  if ('reason' in take) return take;
  const { sha, waits } = take;
  if (sha === null) {
    return { ...nothing('held-delay', head), heldSince: waits?.since ?? null, notBefore: waits?.moreAt ?? null };
  }
  if (seen.configBlob !== known.configBlob) return fileChanged();
  const actions = [{ type: 'create-branch' as const, to: sha }];
  return { ...nothing('branch-created', head), actions, syncedSha: sha, moreAt: waits?.moreAt ?? null };
}
