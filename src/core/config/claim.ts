/** Whether a person may have a branch of a fork kept up to date, given the links the fork has. */
import { type ExistingLink, isSame, type LinkEnds } from './reconcile.ts';

export type Claim =
  | { kind: 'new' }
  /** A link with these ends was there, and comes back. */
  | { kind: 'again'; id: string }
  /** This one moves the branch, or waits for its configuration file to be corrected. */
  | { kind: 'taken'; by: ExistingLink };

/** A branch is moved by one link. What a person deleted, or nothing declares any more, is in nobody's way. */
export function claimBranch(existing: readonly ExistingLink[], wanted: LinkEnds): Claim {
  const ofBranch = existing.filter((link) => link.forkBranch === wanted.forkBranch);
  const moving = ofBranch.find((link) => link.off === null);
  if (moving) return { kind: 'taken', by: moving };
  const same = ofBranch.find((link) => isSame(link, wanted));
  if (!same) return { kind: 'new' };
  return same.off === 'config-invalid' ? { kind: 'taken', by: same } : { kind: 'again', id: same.id };
}
