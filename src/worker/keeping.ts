import type { Kept } from '../core/keep.ts';
import { isRefusal } from '../core/refusal.ts';
import type { Moved } from '../github/move-branch.ts';
import { type Decided, endsOf } from './decided.ts';

/** Writes upstream's commit, or the one on it that keeps the fork's version of something, which is made first. */
export async function withKept(
  given: Decided,
  sha: string,
  kept: Kept | undefined,
  write: (sha: string) => Promise<Moved>,
): Promise<Moved> {
  if (!kept) return write(sha);
  const { gateway, webUrl } = given.context;
  const made = await gateway.keepingCommit({ ...endsOf(given), kept, bot: { ...given.seen.us, webUrl } });
  return isRefusal(made) ? made : write(made.sha);
}
