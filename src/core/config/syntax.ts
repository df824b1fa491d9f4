import type { ErrorCode, YAMLParseError } from 'yaml';
import type { Lexed } from './lex.ts';
import { MAX_PROBLEMS, type Problem, shown } from './problem.ts';
import { type Explained, type Fault, faults } from './syntax-faults.ts';

/**
 * What yaml says against a text, in our words: one problem per line, since one slip makes it say several things.
 * Where it stands is what a person has to change, not where yaml noticed.
 */
export function syntaxProblems(text: string, errors: readonly YAMLParseError[], lexed: Lexed): Problem[] {
  const perLine = new Map<number, { rank: number; error: YAMLParseError }>();
  for (const error of errors) {
    if (ofMarks.has(error.code) || error.message.includes('directives-end')) continue;
    const { line } = lexed.lines.linePos(error.pos[0]);
    const rank = rankOf(error);
    if (rank < (perLine.get(line)?.rank ?? Number.POSITIVE_INFINITY)) perLine.set(line, { rank, error });
  }
  const found = bracesProblems(lexed);
  // More than are shown would be looked at for nothing, and some look at the whole text.
  const first = [...perLine].sort(([a], [b]) => a - b).slice(0, MAX_PROBLEMS);
  for (const [, { rank, error }] of first) {
    const { offset, message } = faults[rank]?.explain({ text, error, lexed }) ?? anything(text, error);
    const { line, col } = lexed.lines.linePos(Math.min(offset, text.length));
    if (!found.has(line)) found.set(line, { path: '', line, column: col, message });
  }
  return [...found.values()];
}

/** yaml takes `{{upstream}}` for two maps, one the key of the other, and says many things about what follows. */
function bracesProblems({ braces, lines }: Lexed): Map<number, Problem> {
  const message = 'Text that starts with `{{` needs quotes in YAML: put all of it in quotes.';
  const places = braces.map((offset) => lines.linePos(offset)).reverse();
  return new Map(places.map(({ line, col }) => [line, { path: '', line, column: col, message }]));
}

/** Said of anchors, aliases, tags and directives, each of which is refused anyway. */
const ofMarks = new Set<ErrorCode>([
  'ALIAS_PROPS',
  'BAD_ALIAS',
  'BAD_COLLECTION_TYPE',
  'BAD_DIRECTIVE',
  'BAD_PROP_ORDER',
  'MULTIPLE_ANCHORS',
  'MULTIPLE_TAGS',
  'TAG_RESOLVE_FAILED',
]);

function rankOf({ code, message }: YAMLParseError): number {
  const rank = faults.findIndex((fault: Fault) => fault.code === code && (fault.says?.test(message) ?? true));
  return rank < 0 ? faults.length : rank;
}

function anything(text: string, { pos }: YAMLParseError): Explained {
  const line = text.slice(pos[0]).split(/\r?\n/, 1)[0] ?? '';
  return {
    offset: pos[0],
    message: `From ${shown(line)} on this cannot be read as YAML: look at its quotes, colons and indentation.`,
  };
}
