/** Which tags of upstream a fork is given. A tag that the fork has is never moved nor deleted. */
import { globMatcher } from './config/glob.ts';
import { type Reason, statusOf } from './reason.ts';

export interface Tag {
  name: string;
  /** What it points to: a commit, or the tag object of an annotated one. */
  sha: string;
}

/** How many tags a repository has, and which of them is the newest: another state means that there may be a new one. */
export interface TagsSeen {
  count: number;
  newest: Tag | null;
}

/** What an operation has to know to look for new tags. */
export interface TagsLook {
  /** A glob over their names. */
  pattern: string;
  /** The state upstream's tags were in when all of them were last seen to be there; null: look, whatever it is. */
  decidedOn: string | null;
}

/** Tags that one operation makes, at most: GitHub takes 500 requests an hour that make something, from all that a token is used for. */
export const tagsAtOnce = 30;

/** The word that a link remembers when the fork has all tags that it is to have. */
export function tagsState(pattern: string, { count, newest }: TagsSeen): string {
  return `${pattern} ${count}${newest === null ? '' : ` ${newest.sha} ${newest.name}`}`;
}

/**
 * The word for a state in which the fork was found to lack tags that it is to have: upstream's tags are no news in it, and the link
 * looks for them whenever it has a reason to.
 */
export function leftState(state: string): string {
  return `left ${state}`;
}

/** null: the link's settings ask for no tags. After what may have kept tags from being made they are looked for once more. */
export function tagsLook(given: {
  settings: { tags: string | null };
  tagsDecidedOn: string | null;
  lastReason: Reason | null;
}): TagsLook | null {
  const { settings, tagsDecidedOn, lastReason } = given;
  if (settings.tags === null) return null;
  const hindered = lastReason !== null && (statusOf(lastReason) === 'error' || lastReason === 'held-undone');
  return { pattern: settings.tags, decidedOn: hindered ? null : tagsDecidedOn };
}

/** Those of upstream that match and that the fork lacks, in upstream's order. */
export function missingTags(pattern: string, theirs: readonly Tag[], ours: readonly Tag[]): Tag[] {
  const matches = globMatcher(pattern);
  const there = new Set(ours.map(({ name }) => name));
  return theirs.filter(({ name }) => !there.has(name) && matches(name) !== null);
}
