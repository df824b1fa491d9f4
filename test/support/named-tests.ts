/** Reads tests as text, as the formatter leaves them: no parser is needed to find one by its name. */
import { withoutComments } from './sources.ts';

const begins = /^(\s*)it(?:\.concurrent)?(?:\(|\.(?:for|each)\()/;
const indentOf = (line: string) => line.length - line.trimStart().length;

/** The one test of a file that has this name, from `it` to its end, with its table; null: none, several, or it is skipped. */
export function testNamed(file: string, name: string): string | null {
  const lines = withoutComments(file).split('\n');
  const quoted = [`'${name}',`, `"${name}",`];
  const [named, ...others] = lines.flatMap((line, at) => (quoted.some((one) => line.includes(one)) ? [at] : []));
  if (named === undefined || others.length > 0) return null;
  const first = lines.findLastIndex((line, at) => at <= named && /^\s*it\b/.test(line));
  const begin = begins.exec(lines[first] ?? '');
  if (begin === null) return null;
  const indent = begin[1]?.length ?? 0;
  const last = lines.findIndex((line, at) => at > named && indentOf(line) === indent && /^[)}].*;$/.test(line.trim()));
  return lines.slice(first, last + 1).join('\n');
}

/** True when a statement of the test that asserts or waits names the reason. */
export function assertsReason(test: string, reason: string): boolean {
  const statements = test.split(/;\s*$|=> \{\s*$/m);
  return statements.some(
    (statement) =>
      /\bexpect\(|\beventually\(|\.until\(|\.waitForLine\(/.test(statement) &&
      new RegExp(`['"]${reason}['"]`).test(statement),
  );
}
