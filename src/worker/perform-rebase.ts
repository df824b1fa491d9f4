import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { ConflictsOrder, Git, Rebased } from '../git/git.ts';
import type { Known } from '../git/remembered.ts';
import type { Committer } from '../git/replay.ts';
import { signatureOf } from '../github/keeping-commit.ts';
import { readersRefusal } from '../github/read-apart.ts';
import type { TokenOrder } from '../github/repository-token.ts';

export interface RebaseParts {
  /** null: this worker has none. */
  git: Git | null;
  /** A token for git that may write to this repository of the installation alone. */
  repositoryToken: (order: TokenOrder) => Promise<{ token: string } | Refusal>;
  giveUp: AbortSignal;
}

interface Place {
  id: number;
  owner: string;
  name: string;
}

export interface RebaseOrder {
  installationId: number;
  linkId: string;
  operationId: string;
  fork: Place & { sha: string };
  /** With the installation that reads it when it is private. */
  upstream: Place & { sha: string; installationId?: number };
  /** Upstream's commit that was last synced, where it is known. */
  syncedSha: string | null;
  /** The App's bot: its database id, and its login without `[bot]`. */
  bot: { id: number; slug: string };
  /** Where GitHub's pages are. */
  webUrl: string;
  now: Date;
}

/** Two commits of the two ends, or of the fork alone. `upstreamId`: of upstream itself, whose clone is used. */
export type HeadsOrder = Pick<RebaseOrder, 'installationId' | 'linkId' | 'fork' | 'upstream'> &
  Pick<ConflictsOrder, 'upstreamId' | 'memory'>;

/** What came of it; `no-git`: another worker may have the program. */
export type RebaseResult = Rebased | { kind: 'no-git' } | Refusal;

/** Replays the fork's own commits and leaves them at a temporary reference of the fork. Its branch does not move. */
export async function rebaseBranch(parts: RebaseParts, order: RebaseOrder): Promise<RebaseResult> {
  if (parts.git === null) return { kind: 'no-git' };
  const { linkId, operationId, upstream, syncedSha } = order;
  const ends = await withTokens(parts, order, 'writes');
  if (isRefusal(ends)) return ends;
  const given = {
    ...ends,
    upstreamId: upstream.id,
    linkId,
    operationId,
    syncedSha,
    committer: committerOf(order),
  };
  return parts.git.rebase(given, parts.giveUp);
}

/** The files in which a merge of the two conflicts, as git says it, and those of them that were resolved before. */
export async function conflictingFiles(
  parts: RebaseParts,
  order: HeadsOrder,
): Promise<{ files: string[]; known: Known[] } | { kind: 'no-git' } | Refusal> {
  if (parts.git === null) return { kind: 'no-git' };
  const ends = await withTokens(parts, order, 'reads');
  return isRefusal(ends) ? ends : parts.git.conflicts({ ...order, ...ends }, parts.giveUp);
}

/** Both ends of an order, each with the token that git speaks with there. `does`: what is done with the fork; upstream is only read. */
export async function withTokens<Fork extends Place, Upstream extends RebaseOrder['upstream']>(
  parts: Pick<RebaseParts, 'repositoryToken'>,
  { installationId, fork, upstream }: { installationId: number; fork: Fork; upstream: Upstream },
  does: 'reads' | 'writes',
): Promise<{ fork: Fork & Token; upstream: Upstream & Token } | Refusal> {
  const ours = await parts.repositoryToken({ installationId, repositoryId: fork.id, reads: does === 'reads' });
  if (isRefusal(ours)) return ours;
  const { token } = ours;
  // The fork's token reads every public repository.
  if (upstream.installationId === undefined) return { fork: { ...fork, token }, upstream: { ...upstream, token } };
  const reader = { installationId: upstream.installationId, repositoryId: upstream.id, reads: true };
  const theirs = await parts.repositoryToken(reader);
  if (isRefusal(theirs)) return readersRefusal(theirs);
  return { fork: { ...fork, token }, upstream: { ...upstream, token: theirs.token } };
}

interface Token {
  token: string;
}

/** Removes the temporary references of a link, which nothing needs once its branch has moved or will not. */
export async function tidyRebase(
  parts: RebaseParts,
  order: Pick<RebaseOrder, 'installationId' | 'linkId' | 'fork'> & Pick<ConflictsOrder, 'upstreamId'>,
): Promise<{ done: true } | { kind: 'no-git' } | Refusal> {
  if (parts.git === null) return { kind: 'no-git' };
  const { installationId, linkId, fork, upstreamId } = order;
  const writing = await parts.repositoryToken({ installationId, repositoryId: fork.id });
  if (isRefusal(writing)) return writing;
  return parts.git.tidy({ upstreamId, linkId, fork: { ...fork, token: writing.token } }, parts.giveUp);
}

/** As GitHub writes what an App commits, so that the commits lead to its page. */
export function committerOf({ bot, webUrl, now }: Pick<RebaseOrder, 'bot' | 'webUrl' | 'now'>): Committer {
  return { ...signatureOf({ ...bot, webUrl }), at: Math.floor(now.getTime() / 1000) };
}
