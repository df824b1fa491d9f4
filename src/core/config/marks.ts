import type { Lexed, Mark } from './lex.ts';
import { inQuotes, type Problem, shown } from './problem.ts';

/** Problems with what is fine in YAML and has no place in a configuration: it hides what a file says, or makes it huge. */
export function markProblems({ marks, lines }: Lexed): Problem[] {
  const anchors = new Set(marks.filter(({ kind }) => kind === 'anchor').map(({ source }) => source.slice(1)));
  return marks.flatMap((mark) => {
    const message = sentence(mark, anchors);
    const { line, col } = lines.linePos(mark.offset);
    return message === null ? [] : [{ path: '', line, column: col, message }];
  });
}

function sentence({ kind, source }: Mark, anchors: ReadonlySet<string>): string | null {
  switch (kind) {
    case 'alias':
      // A glob that nobody quoted looks like an alias of an anchor that is not there.
      return anchors.has(source.slice(1))
        ? `${shown(source)} repeats what an anchor named, which is not understood here: write it out.`
        : `Text that starts with a star needs quotes in YAML, so put it in quotes: ${inQuotes(source)}.`;
    case 'anchor':
      return `${shown(source)} is an anchor, which is not understood here: remove it, or put it in quotes if it is text.`;
    case 'tag':
      return `${shown(source)} is a tag, which is not understood here: remove it, or put it in quotes if it is text.`;
    case 'directive':
      return `${shown(source)} is a directive, which is not understood here: remove the line.`;
    case 'quote':
      return null;
  }
}
