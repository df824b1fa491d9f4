/** What GitHub showed when an operation read it: plain data, the only input of the planner that comes from outside. */

import type { Keeping, Kept } from './keep.ts';
import type { HeadPlace } from './link.ts';
import type { ChecksSeen, MergeMethod, MergeState } from './merging.ts';
import type { Refusal } from './refusal.ts';
import type { Tag } from './tags.ts';
import type { Tracked } from './track.ts';

/** A repository and one of its branches, by the names they have now. */
export interface BranchName {
  owner: string;
  name: string;
  branch: string;
  /** Where the repository is, when that is not GitHub. */
  url?: string | null | undefined;
}

export interface ObservedPull {
  number: number;
  /** Page for people. */
  url: string;
  state: 'open' | 'closed' | 'merged';
  head: HeadPlace;
  /** The head commit GitHub shows on the pull request (for a merged one: as it was when merged). */
  headSha: string;
  /** Whether its head as it is now cannot be merged into its base as that is now; null: GitHub has not tried that yet. */
  conflicting: boolean | null;
  /** This and the next two are read where pull requests of the link are merged by themselves. */
  mergeState: MergeState;
  draft: boolean;
  /** `changes`: somebody who may write asked for some; `required`: somebody has to approve it. */
  review: 'changes' | 'required' | null;
  /** Opened by this App. */
  ours: boolean;
  /** ISO 8601; null while open. */
  closedAt: string | null;
  /**
   * `nobody`: GitHub closed it because its head went away or back to what the base has. `person`: also another App or a workflow.
   * null unless `state` is `closed`.
   */
  closedBy: 'us' | 'person' | 'nobody' | null;
  /** Names. */
  labels: string[];
  /** Logins. */
  assignees: string[];
  /** What it says of itself; null: not read, as it is not open. */
  body: string | null;
}

export interface ObservedRelease {
  tag: string;
  /** The commit that was released. */
  sha: string;
  /** As upstream wrote them; may be empty. */
  notes: string;
}

export interface ObservedRepository {
  /** GitHub's numeric id: the identity. */
  id: number;
  /** GraphQL node id. */
  nodeId: string;
  owner: string;
  name: string;
  archived: boolean;
  private: boolean;
  /** Head commit of the branch asked for, null when there is no such branch. */
  branchSha: string | null;
}

/** Upstream's branch seen from the fork's branch. */
export type Comparison =
  | {
      kind: 'counted' /** commits the fork lacks */;
      missing: number /** commits only the fork has */;
      own: number /** the upstream head that was compared */;
      headSha: string;
    }
  | { kind: 'unrelated' }
  /** GitHub's fork network does not know the upstream head yet, or could not compare. */
  | { kind: 'unavailable' };

/** A commit of upstream's branch, and how the fork's branch stands to it. */
export interface Ripe {
  sha: string;
  comparison: Comparison;
}

/** The branch in the fork that is the head of the link's pull requests where those have it in the fork. */
export interface Placed {
  sha: string;
  /** It is a commit of ours that keeps the fork's version of something; left out: it is any other. */
  keeps?: Keeping;
  /** `missing` is what it lacks of the upstream commit that may be taken, `own` what it has besides; of neither such a commit of ours counts. */
  comparison: Comparison;
  /** Commits of it that the fork's branch lacks, without that one; null: GitHub does not say. */
  beyond: number | null;
  /** Commits of the fork's branch that it lacks; null: GitHub does not say. */
  lacks: number | null;
}

export interface Observation {
  /** The App's bot: its database id, and its login without `[bot]`. */
  us: { id: number; slug: string };
  /** null: gone, or not readable with the installation's token. */
  fork: ObservedRepository | null;
  /** null: gone, or not readable with the installation's token. */
  upstream: ObservedRepository | null;
  /**
   * Of an upstream that is not on GitHub: its commit that was brought into the fork, where GitHub compares it (null: none was), and why there is
   * nothing to bring, in git's words. null: upstream is on GitHub.
   */
  elsewhere: { staged: string | null; detail: string | null } | null;
  /**
   * Upstream is private and another installation covers it, so that no token reads both ends: it was read with its own, or was not
   * read for this fork, and why. null: the fork's installation reads what there is.
   */
  apart: { denied: string | null } | null;
  /** null when one of the two branches is missing. */
  comparison: Comparison | null;
  /** Upstream's own configuration file asks that no pull request in a fork has its head there. */
  optedOut: boolean;
  /** What is followed in the place of upstream's branch: its commit is `upstream.branchSha`. null: the branch is. */
  tracked: Tracked | null;
  /** Upstream's branch no longer holds the commit that was synced last. */
  rewritten: boolean;
  /** Of the heads that were seen there before: those that upstream's branch no longer holds. null: not looked at, or not known. */
  lost: string[] | null;
  /** The newest head that such a link may take where that is not the present one, seen from the fork's branch; null: there is none. */
  ripe: Ripe | null;
  /**
   * The state of upstream's tags, and those the fork is to have and lacks, or why they could not be listed; null: it is to have none,
   * or they cannot be seen.
   */
  tags: { state: string; missing: Tag[] | Refusal } | null;
  /** What of the upstream commit that may be taken is to stay as the fork has it; null: nothing is, or the fork has that commit. */
  kept: Kept | null;
  /** Both branches have the same files, whatever commits they come from. */
  sameContent: boolean;
  /** Blob id of the fork's own configuration file on its default branch; null when there is none. */
  configBlob: string | null;
  /** The newest commit of the fork's branch changes the fork's own configuration file and nothing else. */
  ownIsConfig: boolean;
  /**
   * Pages of open pull requests into other repositories whose head is the fork's branch, but for those that this App opened:
   * such a one is in a fork of this fork, and follows it. null: not to be seen.
   */
  headOf: (string | null)[];
  /** Ways to merge that the fork's repository allows; null: not read, or not known. */
  mergeMethods: readonly MergeMethod[] | null;
  /** Of the open pull request of ours that is to be merged, where GitHub does not call it clean; null: not read. */
  checks: ChecksSeen | null;
  /** Upstream's latest release, as upstream counts them; null: there is none, or it cannot be read. */
  release: ObservedRelease | null;
  /** Email addresses of who committed the newest 100 commits of the fork's branch; null when GitHub does not say. */
  committers: string[] | null;
  /** null: there is no such branch. */
  placed: Placed | null;
  /** Pull requests from the upstream branch, and from that branch in the fork, to the fork branch, newest first, whoever opened them. */
  pulls: ObservedPull[];
  /** The pull request known of the link, where it is none of those: its branches were others. */
  former: (ObservedPull & { headBranch: string }) | null;
}

/** Commits of an upstream commit that the fork's branch lacks; null where the two were not compared. */
export function lackedOf({ comparison, ripe }: Pick<Observation, 'comparison' | 'ripe'>, sha: string): number | null {
  if (ripe?.sha === sha) return ripe.comparison.kind === 'counted' ? ripe.comparison.missing : null;
  return comparison?.kind === 'counted' && comparison.headSha === sha ? comparison.missing : null;
}
