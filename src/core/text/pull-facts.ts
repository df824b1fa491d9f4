/** What the text of a pull request is written from, and nothing of how. */
import type { Merge } from '../merging.ts';
import type { Instead } from '../plan-types.ts';
import type { Range } from '../range.ts';
import type { Risks } from '../risk.ts';
import type { ReleaseNotes } from './pull-changes.ts';
import type { WebFacts } from './web-pages.ts';

/** What the body of a pull request is written from. */
export interface PullRequestFacts extends WebFacts {
  /** Commits the fork lacks; null: not known. */
  missing: number | null;
  /** Commits only the fork has. */
  own: number;
  /** Upstream's branch no longer holds what was synced last. */
  rewritten: boolean;
  /** Why there is a pull request where the settings ask for none. */
  instead: Instead | null;
  /** Paths that `instead` is about, as far as they are known. */
  files: readonly string[];
  /** The fork's head commit, and upstream's, of which seven characters are shown. */
  baseSha: string;
  headSha: string;
  /** The tag that is followed in the place of upstream's branch. */
  tag?: string | null;
  /** The branch in the fork that is the head; null: that is upstream's own branch. */
  headInFork: string | null;
  /** null: GitHub did not tell. */
  changes: Changes | null;
  /** null: none that GitHub knows of. */
  conflict: PullConflict | null;
  /** What Backstroke puts on the pull request because of them. */
  labels?: readonly string[];
  /** Paths that stay as the fork has them, though upstream has something else there. */
  kept?: readonly string[];
  /** How Backstroke merges it once GitHub calls it clean. */
  merge: Merge;
  /** Where this Backstroke is reached, without a path; with `linkId` the body says how to release the link. */
  publicUrl?: string;
  linkId?: string;
}

/** What lies between the two branches. */
export interface Changes {
  theirs: Range;
  own: Range;
  risks: Risks;
  /** null: upstream's latest release is not among what is missing. */
  release: ReleaseNotes | null;
}

/** Conflicts between the two heads. `files` null: no git was there to say where. */
export interface PullConflict {
  files: readonly string[] | null;
  /** Those that git would resolve as the fork resolved them before, and in which merge it did. */
  known: readonly { path: string; commit: string }[];
}
