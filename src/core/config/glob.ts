/**
 * Globs over names of branches and paths: `*` takes any characters within a segment, `**` across segments, none at all too, as in
 * the filters of GitHub's workflows.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
 */
import { isOurs } from './names.ts';

const star = /(\*{1,2})/;

export function isGlob(text: string): boolean {
  return text.includes('*');
}

/** How many stars a glob has; `**` is one. */
export function stars(glob: string): number {
  return (glob.split(star).length - 1) / 2;
}

/** `glob` with what its stars stand for, in order. */
export function fill(glob: string, taken: readonly string[]): string {
  return glob
    .split(star)
    .map((part, index) => (index % 2 === 0 ? part : (taken[(index - 1) / 2] ?? '')))
    .join('');
}

/** `matcher` for names of branches: those of Backstroke's own are never matched. */
export function globMatcher(glob: string): (name: string) => string[] | null {
  const match = matcher(glob);
  return (name) => (isOurs(name) ? null : match(name));
}

/**
 * What the stars of a glob stand for in a name, or null when it does not match; a glob without a star matches itself.
 * From the left each star takes as little as it can. The work is bounded by the length of the name times that of the
 * glob: what failed once at a place is not tried there again.
 */
export function matcher(glob: string): (name: string) => string[] | null {
  const parts = glob.split(star);
  return (name) => {
    const begin: number[] = [];
    const end: number[] = [];
    const failed = new Set<number>();
    const matches = (index: number, at: number): boolean => {
      const part = parts[index];
      if (part === undefined) return at === name.length;
      const place = index * (name.length + 1) + at;
      if (failed.has(place)) return false;
      const ok = index % 2 === 0 ? literal(part, index, at) : taking(part, index, at);
      if (!ok) failed.add(place);
      return ok;
    };
    const literal = (part: string, index: number, at: number): boolean => {
      begin[index + 1] = at + part.length;
      return name.startsWith(part, at) && matches(index + 1, at + part.length);
    };
    const taking = (part: string, index: number, at: number): boolean => {
      end[index] = at;
      if (matches(index + 1, at)) return true;
      return at < name.length && (part === '**' || name[at] !== '/') && matches(index, at + 1);
    };
    if (!matches(0, 0)) return null;
    return parts.flatMap((_part, index) => (index % 2 === 0 ? [] : name.slice(begin[index], end[index])));
  };
}
