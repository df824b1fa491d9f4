import type { BranchName } from '../observation.ts';
import { plainTitle } from './harmless.ts';

/**
 * The message of a merge commit of ours: `Merge main of up/hello`, or `Merge dev of up/hello into main` where the branches' names
 * differ. Names are upstream's words, so nothing in them closes an issue, mentions anybody or keeps workflows from running.
 */
export function mergeMessage({ upstream, fork }: { upstream: BranchName; fork: BranchName }): string {
  const into = upstream.branch === fork.branch ? '' : ` into ${fork.branch}`;
  return plainTitle(`Merge ${upstream.branch} of ${upstream.owner}/${upstream.name}${into}`);
}

/**
 * What stands below that when a pull request of ours is merged, in place of upstream's messages: which pull request, and what of upstream
 * it held, since a squash has no other trace of that.
 */
export function mergeNote({ number, upstreamSha }: { number: number; upstreamSha: string }): string {
  return plainTitle(`Pull request ${number}, up to commit ${upstreamSha.slice(0, 12)} of upstream.`);
}
