/** What one of two branches has that the other lacks, as GitHub lists it. */
export interface Range {
  /** Commits in all. */
  total: number;
  /** The newest of them, newest first. */
  commits: RangeCommit[];
  /** What they change of what both branches had when they parted. */
  files: RangeFile[];
  /** GitHub may have left files out. */
  cut: boolean;
}

export interface RangeCommit {
  sha: string;
  /** First line of its message. */
  subject: string;
  /** null: GitHub does not say. */
  committer: { name: string; email: string } | null;
}

export interface RangeFile {
  path: string;
  /** Where it was before it was renamed. */
  previousPath: string | null;
  /** Its content is no text. */
  binary: boolean;
  /** What changed of it, as a unified diff; null where GitHub shows none. */
  patch: string | null;
}

/** Nothing that the other side lacks. */
export const emptyRange: Range = { total: 0, commits: [], files: [], cut: false };

/** The same without what it changes of these paths. A file that is moved to one of them is gone from where it was. */
export function without(range: Range, isLeftOut: (path: string) => boolean): Range {
  const files = range.files
    .map((file) => {
      const from = file.previousPath;
      return from !== null && isLeftOut(file.path) ? { ...file, path: from, previousPath: null } : file;
    })
    .filter(({ path }) => !isLeftOut(path))
    .map((file) =>
      file.previousPath !== null && isLeftOut(file.previousPath) ? { ...file, previousPath: null } : file,
    );
  return { ...range, files };
}

/** Paths that both sides changed since they parted, in order. */
export function touchedByBoth(one: Range, other: Range): string[] {
  const theirs = new Set(other.files.flatMap(pathsOf));
  return [...new Set(one.files.flatMap(pathsOf))].filter((path) => theirs.has(path)).sort();
}

function pathsOf({ path, previousPath }: RangeFile): string[] {
  return previousPath === null ? [path] : [path, previousPath];
}
