import { isRefusal, type Refusal } from '../core/refusal.ts';
import { stagedRef } from '../core/staged-ref.ts';
import type { UnstageJob } from '../core/unstage-message.ts';
import { noCommit } from '../github/move-branch.ts';
import type { SyncContext } from './sync.ts';

/** False: it was not there, or is at a commit that is not known. */
export interface Unstaged {
  removed: boolean;
}

/** Removes the reference of a link from its fork, where it is at one of the commits that are known. */
export async function unstage(
  { linkId, installationId, fork, shas }: UnstageJob,
  { gateway, rests, dryRun }: Pick<SyncContext, 'gateway' | 'rests' | 'dryRun'>,
): Promise<Unstaged | Refusal> {
  if (dryRun) return { removed: false };
  const limited = await rests.refusal(installationId);
  if (limited) return limited;
  const ref = stagedRef(linkId);
  for (const before of shas) {
    const moves = [{ ref, before, after: noCommit }];
    const moved = await gateway.replaceRefs({ installationId, fork, repositoryNodeId: fork.nodeId, moves });
    if (isRefusal(moved)) {
      await rests.note(installationId, moved);
      return moved;
    }
    if (moved.moved) return { removed: true };
  }
  return { removed: false };
}
