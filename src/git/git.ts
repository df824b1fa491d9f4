import { isRefusal, type Refusal } from '../core/refusal.ts';
import { visibleText } from '../core/text/harmless.ts';
import type { Clone, Remote } from './clone.ts';
import { fetchCommit } from './fetch.ts';
import type { Known } from './remembered.ts';
import { type Committer, type Conflict, ownCommits, replay } from './replay.ts';
import { conflictingIn, knownIn, type Resolved, type ResolveOrder as ResolvedEnds, resolveIn } from './resolve.ts';
import { GitFailure } from './run.ts';
import { pushTemporary, removeTemporary, temporaryRef } from './temporary.ts';
import { createWorking, type GitOptions } from './working.ts';

export interface RebaseOrder {
  /** Names the clone: links with the same upstream, by its id, share one. */
  upstreamId: number;
  linkId: string;
  operationId: string;
  /** With a token that may write to it. */
  fork: Remote & { sha: string };
  upstream: Remote & { sha: string };
  /** Upstream's commit that was last synced, where it is known. */
  syncedSha: string | null;
  committer: Committer;
}

export interface ConflictsOrder extends Pick<RebaseOrder, 'upstreamId' | 'linkId' | 'fork' | 'upstream'> {
  memory: ResolvedEnds['memory'];
}

/** `fork` with a token that may write to it. */
export type ResolveOrder = ConflictsOrder & Pick<ResolvedEnds, 'operationId' | 'committer' | 'message'>;

/**
 * What a rebase comes to. `rebased`: the commits are in the fork at `ref`, and the branch may be moved to `sha`. `nothing`: upstream has
 * all that the fork had, so upstream's commit is the result. `too-many`: more commits than are replayed.
 */
export type Rebased =
  | { kind: 'rebased'; sha: string; ref: string; kept: number; dropped: number; rangeDiff: string | null }
  | { kind: 'nothing'; dropped: number }
  | { kind: 'too-many'; own: number }
  | Conflict;

export interface Git {
  /** Replays the fork's own commits on upstream's, and pushes them. Bugs and the signal's abort throw. */
  rebase(order: RebaseOrder, signal: AbortSignal): Promise<Rebased | Refusal>;
  /** The files in which a merge of upstream's commit into the fork's conflicts, and those of them that were resolved before. */
  conflicts(order: ConflictsOrder, signal: AbortSignal): Promise<{ files: string[]; known: Known[] } | Refusal>;
  /** Merges the two as their conflicts were resolved before, and pushes that. */
  resolve(order: ResolveOrder, signal: AbortSignal): Promise<Resolved | Refusal>;
  /** Removes every temporary reference of a link from its fork. */
  tidy(
    order: Pick<RebaseOrder, 'upstreamId' | 'linkId'> & { fork: Remote },
    signal: AbortSignal,
  ): Promise<{ done: true } | Refusal>;
}

/** More commits of a fork's own than this are not replayed: at some five calls of git each it would take too long. */
export const mostOwn = 500;

/** What a worker does with the `git` program. */
export function createGit(options: GitOptions): Git {
  const working = createWorking(options);
  return {
    rebase(order, signal) {
      const { upstreamId, fork, upstream } = order;
      return working.alone({ upstreamId, remotes: { fork, upstream }, signal }, (clone) => rebaseIn(clone, order));
    },
    conflicts(order, signal) {
      const { upstreamId, fork, upstream } = order;
      return working.shared(
        { upstreamId, remotes: { fork, upstream }, signal },
        (clone) => conflictingIn(clone, order),
        (clone, files, dir) => knownIn(clone, { ...order, files, dir }),
      );
    },
    resolve(order, signal) {
      const { upstreamId, fork, upstream } = order;
      return working.shared(
        { upstreamId, remotes: { fork, upstream }, signal },
        (clone) => conflictingIn(clone, order),
        (clone, files, dir) => resolveIn(clone, { ...order, files, dir }),
      );
    },
    async tidy({ upstreamId, linkId, fork }, signal) {
      const tidied = (clone: Clone) => removeTemporary(clone, linkId);
      const done = await working.alone({ upstreamId, remotes: { fork }, signal }, tidied);
      return done !== undefined && isRefusal(done) ? done : { done: true };
    },
  };
}

async function rebaseIn(clone: Clone, order: RebaseOrder): Promise<Rebased> {
  const { linkId, fork, upstream, syncedSha, committer } = order;
  await fetchCommit(clone, { remote: 'upstream', sha: upstream.sha, linkId });
  await fetchCommit(clone, { remote: 'fork', sha: fork.sha, linkId });
  const commits = await ownCommits(clone, { fork: fork.sha, upstream: upstream.sha, known: syncedSha });
  const fresh = commits.filter(({ taken }) => !taken).length;
  if (fresh > mostOwn) return { kind: 'too-many', own: fresh };
  const replayed = await replay(clone, { commits, onto: upstream.sha, committer });
  if (replayed.kind === 'conflict') return replayed;
  const { sha, kept, dropped } = replayed;
  if (kept === 0) return { kind: 'nothing', dropped };
  const ref = temporaryRef(order);
  await pushTemporary(clone, { sha, ref, linkId });
  const rangeDiff = await rangeDiffOf(clone, { upstream: upstream.sha, before: fork.sha, after: sha });
  await clone.run(['-c', 'gc.auto=6700', 'gc', '--auto', '--quiet']).catch(onlyFailures);
  return { kind: 'rebased', sha, ref, kept, dropped, rangeDiff };
}

/** Characters of a range-diff that are shown, and bytes that are looked at for them. */
const shown = 20_000;
const enough = 4 * shown;

/** How each commit changed by being replayed; null when git takes too long over it: the rebase does not depend on it. */
async function rangeDiffOf(
  clone: Clone,
  { upstream, before, after }: { upstream: string; before: string; after: string },
): Promise<string | null> {
  const args = ['range-diff', '--no-color', upstream, before, after];
  const text = await clone.text(args, { enough, limitMs: 30_000 }).catch(onlyFailures);
  return text === null ? null : visibleText(text, shown);
}

/** For what a rebase can do without. Aborting still throws. */
function onlyFailures(error: unknown): null {
  if (error instanceof GitFailure && error.why !== 'aborted') return null;
  throw error;
}
