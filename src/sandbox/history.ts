import { type Commit, commitOf } from './commit.ts';
import { fileChanges } from './diff.ts';
import type { Store } from './git.ts';
import { partingOf } from './parting.ts';
import { typeOf } from './tree.ts';

export interface Counts {
  /** Commits only head has. */
  ahead: number;
  /** Commits only base has. */
  behind: number;
  /** null: unrelated histories. */
  mergeBase: string | null;
}

export interface ChangedFiles {
  added: string[];
  removed: string[];
  modified: string[];
}

export function counts(store: Store, base: string, head: string): Promise<Counts> {
  if (base === head) return Promise.resolve({ ahead: 0, behind: 0, mergeBase: base });
  return store.cached(`counts ${base} ${head}`, async () => {
    const near = await partingOf(store, head, base);
    if (near) return { ahead: near.ours.length, behind: near.theirs.length, mergeBase: near.mergeBase };
    const range = store.git(['rev-list', '--left-right', '--count', `${base}...${head}`]);
    const common = store.git(['merge-base', base, head], { allow: [1] });
    const [behind, ahead] = (await range).trim().split('\t').map(Number);
    return { ahead: ahead ?? 0, behind: behind ?? 0, mergeBase: (await common).trim() || null };
  });
}

/** True when `old` is `tip` or one of its ancestors. */
export async function contains(store: Store, tip: string, old: string): Promise<boolean> {
  const { ahead, mergeBase } = await counts(store, tip, old);
  return ahead === 0 && mergeBase !== null;
}

export async function commitExists(store: Store, sha: string): Promise<boolean> {
  return (await typeOf(store, sha)) === 'commit';
}

/** Commits that `head` has and `base` (any of several) has not, oldest first, at most the newest `limit`. */
export function commitsSince(given: { store: Store; base: string[]; head: string; limit: number }): Promise<Commit[]> {
  const { store, base, head, limit } = given;
  if (base.includes(head)) return Promise.resolve([]);
  return store.cached(`since ${[...base].sort().join(',')} ${head} ${limit}`, async () => {
    const [only, ...others] = base;
    const near = only !== undefined && others.length === 0 ? await partingOf(store, head, only) : null;
    const range = () => store.git(['rev-list', `--max-count=${limit}`, head, '--not', ...base]);
    const shas = near?.ours.slice(0, limit) ?? (await range()).split('\n').filter(Boolean);
    return Promise.all(shas.reverse().map((sha) => commitOf(store, sha)));
  });
}

/** Against the first parent, as GitHub shows a merge. */
export async function changedFiles(store: Store, { sha, parents }: Commit): Promise<ChangedFiles> {
  const changes = await fileChanges(store, parents[0] ?? null, sha);
  const named = (wanted: string) => changes.filter(({ status }) => status === wanted).map(({ filename }) => filename);
  return { added: named('added'), removed: named('removed'), modified: named('modified') };
}

export function diffSize(store: Store, base: string, head: string) {
  return store.cached(`diff ${base} ${head}`, async () => {
    const text = await store.git(['diff', '--shortstat', `${base}...${head}`], { allow: [128] });
    const number = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(text)?.[1] ?? 0);
    return { files: number('file'), additions: number('insertion'), deletions: number('deletion') };
  });
}
