/** Which tags of upstream a fork is given. A tag that the fork has is never moved nor deleted. */
import { globMatcher } from './config/glob.ts';
import { needsPerson, type Reason } from './reason.ts';

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

/** null: the link's settings ask for no tags. After what may have kept tags from being made they are looked for once more. */
export function tagsLook(given: {
  settings: { tags: string | null };
  tagsDecidedOn: string | null;
  lastReason: Reason | null;
}): TagsLook | null {
  const { settings, tagsDecidedOn, lastReason } = given;
  if (settings.tags === null) return null;
  const hindered = lastReason !== null && (needsPerson(lastReason) || lastReason === 'held-undone');
  return { pattern: settings.tags, decidedOn: hindered ? null : tagsDecidedOn };
}

/** Those of upstream that match and that the fork lacks, in upstream's order. */
export function missingTags(pattern: string, theirs: readonly Tag[], ours: readonly Tag[]): Tag[] {
  const matches = globMatcher(pattern);
  const there = new Set(ours.map(({ name }) => name));
  return theirs.filter(({ name }) => !there.has(name) && matches(name) !== null);
}
