/** Pull requests that Backstroke merges by itself. */

/** https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/about-merge-methods-on-github */
export const mergeMethods = ['merge', 'squash', 'rebase'] as const;
export type MergeMethod = (typeof mergeMethods)[number];

/** What the settings of a link may say. */
export const merges = ['never', ...mergeMethods] as const;
export type Merge = (typeof merges)[number];

/**
 * How GitHub calls an open pull request: `clean` can be merged and passed all checks; `unstable` could be, though checks that are not
 * required failed or are not done; `blocked`: a rule is in the way; `behind`: a rule asks for what its base has; `dirty`: there are conflicts;
 * `unknown`: not found out yet. https://docs.github.com/graphql/reference/enums#mergestatestatus
 */
export type MergeState = 'clean' | 'unstable' | 'blocked' | 'behind' | 'dirty' | 'unknown';

/** Names of check runs on the head of a pull request that did not pass. */
export interface ChecksSeen {
  failed: readonly string[];
  pending: readonly string[];
}

/** What keeps an open pull request from being merged by itself. */
export interface Unmerged extends ChecksSeen {
  /** The repository does not allow to merge in this way; null: it does. */
  method: MergeMethod | null;
  /** Its head is so new that checks may not have begun. */
  fresh: boolean;
  /** It is a draft. */
  draft: boolean;
  /** Somebody who may write asked for changes. */
  changes: boolean;
  /** An approving review is required. */
  review: boolean;
  /** It would have to hold what its base has, which upstream's branch cannot. */
  behind: boolean;
}

/** Nothing that can be named. */
export const unmerged: Unmerged = {
  method: null,
  fresh: false,
  draft: false,
  changes: false,
  review: false,
  behind: false,
  failed: [],
  pending: [],
};

/** Whether the fork gets other commits than upstream's own by it, so that it never has those. */
export function copiesCommits(merge: Merge): merge is 'squash' | 'rebase' {
  return merge === 'squash' || merge === 'rebase';
}
