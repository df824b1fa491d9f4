import { codeSpan, visible } from '../text/harmless.ts';

/** What is wrong with a configuration file, for the person who wrote it. */
export interface Problem {
  /** Where in the configuration, such as `branches.0.from`; empty for the file as a whole. */
  path: string;
  /** 1-based. */
  line: number;
  /** 1-based, in UTF-16 code units as editors count. */
  column: number;
  /** One sentence. It quotes the file, shortened and with nothing hidden in it. */
  message: string;
}

export interface Position {
  line: number;
  column: number;
}

/** Most problems that are reported of one file. */
export const MAX_PROBLEMS = 50;

/** Longest quotation of the file in a message, in code points. */
const QUOTATION = 60;

/** Text of the file as a message shows it. */
export function shown(text: string): string {
  return codeSpan(text, QUOTATION);
}

/** Text of the file as it would have to be written to be text. */
export function inQuotes(text: string): string {
  return codeSpan(quoted(text));
}

/** The same as a list of one. */
export function inList(text: string): string {
  return codeSpan(`[${quoted(text)}]`);
}

function quoted(text: string): string {
  return JSON.stringify(visible(text, QUOTATION));
}

/** Names of keys as a message lists them: `a`, `b`. */
export function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

/** The problems from the top of the file to its end, each once, at most `MAX_PROBLEMS`. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  const once = new Map(problems.map((problem) => [`${problem.line}:${problem.column} ${problem.message}`, problem]));
  return [...once.values()].sort((a, b) => a.line - b.line || a.column - b.column).slice(0, MAX_PROBLEMS);
}
