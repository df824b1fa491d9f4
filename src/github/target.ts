import type { Merge } from '../core/merging.ts';
import type { BranchName } from '../core/observation.ts';

/** The two ends of a link, by the names last known; the ids are what they must turn out to be. */
export interface LinkTarget {
  installationId: number;
  fork: BranchName & { id: number };
  upstream: BranchName & { id: number };
}

/** What git says of an upstream that is not on GitHub: the head of its branch (null: there is no such branch), or why it cannot be followed. */
export type HeadElsewhere = { sha: string | null } | { gone: string };

/** With what git said; left out: what was brought into the fork last counts as its head. */
export interface ElsewhereTarget {
  linkId?: string;
  elsewhere?: HeadElsewhere;
}

/** With the installation that covers upstream where the fork's may not see it. */
export interface ReadTarget extends LinkTarget {
  upstreamInstallationId?: number | null;
}

/** With the branch in the fork that is the head of its pull request; null: that is upstream's own branch. */
export interface HeadTarget extends LinkTarget {
  headInFork?: string | null;
}

/** The branch that is the head of the pull request. */
export function headOf({ headInFork = null, fork, upstream }: HeadTarget): BranchName & { id: number } {
  return headInFork === null ? upstream : { ...fork, branch: headInFork };
}

/** With how pull requests are merged; left out: none is by us. */
export interface MergingTarget {
  settings?: { pullRequest: { merge: Merge } };
}

/** Whether pull requests of the link are merged by us. */
export function isMerging({ settings }: MergingTarget): boolean {
  return (settings?.pullRequest.merge ?? 'never') !== 'never';
}

export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/**
 * How the ends relate. `sibling`: two repositories of one owner in one fork network, where `owner:branch` does not say which is meant
 * (`head_repo` of https://docs.github.com/rest/pulls/pulls#create-a-pull-request).
 */
export function kinship({ fork, upstream }: Pick<LinkTarget, 'fork' | 'upstream'>): 'itself' | 'sibling' | 'stranger' {
  if (fork.id === upstream.id) return 'itself';
  return sameName(fork.owner, upstream.owner) ? 'sibling' : 'stranger';
}
