import type { ErrorCode, YAMLParseError } from 'yaml';
import type { Lexed } from './lex.ts';
import { shown } from './problem.ts';

interface Given {
  text: string;
  error: YAMLParseError;
  lexed: Lexed;
}

export interface Explained {
  offset: number;
  message: string;
}

export interface Fault {
  code: ErrorCode;
  /** What yaml says, where one code stands for several slips. */
  says?: RegExp;
  explain: (given: Given) => Explained;
}

/** Sentences for the errors of yaml. Of two on a line the one further up here says more. */
export const faults: Fault[] = [
  fault('TAB_AS_INDENT', null, 'A tab indents this line, and YAML takes spaces alone: replace it.'),
  { code: 'MISSING_CHAR', says: /closing/, explain: unclosedQuote },
  { code: 'BAD_INDENT', says: /end with a/, explain: unclosedBracket },
  { code: 'MISSING_CHAR', says: /end with a/, explain: unclosedBracket },
  fault('UNEXPECTED_TOKEN', /on same line with key/, 'A list starts on the line below its key: put this there.'),
  { code: 'BLOCK_AS_IMPLICIT_KEY', says: /sequence/, explain: indentation },
  { code: 'BAD_INDENT', explain: indentation },
  { code: 'MULTILINE_IMPLICIT_KEY', explain: noKey },
  fault(
    'BLOCK_AS_IMPLICIT_KEY',
    null,
    'A colon and a space in a value make it a key: put the value in quotes, or its keys on lines of their own.',
  ),
  { code: 'BAD_SCALAR_START', explain: reserved },
  { code: 'BAD_DQ_ESCAPE', explain: escaped },
  { code: 'UNEXPECTED_TOKEN', says: /-end token/, explain: closer },
  fault('UNEXPECTED_TOKEN', /Unexpected (,|empty item)/, 'Between commas something has to stand: remove one.'),
  fault('UNEXPECTED_TOKEN', /header/, 'After `|` or `>` the text starts on the next line: put it there.'),
  { code: 'UNEXPECTED_TOKEN', says: /at node end/, explain: afterEnd },
  fault('MISSING_CHAR', /Comments/, 'A comment needs a space before its `#`: add one.'),
  fault('MISSING_CHAR', /Missing ,/, 'Before this a comma is missing: add it.'),
  fault('MISSING_CHAR', /space after/, 'After a colon YAML needs a space: add it.'),
  { code: 'MISSING_CHAR', says: /map values/, explain: noKey },
  fault('BLOCK_IN_FLOW', null, 'Within brackets lists and maps are written in brackets too: close the bracket before.'),
  fault('KEY_OVER_1024_CHARS', null, 'A key has at most 1024 characters: shorten it.'),
  fault('NON_STRING_KEY', null, 'A key has to be text, not a list or a map: write a name.'),
];

function fault(code: ErrorCode, says: RegExp | null, message: string): Fault {
  return { code, ...(says && { says }), explain: ({ error }) => ({ offset: error.pos[0], message }) };
}

/** `yaml` notices where the text ends; the quote is what has to be looked at. */
function unclosedQuote({ error, lexed }: Given): Explained {
  const quote = lexed.marks.findLast(({ kind, offset }) => kind === 'quote' && offset <= error.pos[0]);
  return {
    offset: quote?.offset ?? error.pos[0],
    message: `The quote that opens here is not closed: add a ${quote?.source.startsWith("'") ? "`'`" : '`"`'} at its end.`,
  };
}

function unclosedBracket({ text, error, lexed }: Given): Explained {
  const offset = lexed.unclosed.findLast((opened) => opened < error.pos[0]) ?? error.pos[0];
  const closing = text[offset] === '{' ? '}' : ']';
  return { offset, message: `The bracket that opens here is not closed: add a \`${closing}\` at its end.` };
}

function indentation({ text, error }: Given): Explained {
  return indentedAt(error.pos[0] + indentOf(text.slice(error.pos[0])));
}

/** For yaml a file whose first line is indented ends where one is not. */
function afterEnd({ text, error: { pos } }: Given): Explained {
  const startsLine = text[pos[0] - 1] === '\n';
  if (startsLine && firstLine(text).startsWith(' ')) return indentedAt(pos[0]);
  return { offset: pos[0], message: 'Nothing can follow a value: put all of it in quotes, or this elsewhere.' };
}

/** The first line that says something. */
function firstLine(text: string): string {
  return text.split('\n').find((line) => /^\s*[^\s#]/.test(line)) ?? '';
}

function indentedAt(offset: number): Explained {
  return {
    offset,
    message: 'This is indented unlike what it belongs to: start the keys or dashes of one map or list in one column.',
  };
}

/** A line that should be `key: value` and runs into the next; often a space is missing, or there is one too many. */
function noKey({ text, error: { pos } }: Given): Explained {
  const lines = text.slice(pos[0], pos[1]).split('\n');
  const first = (lines[0] ?? '').trimEnd();
  if (/^-[^\s-]/.test(first)) return { offset: pos[0], message: 'After a dash YAML needs a space: add it.' };
  if (/^[\w-]+:\S/.test(first)) return { offset: pos[0], message: 'After a colon YAML needs a space: add it.' };
  const last = lines.at(-1) ?? '';
  if (lines.length > 1 && indentOf(last) > indentOf(text.slice(text.lastIndexOf('\n', pos[0]) + 1))) {
    return indentedAt(pos[1] - last.trimStart().length);
  }
  return { offset: pos[0], message: `${shown(first)} is no key with a value: write it as \`key: value\`.` };
}

/** Spaces and tabs at the start of a text. */
function indentOf(text: string): number {
  return /^[ \t]*/.exec(text)?.[0].length ?? 0;
}

function reserved({ text, error }: Given): Explained {
  const start = text[error.pos[0]] ?? '';
  const advice = start === '@' ? 'write a login without it, or put the text in quotes' : 'put the text in quotes';
  return { offset: error.pos[0], message: `In YAML text cannot start with ${shown(start)}: ${advice}.` };
}

function escaped({ text, error }: Given): Explained {
  const sequence = text.slice(error.pos[0], error.pos[1] + 1).slice(0, 2);
  return {
    offset: error.pos[0],
    message: `${shown(sequence)} means nothing within double quotes: write two backslashes, or use single quotes.`,
  };
}

function closer({ text, error }: Given): Explained {
  return { offset: error.pos[0], message: `${shown(text[error.pos[0]] ?? '')} closes nothing: remove it.` };
}
