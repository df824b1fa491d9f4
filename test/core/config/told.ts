import type { ParsedConfig } from '../../../src/core/config/parse.ts';

/** What is said against a file: `line:column (path) message`, and nothing of one that is valid. */
export function told(parsed: ParsedConfig<unknown>): string[] {
  if (parsed.valid) return [];
  return parsed.problems.map(({ path, line, column, message }) => {
    const of = path === '' ? '' : `(${path}) `;
    return `${line}:${column} ${of}${message}`;
  });
}
