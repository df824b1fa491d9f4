/** What a decision is made from, and what it comes to. */
import type { Action } from './action.ts';
import type { HeadPlace } from './link.ts';
import type { Unmerged } from './merging.ts';
import type { Job } from './message.ts';
import type { Observation } from './observation.ts';
import type { Reason } from './reason.ts';

/**
 * Why there is a pull request where the settings ask for none. `own-commits`: the branch has commits of its own, so it cannot
 * be moved forward; `configuration`: the only one of them changes the configuration file and nothing else; for the others see
 * `Tried`.
 */
export type Instead = 'own-commits' | 'configuration' | Tried['why'];

/**
 * Why a move of these two heads, tried in this operation, could not be made. `conflict`: both changed the same lines, of these files as
 * far as they are known; `no-git`: the worker has no git that could replay commits; `too-many`: more commits than it replays.
 */
export type Tried = { why: 'conflict'; files: readonly string[] } | { why: 'no-git' | 'too-many' };

export interface Plan {
  reason: Reason;
  /** What has to be done for `reason` to be true. */
  actions: Action[];
  /** Upstream state this was decided on: a sha, `gone`, `replaced`, `no-branch`; null when it could not be seen. */
  decidedOn: string | null;
  /** Commits the fork lacks; null when not known. */
  missing: number | null;
  /** Commits only the fork has; null when not known. */
  own: number | null;
  /** The pull request that is open, or was merged or closed by this plan. */
  pull: { number: number; url: string } | null;
  /** When what holds the link began, or held it until it was released. */
  heldSince: string | null;
  /** The upstream commit that the fork's branch or an open pull request holds after this. */
  syncedSha: string | null;
  /** When time alone changes the answer: not before this, ISO 8601. */
  notBefore: string | null;
  /** When there is more to take than was decided on, though nothing changes; ISO 8601. */
  moreAt: string | null;
  instead: Instead | null;
  /** What the pull request with its head in the fork brings that is open or to be opened; null: there is none. */
  offer: Offer | null;
  /** Upstream conflicts with what somebody pushed to the head of the pull request. */
  stuck: boolean;
  /** Paths that `instead` is about, where it is a conflict and they are known. */
  files: readonly string[];
  /** Upstream's branch no longer holds what was synced last. */
  rewritten: boolean;
  /** Page of the open pull request into another repository that this branch is the head of, where that holds it and can be seen. */
  holder: string | null;
  /** What keeps the pull request from being merged by itself, where that is what is told. */
  unmerged: Unmerged | null;
  /** What GitHub would not say by itself, for the sentence. */
  detail: string | null;
}

/** What a pull request brings. */
export interface Offer {
  in: HeadPlace;
  /** The commit of upstream's that it goes up to. */
  sha: string;
  /** Commits of it that the fork lacks; null where they were not counted, or the two have no commit in common. */
  missing: number | null;
}

/** What the planner knows besides what GitHub shows. */
export type Known = Pick<
  Job,
  | 'fork'
  | 'upstream'
  | 'strategy'
  | 'trigger'
  | 'settings'
  | 'configBlob'
  | 'mayOpen'
  | 'pull'
  | 'mergeability'
  | 'ticked'
  | 'decidedOn'
  | 'heldSince'
  | 'branchSeenAt'
  | 'releasedAt'
  | 'undoneAt'
  | 'putBack'
  | 'lastSyncedAt'
  | 'lastSyncedSha'
  | 'sightings'
  | 'hint'
  | 'failures'
  | 'lastReason'
>;

/** A branch that can be written and the upstream branch it follows. */
export interface Branch {
  known: Known;
  seen: Observation;
  now: Date;
  tried: Tried | null;
  /** Upstream could not be merged into the head of the pull request, where this operation tried that. */
  stuck: boolean;
  /** Head of the fork's branch. */
  from: string;
  /** Head of upstream's. */
  head: string;
  /** Commits the fork lacks, and commits only the fork has; null where the two have no commit in common. */
  missing: number | null;
  own: number | null;
  take: Take;
}

/** What of upstream's branch may be taken: all of it, but for links with a delay. */
export interface Take {
  /** The newest commit that may be; null: none was seen for long enough. */
  sha: string | null;
  /** As those of the branch, seen from this commit. */
  missing: number | null;
  own: number | null;
  /** What has to wait; null: nothing does. ISO 8601. */
  waits: {
    /** When upstream's head was seen first. */
    since: string;
    /** When it may be taken. */
    headAt: string;
    /** When anything more than `sha` may be. */
    moreAt: string;
  } | null;
}

const empty = {
  missing: null,
  own: null,
  pull: null,
  heldSince: null,
  syncedSha: null,
  notBefore: null,
  moreAt: null,
  instead: null,
  offer: null,
  stuck: false,
  files: [],
  rewritten: false,
  holder: null,
  unmerged: null,
  detail: null,
};

/** A plan that does nothing. */
export function nothing(reason: Reason, decidedOn: string | null): Plan {
  return { reason, actions: [], decidedOn, ...empty };
}

/** Of two moments, ISO 8601. */
export function earliest(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

/** When a link that moves its branch may move it further, though upstream stays as it is; ISO 8601. */
export function moreAt({ known, take }: Pick<Branch, 'known' | 'take'>): string | null {
  return known.strategy === 'pull-request' ? null : (take.waits?.moreAt ?? null);
}

/** Nothing is written by settings of another file: its own event, or this result where that was lost, makes a job that knows it. */
export function fileChanged(): Plan {
  return { ...nothing('github-unavailable', null), detail: 'the configuration file was changed a moment ago' };
}

/** Whether what began to hold at `heldSince` was released since. */
export function released(heldSince: string, releasedAt: string | null): boolean {
  return releasedAt !== null && Date.parse(releasedAt) >= Date.parse(heldSince);
}

/** When the period of the link's settings that began with the last sync is over, while it is not; a person does not wait for it. */
export function periodEnd({ known, now }: Pick<Branch, 'known' | 'now'>): string | null {
  const { everyMs } = known.settings;
  if (everyMs === null || known.lastSyncedAt === null || known.trigger === 'manual') return null;
  const due = new Date(Date.parse(known.lastSyncedAt) + everyMs);
  return now < due ? due.toISOString() : null;
}
