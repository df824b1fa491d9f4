/** What an operation does to a fork, as plain data. */
import type { Dressing } from './dressing.ts';
import type { Kept } from './keep.ts';
import type { MergeMethod } from './merging.ts';
import type { Tag } from './tags.ts';

/** A change of the fork's branch itself. `from`: where it was seen. */
export type Move =
  /** Never otherwise than forward. */
  | { type: 'forward'; from: string; to: string }
  /** A merge commit of ours on the branch, whose second parent is `headSha`, or a commit on that which keeps the fork's version of something. */
  | { type: 'merge'; from: string; headSha: string; keeping?: Kept }
  /** Anywhere, together with a new ref `backup` that holds `from`: both or neither. */
  | { type: 'replace'; from: string; to: string; backup: string }
  /** To new commits, which are the branch's own put on top of `onto`; with a backup likewise. */
  | { type: 'rebase'; from: string; onto: string; backup: string };

/** The fork's branch, which is not there, made at `to`. */
export interface Create {
  type: 'create-branch';
  to: string;
}

/** Brings the head of a pull request in the fork to upstream's commit `to`, or to a commit on that which keeps the fork's version of something. */
export type PlaceHead = { type: 'place-head'; branch: string; to: string; keeping?: Kept } & (
  | { how: 'create' }
  /** Never otherwise than forward. */
  | { how: 'forward'; from: string }
  /** Anywhere, from where it was seen: nobody else has put anything there. */
  | { how: 'replace'; from: string }
  /** By a merge commit of ours on top of what somebody pushed there. */
  | { how: 'merge'; from: string }
  /** It is there, and gets a merge of the fork's branch whose conflicts are resolved as they were before. */
  | { how: 'resolve'; from: string }
);

/** Removes the head of a pull request in the fork, from where it was seen. */
export interface RemoveHead {
  type: 'remove-head';
  branch: string;
  from: string;
}

export type Action =
  /** With everything the link's settings say. */
  | { type: 'open-pull' }
  /** `replaced`: another one is open in its place, which its text is to name. */
  | { type: 'close-pull'; number: number; replaced?: true }
  | PlaceHead
  | RemoveHead
  /** What is open already gets what opening it would have given it. */
  | { type: 'dress-pull'; number: number; dressing: Dressing }
  /** Its text was written for other heads. */
  | { type: 'rewrite-pull'; number: number }
  /** Those of upstream that the fork lacks. */
  | { type: 'create-tags'; tags: readonly Tag[] }
  /** What was put on because of conflicts goes when they are solved. */
  | { type: 'unlabel-pull'; number: number; labels: string[] }
  /** By GitHub, while its head is this. */
  | { type: 'merge-pull'; number: number; headSha: string; method: MergeMethod }
  | Create
  | Move;
