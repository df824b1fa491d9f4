/** What of an upstream a link follows: its branch, its latest release, or the newest of the tags that match. */
import { globMatcher } from './config/glob.ts';

/** As files and rows write it: `branch`, `release`, or `tag:` and a glob. */
export const followsBranch = 'branch';
const tagPrefix = 'tag:';

/** What stands in the place of a branch's head. */
export interface Tracked {
  track: string;
  /** Of the release, or the newest that matches and is at a commit; null: there is none. A release's tag may be at no commit. */
  tag: string | null;
}

/** The glob of `tag:GLOB`; null: no tags are followed. */
export function trackedTags(track: string): string | null {
  return track.startsWith(tagPrefix) ? track.slice(tagPrefix.length) : null;
}

/** What all tags begin with that match the glob of `tag:GLOB`; null where that may be anything. */
export function tagsBeginWith(track: string): string | null {
  return trackedTags(track)?.split('*')[0] || null;
}

/** Whether what happened may have changed which commit is followed: a tag that was pushed, or `release` for something about releases. */
export function concerns(track: string, event: { tag: string } | 'release'): boolean {
  if (event === 'release') return track === event;
  const pattern = trackedTags(track);
  return pattern !== null && globMatcher(pattern)(event.tag) !== null;
}

/**
 * The newest of these tags that match, by the version in its name and by nothing that a commit says of its own date; null: there is none.
 * Numbers are compared as numbers. A version before its release (`v2.0.0-rc.1`) is older than that, and only followed by a
 * pattern that does not match the release as well, such as `v*-rc*`.
 */
export function newestTag(pattern: string, names: readonly string[]): string | null {
  const matches = globMatcher(pattern);
  const wanted = names.filter((name) => {
    const { release, early } = versionOf(name);
    return matches(name) !== null && (early === null || matches(release) === null);
  });
  return wanted.reduce<string | null>((best, name) => (best === null || isNewer(name, best) ? name : best), null);
}

/** Why there is no commit to follow, as the end of a sentence that begins with upstream's name. */
export function lackWords({ track, tag }: Tracked, name: (word: string) => string): string {
  if (tag !== null) return `has no commit at the tag ${name(tag)} of its latest release`;
  const pattern = trackedTags(track);
  return pattern === null ? 'has no release yet' : `has no tag yet that ${name(track)} follows`;
}

/** `release` is the name without what makes it one before its release, `early`; null: it is none. https://semver.org */
function versionOf(name: string): { release: string; early: string | null } {
  const [, release = name, end = null] = /^(.*?\d+\.\d+(?:\.\d+)*)[-._]?([A-Za-z].*|(?<=-)\d.*)$/.exec(name) ?? [];
  return { release, early: end !== null && final.test(end) ? null : end };
}

/** What Java projects end the name of a release with, so that it comes after its candidates in the alphabet. */
const final = /^(?:final|ga|release)$/i;

function isNewer(one: string, other: string): boolean {
  const [a, b] = [versionOf(one), versionOf(other)];
  const byRelease = compareWords(a.release, b.release);
  if (byRelease !== 0) return byRelease > 0;
  if (a.early === null || b.early === null) return a.early === null && b.early !== null;
  return compareWords(a.early, b.early) > 0;
}

/** By the numbers and the words between them, in order; a number comes before a word, and what ends first before what goes on. */
function compareWords(one: string, other: string): number {
  const [ours, theirs] = [wordsOf(one), wordsOf(other)];
  for (const [index, word] of ours.entries()) {
    const than = theirs[index];
    if (than === undefined) return 1;
    const order = compareWord(word, than);
    if (order !== 0) return order;
  }
  return ours.length - theirs.length;
}

function wordsOf(text: string): string[] {
  return text.match(/\d+|\D+/g) ?? [];
}

function compareWord(one: string, other: string): number {
  const [a, b] = [/^\d/.test(one), /^\d/.test(other)];
  if (a !== b) return a ? -1 : 1;
  if (!a) return one < other ? -1 : one > other ? 1 : 0;
  const [x, y] = [BigInt(one), BigInt(other)];
  return x < y ? -1 : x > y ? 1 : 0;
}
