import type { CheckJob } from '../core/check-message.ts';
import type { DeclaredLink } from '../core/config/links.ts';
import { nothing } from '../core/plan-types.ts';
import { isRefusal } from '../core/refusal.ts';
import type { CheckedBranch } from '../core/text/branch-line.ts';
import type { UpstreamGit } from '../git/upstream-git.ts';

export interface ElsewherePreview {
  /** Asks upstreams that are not on GitHub; null: this worker has no git. */
  upstreamGit: Pick<UpstreamGit, 'headsOf'> | null;
  /** Aborted when the worker hands back what it holds. */
  giveUp: AbortSignal;
}

/**
 * Asks whether branches of an upstream outside GitHub are there, once for all of them, and says what is known then of one. Only of a commit that
 * somebody pushed here, and only an address that the fork was linked to before: whoever else proposes a file would have our machines ask what
 * they like, and be told what a host of an own network has.
 */
export async function previewElsewhere(
  { job, upstreamGit, giveUp }: ElsewherePreview & { job: Pick<CheckJob, 'compareSha' | 'links'> },
  { id, url }: { id: number; url: string },
  links: readonly Pick<DeclaredLink, 'upstreamId' | 'upstreamBranch'>[],
): Promise<(branch: string) => CheckedBranch['plan']> {
  const branches = links.flatMap((link) => (link.upstreamId === id ? [link.upstreamBranch] : []));
  const linked = job.links.some(({ upstreamId }) => upstreamId === id);
  if (upstreamGit === null || job.compareSha !== null || !linked || branches.length === 0) return () => null;
  const heads = await upstreamGit.headsOf({ url, branches }, giveUp);
  // What its server does not say now it may say when the file counts.
  if (isRefusal(heads)) return () => null;
  if ('gone' in heads) return () => nothing('upstream-missing', 'gone');
  return (branch) => (heads.get(branch) === null ? nothing('upstream-branch-missing', 'no-branch') : null);
}
