/** GitHub-flavoured Markdown as a parser of others reads it: what of a document GitHub would look at, and what it would make of that. */

import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { expect } from 'vitest';

export interface Read {
  /** What GitHub scans for names and numbers, node by node: all but code, HTML and the addresses of links. */
  texts: string[];
  /** Addresses of links and images. */
  links: string[];
  /** HTML as it stands. */
  html: string[];
  /** Code spans and blocks. */
  codes: string[];
}

interface Node {
  type: string;
  value?: string;
  url?: string;
  children?: Node[];
}

/** Reads a document. */
export function read(markdown: string): Read {
  const tree = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const found: Read = { texts: [], links: [], html: [], codes: [] };
  visit(tree as Node, found);
  return found;
}

function visit({ type, value, url, children = [] }: Node, found: Read): void {
  if (url !== undefined) found.links.push(url);
  if (value !== undefined) (type === 'text' ? found.texts : type === 'html' ? found.html : found.codes).push(value);
  // The text of an autolink is its address.
  if (url !== undefined && children.length === 1 && children[0]?.value === url) return;
  for (const child of children) visit(child, found);
}

/** What GitHub makes of words outside code, in commit messages too: each leaves a trace, or does something. */
const noisy: Readonly<Record<string, RegExp>> = {
  mention: /(?<![\p{L}\p{N}_`])@[\p{L}\p{N}]/u,
  issue: /#\d/,
  'GH-1': /\bgh-\d/i,
  'owner/repo@sha': /[\w.-]@[0-9a-f]{7,40}\b/i,
  sha: /(?<![0-9A-Za-z])[0-9a-f]{7,40}(?![0-9A-Za-z])/,
  address: /[a-z]:\/\/|\bwww\.[a-z0-9]/i,
  'closing keyword': /\b(close[sd]?|fix(e[sd])?|resolve[sd]?):?\s+(\S*#\d|gh-\d|https?:\/\/)/i,
  'skip ci': /\[(skip ci|ci skip|no ci|skip actions|actions skip)\]/i,
  'skip checks': /^skip-checks: *true/im,
  hidden: /[^\P{Cc}\n]|[\p{Cf}\p{Cs}]|[\u{2028}\u{2029}]/u,
};

/** The names of what GitHub would find in plain text. */
export function noise(text: string): string[] {
  return Object.entries(noisy).flatMap(([name, rule]) => (rule.test(text) ? [name] : []));
}

/** As Markdown: nothing but code, our own words, our own links and our own HTML. */
export function quietMarkdown(markdown: string, links: RegExp[] = [], html: string[] = []): void {
  const found = read(markdown);
  expect(found.texts.flatMap(noise)).toEqual([]);
  expect(found.links.filter((link) => !links.some((ours) => ours.test(link)))).toEqual([]);
  expect(found.html.flatMap((one) => one.split('\n')).filter((line) => !html.includes(line))).toEqual([]);
}
