/**
 * The part of a pull request's body that is Backstroke's: between two HTML comments, each a line of its own, which nobody sees on
 * the page. What people write above or below it stays theirs. The second one says for which heads the part was written.
 */

import { type Merge, mergeMethods } from '../merging.ts';

/** What a body was written for: the heads it speaks of, whether they conflict, and how Backstroke merges them. */
export interface Written {
  /** Of the fork's branch. */
  fork: string;
  /** Of upstream's. */
  upstream: string;
  conflicting: boolean;
  /** `never` unless told. */
  merge?: Merge;
  /** Those that Backstroke puts on the pull request because of conflicts, and takes off again; none unless told. */
  labels?: readonly string[];
}

const ways = mergeMethods.join('|');
const begin = '<!-- backstroke -->';
const hint = 'rewritten when a branch moves, so write above or below it';

const beginLine = /^<!-- backstroke -->$/m;
const endLine = new RegExp(
  `^<!-- /backstroke(?: ([0-9a-f]{40,64})\\.\\.([0-9a-f]{40,64})( conflicting)?(?: (${ways}))?((?: \\+[^\\s:]+)*))?: [^\\n]* -->$`,
  'm',
);

/** `text` between its two lines. `written` null: not all that belongs there could be read, so it is to be written again. */
export function section(text: string, written: Written | null): string {
  return `${begin}\n${text}\n\n<!-- /backstroke${written === null ? '' : wordsOf(written)}: ${hint} -->`;
}

function wordsOf({ fork, upstream, conflicting, merge = 'never', labels = [] }: Written): string {
  const way = merge === 'never' ? '' : ` ${merge}`;
  return ` ${fork}..${upstream}${conflicting ? ' conflicting' : ''}${way}${labels.map(spelled).join('')}`;
}

/** Without blanks and without anything that could end the comment. A name that is no Unicode is none that GitHub has. */
function spelled(label: string): string {
  return /\p{Surrogate}/u.test(label) ? '' : ` +${encodeURIComponent(label)}`;
}

function read(words: string): string[] {
  return words.split(' +').flatMap((word) => {
    try {
      return word === '' ? [] : [decodeURIComponent(word)];
    } catch {
      // Somebody changed it.
      return [];
    }
  });
}

/** What stands in our part; nothing where there is none. */
export function sectionText(body: string): string {
  return find(body)?.text ?? '';
}

/** `body` with `section` in the place of the one it has; null when it has none, and so is somebody's own. */
export function withSection(body: string, section: string): string | null {
  const found = find(body);
  return found && `${found.before}${section}${found.after}`;
}

/** The body has a section of ours, which was written for something else than this, labels apart, or is not whole. */
export function isStale(body: string, now: Written): boolean {
  const found = find(body);
  if (found === null) return false;
  return found.written === null || wordsOf({ ...found.written, labels: [] }) !== wordsOf({ ...now, labels: [] });
}

/** The heads that the section of a body was written for; null: it has none, or one that is not whole. */
export function writtenFor(body: string): Written | null {
  return find(body)?.written ?? null;
}

/** Browsers send what people edit with CRLF. */
export function sameText(one: string, other: string): boolean {
  return unix(one) === unix(other);
}

/**
 * Nothing of upstream's words can be taken for such a line: each line of them has a commit id or four blanks before it.
 */
function find(body: string): { before: string; text: string; after: string; written: Written | null } | null {
  const whole = unix(body);
  const first = beginLine.exec(whole);
  if (first === null) return null;
  const rest = whole.slice(first.index);
  const last = endLine.exec(rest);
  if (last === null) return null;
  const [line, fork, upstream, conflicting, way, labels = ''] = last;
  const merge = mergeMethods.find((method) => method === way) ?? 'never';
  const told = fork !== undefined && upstream !== undefined;
  return {
    before: whole.slice(0, first.index),
    text: rest.slice(begin.length, last.index),
    after: rest.slice(last.index + line.length),
    written: told ? { fork, upstream, conflicting: conflicting !== undefined, merge, labels: read(labels) } : null,
  };
}

function unix(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
