import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository, with a slash at its end. */
export const top = fileURLToPath(new URL('../..', import.meta.url));

export interface Source {
  /** Relative to the folder that was read, such as `db/write/asks.ts`. */
  path: string;
  text: string;
  /** `text` without its comments. */
  code: string;
  /** What it imports of ours, as paths like its own, the types too. */
  ours: string[];
  /** Packages it imports, and `node:` modules. */
  packages: string[];
}

/** The files of a folder of the repository that hold code. */
export function sources(folder: 'src' | 'test'): Source[] {
  return readdirSync(`${top}${folder}`, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.(m?[jt]s|tsx)$/.test(path))
    .sort()
    .map((path) => read(folder, path));
}

function read(folder: string, path: string): Source {
  const text = readFileSync(`${top}${folder}/${path}`, 'utf8');
  const code = withoutComments(text);
  const imported = importsOf(code);
  const isOurs = (name: string) => name.startsWith('.');
  return {
    path,
    text,
    code,
    ours: imported.filter(isOurs).map((name) => posix.join(posix.dirname(path), name)),
    packages: imported.filter((name) => !isOurs(name)),
  };
}

/** Names in import and export statements and in `import()`. They are written as the formatter leaves them. */
export function importsOf(code: string): string[] {
  const statements = /^(?:import|export)\s(?:[^'";]*?\sfrom\s)?\s*'([^']+)'/gm;
  const calls = /\b(?:import|require)\(\s*'([^']+)'\s*\)/g;
  return [...code.matchAll(statements), ...code.matchAll(calls)].flatMap((match) => match[1] ?? []);
}

/** Strings stay: what stands in them may look like a comment, such as the slashes of a URL. */
export function withoutComments(text: string): string {
  const parts = /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|(?<![:\\/])\/\/[^\n]*/g;
  return text.replace(parts, (_whole, kept: string | undefined) => kept ?? '');
}

/** Strings become empty, so that a word in a sentence is no code. What a template computes goes with it. */
export function withoutStrings(code: string): string {
  return code.replace(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g, "''");
}

/** Everything a file needs to run or compile: what it imports, what that imports, and so on. */
export function closure(all: Source[], entry: string): { ours: Set<string>; packages: Set<string> } {
  const byPath = new Map(all.map((source) => [source.path, source]));
  const ours = new Set<string>();
  const packages = new Set<string>();
  const visit = (path: string) => {
    if (ours.has(path)) return;
    ours.add(path);
    const source = byPath.get(path);
    for (const name of source?.packages ?? []) packages.add(name);
    for (const name of source?.ours ?? []) visit(name);
  };
  visit(entry);
  return { ours, packages };
}

export const exists = (path: string): boolean => existsSync(`${top}${path}`);
export const textOf = (path: string): string => readFileSync(`${top}${path}`, 'utf8');
