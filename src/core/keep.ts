/** Paths that stay as the fork has them, and the commit that takes upstream's without changing them. */
import { isGlob } from './config/glob.ts';
import { globTester, type Work } from './config/glob-tester.ts';
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
  const work = { steps: 0 };
  return (path) => matchers.some((matches) => matches(path, work));
}

function matcherOf(kept: string): (path: string, work: Work) => boolean {
  const inside = kept.endsWith('/') ? kept : `${kept}/`;
  if (isGlob(kept)) return globTester(kept.endsWith('/') ? `${kept}**` : kept);
  return (path, work) => {
    work.steps += 1;
    return path === kept || path.startsWith(inside);
  };
}

/** Steps of matching: those between two pauses, some ten milliseconds, and those in all, some seconds. */
export interface KeepLimits {
  atOnce: number;
  most: number;
}

export const keepLimits: KeepLimits = { atOnce: 1_000_000, most: 500_000_000 };

/**
 * What tells upstream's files from the fork's: those that are kept, and whether these are all. null: there are too many globs for so many files.
 * It pauses, for whoever calls it to do something else.
 */
export function* keptOf(
  keep: readonly string[],
  { ours, theirs }: { ours: Files; theirs: Files },
  { atOnce, most }: KeepLimits = keepLimits,
): Generator<undefined, Pick<Kept, 'files' | 'alone'> | null> {
  const matchers = keep.map(matcherOf);
  const paths = [...new Set([...ours.keys(), ...theirs.keys()])];
  const differing = paths.filter((path) => !isSame(ours.get(path), theirs.get(path)));
  const kept: string[] = [];
  const work = { steps: 0 };
  let pauseAt = atOnce;
  for (const path of differing) {
    for (const matches of matchers) {
      if (work.steps >= most) return null;
      if (work.steps >= pauseAt) {
        yield;
        pauseAt = work.steps + atOnce;
      }
      if (!matches(path, work)) continue;
      kept.push(path);
      break;
    }
  }
  return {
    files: kept.sort().map((path) => ({ path, version: ours.get(path) ?? null })),
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
