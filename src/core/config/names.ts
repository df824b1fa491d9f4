/** The names a configuration may hold, as patterns for schemas and as sentences about what is wrong with one. */
import { GIT_URL, gitUrlFault, looksLikeUrl } from './git-url.ts';
import { nearest } from './nearest.ts';
import { shown } from './problem.ts';

/**
 * At most 39 characters; the underscore is in the logins of managed users.
 * https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication
 */
const LOGIN = '[A-Za-z0-9][A-Za-z0-9_\\-]{0,38}';
const REPOSITORY = '(?!\\.{1,2}$)[A-Za-z0-9._\\-]{1,100}';

/** https://git-scm.com/docs/git-check-ref-format, and nothing that GitHub or a shell would take for something else. */
const BRANCH =
  '(?![\\-\\/.]|@$|refs\\/heads\\/)(?!.*(?:\\.\\.|\\/\\/|\\/\\.|@\\{|\\.lock(?:\\/|$)|[\\/.]$))' +
  '[^\\u0000-\\u0020\\u007F~^:?\\[\\\\]+';
const STARS = '(?!.*\\*{3})(?!(?:[^*]*\\*(?:\\*|(?!\\*))){4})';
/** A path from the top of a repository, with or without a slash at its end. */
const PATH = '(?![!\\/])(?!(?:.*\\/)?\\.{1,2}(?:\\/|$))(?!.*\\/\\/)[^\\u0000-\\u001F\\u007F\\\\]+';
const NOT_OURS = '(?!backstroke\\/)';

const whole = (...parts: string[]) => new RegExp(`^${parts.join('')}$`, 'u');

export const patterns = {
  login: whole(LOGIN),
  reviewer: whole(LOGIN, '(?:\\/[A-Za-z0-9._\\-]{1,100})?'),
  repository: whole(REPOSITORY),
  repositoryOf: whole(LOGIN, '\\/', REPOSITORY),
  upstream: whole('(?:', GIT_URL, '|', LOGIN, '\\/', REPOSITORY, ')'),
  from: whole(`(?:${LOGIN}:)?`, NOT_OURS, STARS, BRANCH),
  to: whole(NOT_OURS, STARS, BRANCH),
  exclude: whole(STARS, BRANCH),
  path: whole(STARS, PATH),
  track: whole('(?:branch|release|tag:', STARS, BRANCH, ')'),
  every: /^[1-9][0-9]{0,5}[mhdw]$/u,
  title: /^(?=.*\S)(?:(?!\{\{).|\{\{(?:upstream|branch)\}\})+$/u,
  label: /^(?=.*\S).+$/u,
};

const upTo365Days =
  '(?:[1-9][0-9]{1,4}|[1-4][0-9]{5}|5(?:[01][0-9]{4}|2[0-4][0-9]{3}|25(?:[0-5][0-9]{2}|600)))m|' +
  '(?:[1-9][0-9]{0,2}|[1-7][0-9]{3}|8(?:[0-6][0-9]{2}|7(?:[0-5][0-9]|60)))h|' +
  '(?:[1-9][0-9]?|[12][0-9]{2}|3(?:[0-5][0-9]|6[0-5]))d|(?:[1-9]|[1-4][0-9]|5[0-2])w';

/** For editors, which know patterns alone: the periods from 10 minutes to 365 days. */
export const everyPattern = `^(?:${upTo365Days})$`;

/** For editors, in JSON Schema: these keys of a map have the same number of stars, as far as they are there. */
export function sameStars(...keys: string[]): object[] {
  return [0, 1, 2, 3].map((count) => {
    const pattern = `^[^*]*(?:\\*\\*?(?!\\*)[^*]*){${count}}$`;
    return { properties: Object.fromEntries(keys.map((key) => [key, { pattern }])) };
  });
}

/** Branches of this form are Backstroke's own: never followed, never moved by a link. */
export function isOurs(branch: string): boolean {
  return branch.startsWith('backstroke/');
}

const branchFaults: [RegExp, string][] = [
  [/^refs\/heads\//, 'write it without `refs/heads/`'],
  [/\*{3}/, 'a glob has `*` within a segment and `**` across, and no `***`'],
  [/(?:[^*]*\*(?:\*|(?!\*))){4}/, 'a glob has at most three stars'],
  [/\s-\s/, 'entries of a list ran together, so start their dashes in one column'],
  [/\s/, 'Git allows no white space in one'],
  [/:/, 'Git allows no `:` in one'],
  [/\?/, 'Git allows no `?` in one, and globs know `*` and `**` alone'],
  [/\[/, 'Git allows no `[` in one, and globs know `*` and `**` alone'],
  [/~/, 'Git allows no `~` in one'],
  [/\^/, 'Git allows no `^` in one'],
  [/\\/, 'Git allows no backslash in one'],
  [/\.\./, 'Git allows no `..` in one'],
  [/^\/|\/\/|\/$/, 'Git allows `/` only between two parts of one'],
  [/^\.|\/\./, 'Git allows no part of one to start with a dot'],
  [/\.$/, 'Git allows no dot at the end of one'],
  [/\.lock(?:\/|$)/, 'Git allows no part of one to end with `.lock`'],
  [/@\{|^@$/, 'Git keeps `@` alone and `@{` for itself'],
  [/^-/, 'Git allows no `-` at the start of one'],
  [/^backstroke\//, "branches below `backstroke/` are Backstroke's own"],
];

/** What is wrong with a branch name or glob that its pattern refuses. */
export function branchFault(name: string): string {
  if (name === '') return 'The name of a branch cannot be empty: write one.';
  const fault = branchFaults.find(([pattern]) => pattern.test(name));
  return `${shown(name)} is no branch name: ${fault?.[1] ?? 'Git allows no control character in one'}.`;
}

/** The same for the upstream side of an entry, which may name an owner. */
export function fromFault(text: string): string {
  const colon = text.indexOf(':');
  if (colon < 0) return branchFault(text);
  const owner = text.slice(0, colon);
  if (patterns.login.test(owner) && /^[^/]/.test(text.slice(colon + 1))) return branchFault(text.slice(colon + 1));
  return `${shown(text)} names no branch of another owner: write its login, a colon and the branch, as in \`other-owner:main\`.`;
}

/** An address of a repository of GitHub becomes its name. */
export function upstreamFault(text: string): string {
  const name = /^(?:https?:\/\/|git@)(?:www\.)?github\.com[/:]([^/]+\/[^/]+?)(?:\.git)?\/?$/i.exec(text)?.[1];
  if (!name && looksLikeUrl(text)) return gitUrlFault(text);
  const write = name && patterns.repositoryOf.test(name) ? `write \`${name}\`` : 'write it as `owner/repo`';
  return `${shown(text)} is no name of a repository: ${write}.`;
}

export function repositoryFault(text: string): string {
  const name = text.includes('/') ? 'write it without its owner' : 'letters, digits, `.`, `_` and `-` make one';
  return `${shown(text)} is no name of a repository: ${name}.`;
}

export function loginFault(text: string): string {
  const write = text.startsWith('@') ? 'write it without the `@`' : 'letters, digits and `-` make one';
  return `${shown(text)} is no login: ${write}.`;
}

export function reviewerFault(text: string): string {
  const write = text.startsWith('@') ? 'write it without the `@`' : 'write a login, or a team as `org/team`';
  return `${shown(text)} is no reviewer: ${write}.`;
}

const pathFaults: [RegExp, string][] = [
  [/\*{3}/, 'a glob has `*` within a segment and `**` across, and no `***`'],
  [/(?:[^*]*\*(?:\*|(?!\*))){4}/, 'a glob has at most three stars'],
  [/^!/, 'nothing is taken out of a list, so name what is kept'],
  [/^\.?\//, 'it begins at the top of the repository, with no slash or dot before'],
  [/\\/, 'its parts are separated by `/`'],
];

/** What is wrong with a path or glob that its pattern refuses. */
export function pathFault(path: string): string {
  if (path === '') return 'A path cannot be empty: write one.';
  const fault = pathFaults.find(([pattern]) => pattern.test(path));
  return `${shown(path)} is no path: ${fault?.[1] ?? 'it has no empty part, no `.` or `..`, and no control character'}.`;
}

const placeholders = ['upstream', 'branch'];

export function titleFault(text: string): string {
  if (/[\n\r\u2028\u2029]/.test(text)) return 'A title is a single line.';
  const wrong = [...text.matchAll(/\{\{([^{}]*)(?:\}\})?/g)].find(([all]) => !patterns.title.test(all));
  if (!wrong) return 'A title cannot be blank.';
  const meant = nearest(wrong[1] ?? '', placeholders);
  const advice = meant ? `did you mean \`{{${meant}}}\`?` : 'there are `{{upstream}}` and `{{branch}}`.';
  return `${shown(wrong[0])} is no placeholder: ${advice}`;
}
