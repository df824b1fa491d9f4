/** Paths that stay as the fork has them, and the commit that takes upstream's without changing them. */
import { isGlob, matcher } from './config/glob.ts';
import { grouped } from './text/count.ts';

/** What lies at a path: its mode as git writes it, and the id of the object. */
export interface Version {
  mode: string;
  sha: string;
}

/** All files of a commit by their paths, without directories. */
export type Files = ReadonlyMap<string, Version>;

/** A path that is kept and where upstream has something else. `version` null: the fork has nothing there. */
export interface KeptFile {
  path: string;
  version: Version | null;
}

/** What of a commit of upstream's is not taken. */
export interface Kept {
  /** The commit. */
  of: string;
  /** In the order of their paths. Empty: it can be taken as it is. */
  files: readonly KeptFile[];
  /** It changes nothing else of what the fork's branch has. */
  alone: boolean;
  /** The same for the same files and versions, and no others. */
  digest: string;
}

/** A commit of ours on the fork: upstream's commit `of`, with the fork's version of what is kept. */
export interface Keeping {
  of: string;
  /** Of what it keeps. */
  digest: string;
}

/** Whether a path is one of those: a path without stars is a file, or a directory with all in it. */
export function keepMatcher(keep: readonly string[]): (path: string) => boolean {
  const matchers = keep.map(matcherOf);
  return (path) => matchers.some((matches) => matches(path));
}

function matcherOf(kept: string): (path: string) => boolean {
  const inside = kept.endsWith('/') ? kept : `${kept}/`;
  if (!isGlob(kept)) return (path) => path === kept || path.startsWith(inside);
  const match = matcher(kept.endsWith('/') ? `${kept}**` : kept);
  return (path) => match(path) !== null;
}

/** What tells upstream's files from the fork's: those that are kept, and whether these are all. */
export function keptOf(
  keep: readonly string[],
  { ours, theirs }: { ours: Files; theirs: Files },
): Pick<Kept, 'files' | 'alone'> {
  const isKept = keepMatcher(keep);
  const paths = [...new Set([...ours.keys(), ...theirs.keys()])];
  const differing = paths.filter((path) => !isSame(ours.get(path), theirs.get(path)));
  const kept = differing.filter(isKept).sort();
  return {
    files: kept.map((path) => ({ path, version: ours.get(path) ?? null })),
    alone: kept.length === differing.length,
  };
}

function isSame(one: Version | undefined, other: Version | undefined): boolean {
  return one?.sha === other?.sha && one?.mode === other?.mode;
}

/** The message of such a commit; it names what is kept by a number and a digest alone. */
export function keepMessage({ files, digest }: Pick<Kept, 'files' | 'digest'>): string {
  const what = files.length === 1 ? '1 file' : `${grouped(files.length)} files`;
  return `Keep the fork's version of ${what}\n\nKept-Digest: ${digest}`;
}

/** The digest in such a message; null: it is none. */
export function keptDigest(message: string): string | null {
  return /^Keep the fork's version of [\d,]+ files?\n\nKept-Digest: ([0-9a-f]{64})\s*$/.exec(message)?.[1] ?? null;
}
