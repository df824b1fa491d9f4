import { Composer } from 'yaml';
import { type Lexed, lex, MAX_DEPTH } from './lex.ts';
import { markProblems } from './marks.ts';
import type { Position, Problem } from './problem.ts';
import { syntaxProblems } from './syntax.ts';
import { readTree, type Tree } from './tree.ts';

export interface Read {
  /** What the text says, as far as it could be read; null when it was not worth reading. */
  tree: Tree | null;
  /** What is wrong with it as YAML. */
  problems: Problem[];
  /** The first line that is no YAML; infinite when all of it is. */
  readTo: number;
}

/**
 * A text as YAML 1.2. At most `CONFIG_BYTES` long it takes about half a second at worst: it is read without recursion until it is
 * known that it is not nested deeply, no alias is followed, and doubled keys are found by `readTree` (yaml would
 * compare each with each).
 */
export function readYaml(text: string): Read {
  // Editors do not show a byte order mark, and count no column for it.
  const bare = text.replace(/^\uFEFF/, '');
  const lexed = lex(bare);
  const position = positions(lexed);
  if (lexed.tooDeep !== null) {
    const message = `Lists and maps are nested more than ${MAX_DEPTH} deep here, and this file needs a few levels alone.`;
    return { tree: null, problems: [{ path: '', ...position(lexed.tooDeep), message }], readTo: 0 };
  }
  const options = { prettyErrors: false, uniqueKeys: false, stringKeys: true } as const;
  const [document, second] = untraced(() => [...new Composer(options).compose(lexed.tokens, true, bare.length)]);
  const marks = markProblems(lexed);
  const marked = new Set(marks.map(({ line }) => line));
  const syntax = syntaxProblems(bare, document?.errors ?? [], lexed).filter(({ line }) => !marked.has(line));
  if (second) syntax.push({ path: '', ...position(second.range[0]), message: SECOND });
  return {
    tree: document ? readTree(document, position) : null,
    problems: [...marks, ...syntax],
    readTo: Math.min(...syntax.map(({ line }) => line)),
  };
}

/**
 * What `work` comes to, with errors that know no stack. yaml makes one for each thing that is wrong, up to 65,000 of them, and taking down where
 * from took most of the time.
 */
function untraced<T>(work: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

const SECOND = 'A second document starts here, and one file is one document: remove this line.';

function positions({ lines }: Lexed): (offset: number) => Position {
  return (offset) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
}
