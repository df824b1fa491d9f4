/** Branches of a fork that are heads of Backstroke's own pull requests, by upstream's owner and the branch they are to be merged into. */
import type { BranchName } from './observation.ts';

/** `backstroke/up/main`, for what comes from `up` to `main`. */
export function headBranch(ends: { upstream: Pick<BranchName, 'owner'>; fork: Pick<BranchName, 'branch'> }): string {
  return `backstroke/${ends.upstream.owner}/${ends.fork.branch}`;
}

/** The fork's branch that a branch of this name is to be merged into; null where it is none of these. */
export function headFor(branch: string): string | null {
  return /^backstroke\/[^/]+\/(.+)$/.exec(branch)?.[1] ?? null;
}
