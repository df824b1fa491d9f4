import { commitOf } from './commit.ts';
import type { Store } from './git.ts';

/** The commits that each of two has and the other has not, newest first, and where their ways parted. */
export interface Parting {
  ours: string[];
  theirs: string[];
  mergeBase: string;
}

/** Commits: git is asked about those that are farther apart. */
const longest = 20;

/** How two commits are related that are near to each other with no merge between them; null: ask git. */
export async function partingOf(store: Store, ours: string, theirs: string): Promise<Parting | null> {
  const our = [(await commitOf(store, ours)).sha];
  const their = [(await commitOf(store, theirs)).sha];
  for (let step = 0; step < longest; step += 1) {
    const mergeBase = our.find((sha) => their.includes(sha));
    if (mergeBase !== undefined) {
      const own = (line: string[]) => line.slice(0, line.indexOf(mergeBase));
      return { ours: own(our), theirs: own(their), mergeBase };
    }
    const grown = await Promise.all([grow(store, our), grow(store, their)]);
    if (!grown.includes(true)) return null;
  }
  return null;
}

/** Adds the parent of a line's last commit, where it has one and no more. */
async function grow(store: Store, line: string[]): Promise<boolean> {
  const { parents } = await commitOf(store, line.at(-1) ?? '');
  const [parent] = parents;
  if (parent === undefined || parents.length > 1) return false;
  line.push(parent);
  return true;
}
