/** When the branches of a repository have to be listed again. */
import { SECOND } from '../duration.ts';

/** Milliseconds that GitHub's clock and ours may differ, and the second in which it dates a push. */
const apart = 10 * SECOND;

/**
 * The push up to which branches that were read from `readAt` on are known, by GitHub's clock. null: they were read so shortly after the
 * last one that another of the same second may have come after.
 */
export function knownPush(pushedAt: string | null, readAt: Date): Date | null {
  if (pushedAt === null) return null;
  const at = new Date(pushedAt);
  return at.getTime() < readAt.getTime() - apart ? at : null;
}
