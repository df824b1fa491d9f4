/**
 * Words that somebody else controls (names of owners, repositories and branches, subjects of commits), made
 * harmless: shown for what they are, but never a mention, a reference, a link, HTML or an escape sequence.
 */

/** Longest name shown, in code points. GitHub's own limits: owner 39, repository 100, branch 255 bytes. */
export const NAME_LIMIT = 255;

/** Longest text that `plainTitle` takes, in code points; what it returns is at most a quarter longer. */
export const TITLE_LIMIT = 200;

const whitespace = /[\t\n\v\f\r\u{85}\p{Z}]+/gu;
/** Control, format (bidi, zero width, tags), surrogate, private, noncharacter, ignorable; U+2800 is a blank too. */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\u{2800}]+/gu;
const replacement = '\u{FFFD}';

/**
 * One line with nothing hidden in it, at most `limit` code points long, the last one `…` when it was cut.
 * What cannot be seen becomes U+FFFD instead of vanishing, so that a branch `main` + zero width space does not
 * look like `main`. Never empty. Markdown in it is untouched: for API, pages (which escape HTML) and logs.
 */
export function visible(text: string, limit: number = NAME_LIMIT): string {
  const line = text.replace(whitespace, ' ').replace(hidden, replacement).trim();
  const points = Array.from(line);
  if (points.length === 0) return replacement;
  if (points.length <= limit) return line;
  return `${points
    .slice(0, limit - 1)
    .join('')
    .trimEnd()}…`;
}

/**
 * As `visible`, for text of several lines whose indentation matters, such as a diff: line breaks and blanks stay, a tab is
 * four of them. At most `limit` code points long. May be empty.
 */
export function visibleText(text: string, limit: number): string {
  const lines = text.split(/\r?\n/).map((line) =>
    line
      .replaceAll('\t', '    ')
      .replace(whitespace, (blanks) => ' '.repeat(blanks.length))
      .replace(hidden, replacement)
      .trimEnd(),
  );
  const points = Array.from(lines.join('\n').trimEnd());
  return points.length <= limit ? points.join('') : `${points.slice(0, limit - 1).join('')}…`;
}

/**
 * A Markdown code span that its text cannot leave (CommonMark 0.31, "Code spans"), cut to `limit` code points.
 * The fence is the shortest run of backticks that the text does not contain, not the longest plus one: GitHub's
 * parser (cmark-gfm, `MAXBACKTICKS`) takes no fence over 80, and a text of `limit` code points holds runs of so
 * few different lengths that this one stays below 23. Not for table cells, where `|` would end the span.
 */
export function codeSpan(text: string, limit: number = NAME_LIMIT): string {
  const inner = visible(text, limit);
  const runs = new Set((inner.match(/`+/g) ?? []).map((run) => run.length));
  let length = 1;
  while (runs.has(length)) length += 1;
  const fence = '`'.repeat(length);
  const pad = inner.startsWith('`') || inner.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${inner}${pad}${fence}`;
}

/** Stand-ins that can be seen, by what they replace. */
const standIns: Readonly<Record<string, string>> = {
  '@': '＠',
  '#': '＃',
  '[': '［',
  ']': '］',
  '<': '‹',
  '>': '›',
  '`': "'",
};

/**
 * A pull request title, in which GitHub renders no Markdown but which ends up as it is in mail and, with the merge,
 * in commit messages, where `@name`, `#1`, `GH-1`, `owner/repo@sha`, shas and URLs are linked and leave a trace at
 * what they name, and where `[skip ci]` turns workflows off.
 *
 * Each such form is broken by a character that looks alike and can be seen (`＠`, `＃`, `：//`, `www．`, `GH‑1`;
 * hexadecimal runs in groups of four, `dead beef`, with U+202F). A zero width character would look better still,
 * but goes unseen into what people copy, and is what `visible` exists to take out. The exact name is in the body.
 * Cutting comes first: cut afterwards, `deadbeefxyz` could become `deadbeef…`. At most 250 code points; GitHub
 * refuses titles over 256.
 */
export function plainTitle(text: string): string {
  const plain = visible(text, TITLE_LIMIT).replace(/[@#[\]<>`]/g, standIn);
  return unlinked(plain.replace(/&(?=\w+;)/g, '＆').replace(/github\.(?=\w)/gi, (host) => host.replace('.', '．')));
}

/**
 * One line of somebody else's words for a place that is code already. GitHub reads nothing in code, but where a repository
 * makes the text of a pull request the message of its squashed commit, the same words stand there without any: so what would
 * mention, reference, link or turn workflows off is broken as in a title, and nothing else is. An address loses its scheme, and
 * one on github.com its host too, which leaves what people read of it: `up/hello/pull/12`.
 */
export function quiet(text: string, limit: number = NAME_LIMIT): string {
  return hushed(visible(text, limit));
}

/** As `quiet`, for several lines: see `visibleText`. */
export function quietText(text: string, limit: number): string {
  return hushed(visibleText(text, limit));
}

/** `quiet` in a code span. */
export function quietSpan(text: string, limit: number = NAME_LIMIT): string {
  return codeSpan(quiet(text, limit), limit * 2);
}

function hushed(shown: string): string {
  const plain = shown
    .replace(/\bhttps?:\/\/(?:www\.)?(?:github\.com\/)?(?=\w)/gi, '')
    .replace(/@(?=[\p{L}\p{N}_])|#(?=\d)/gu, standIn)
    .replace(/\[(?=(skip|ci|no|actions)[ -](skip|ci|actions)\])/gi, standIn);
  return unlinked(plain);
}

function standIn(found: string): string {
  return standIns[found] ?? replacement;
}

/** Breaks what is linked by its form alone. */
function unlinked(text: string): string {
  return text
    .replace(/:(?=\/\/)/g, '：')
    .replace(/(www)\.(?=\w)/gi, '$1．')
    .replace(/(gh)-(?=\d)/gi, '$1\u{2011}')
    .replace(/(?<![0-9A-Za-z])[0-9A-Fa-f]{7,}(?![0-9A-Za-z])/g, inFours);
}

function inFours(run: string): string {
  return run.replace(/.{4}(?=.)/g, '$&\u{202F}');
}
