import { CST, Lexer, LineCounter, Parser } from 'yaml';

/** What the configuration has no use for, and the start of each quoted text. */
export interface Mark {
  kind: 'anchor' | 'alias' | 'tag' | 'directive' | 'quote';
  offset: number;
  source: string;
}

export interface Lexed {
  tokens: CST.Token[];
  marks: Mark[];
  /** Where brackets open that nothing closes. */
  unclosed: number[];
  /** Where `{{` stands: a placeholder that nobody quoted. */
  braces: number[];
  lines: LineCounter;
  /** Where nesting went deeper than `MAX_DEPTH`, where reading ended; else null. */
  tooDeep: number | null;
}

/**
 * Deepest nesting that is read. The file needs seven levels. The composer of yaml works recursively: a stack that ends
 * in the middle of it does not always throw, it can end the whole process.
 */
export const MAX_DEPTH = 20;

const kinds: Partial<Record<string, Mark['kind']>> = {
  anchor: 'anchor',
  alias: 'alias',
  tag: 'tag',
  'directive-line': 'directive',
  'single-quoted-scalar': 'quote',
  'double-quoted-scalar': 'quote',
};

/** The text as tokens, read without recursion and in time linear to its length. */
export function lex(text: string): Lexed {
  const lines = linesOf(text);
  const parser = new Parser();
  const found: Lexed = { tokens: [], marks: [], unclosed: [], braces: [], lines, tooDeep: null };
  const open: Bracket[] = [];
  const note = marker(found, open);
  for (const source of new Lexer().lex(text)) {
    note(source, parser.offset);
    for (const token of parser.next(source)) found.tokens.push(token);
    if (parser.stack.length > MAX_DEPTH) return { ...found, tooDeep: parser.offset - 1 };
  }
  for (const token of parser.end()) found.tokens.push(token);
  found.unclosed.push(...open.map(({ offset }) => offset));
  return found;
}

/** Where lines start. The parser of yaml would say it too, and leaves some out around broken keys. */
function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  for (let start = 0; start >= 0; start = text.indexOf('\n', start) + 1 || -1) lines.addNewLine(start);
  return lines;
}

interface Bracket {
  offset: number;
  closer: string;
}

/** Takes each lexeme as it comes; `open` holds the brackets that are open. */
function marker(found: Lexed, open: Bracket[]): (source: string, offset: number) => void {
  let before = '';
  return (source, offset) => {
    // The lexer announces plain and block text with a lexeme of its own; what follows can look like anything.
    const isText = before === CST.SCALAR;
    const last = before;
    before = isText ? '' : source;
    if (isText) return;
    const kind = kinds[CST.tokenType(source) ?? ''];
    if (kind) found.marks.push({ kind, offset, source });
    if (source === '{' && last === '{') found.braces.push(offset - 1);
    if (source === '[' || source === '{') open.push({ offset, closer: source === '[' ? ']' : '}' });
    // What is indented less than the line that opened a bracket ends it.
    if (source === CST.FLOW_END) found.unclosed.push(...open.splice(0).map((bracket) => bracket.offset));
    if (source === ']' || source === '}') {
      const matching = open.findLastIndex(({ closer }) => closer === source);
      if (matching >= 0)
        found.unclosed.push(
          ...open
            .splice(matching)
            .slice(1)
            .map((bracket) => bracket.offset),
        );
    }
  };
}
