import { fileChanges } from './diff.ts';
import type { Signature, Store } from './git.ts';

export interface Counts {
  /** Commits only head has. */
  ahead: number;
  /** Commits only base has. */
  behind: number;
  /** null: unrelated histories. */
  mergeBase: string | null;
}

export interface Commit {
  sha: string;
  tree: string;
  parents: string[];
  author: Signature & { date: string };
  committer: Signature & { date: string };
  message: string;
}

export interface ChangedFiles {
  added: string[];
  removed: string[];
  modified: string[];
}

const recordFormat = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'].join('%x1f');

export function counts(store: Store, base: string, head: string): Promise<Counts> {
  if (base === head) return Promise.resolve({ ahead: 0, behind: 0, mergeBase: base });
  return store.cached(`counts ${base} ${head}`, async () => {
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

export function commitExists(store: Store, sha: string): Promise<boolean> {
  if (!/^[0-9a-f]{40}$/.test(sha)) return Promise.resolve(false);
  return store
    .cached(`exists ${sha}`, async () => {
      const type = await store.git(['cat-file', '-t', sha], { allow: [1, 128] });
      if (type.trim() !== 'commit') throw new Error('not a commit');
      return true;
    })
    .catch(() => false);
}

export function commitOf(store: Store, sha: string): Promise<Commit> {
  return store.cached(`commit ${sha}`, async () => {
    const text = await store.git(['log', '-1', `--format=${recordFormat}`, sha]);
    return parseCommit(text);
  });
}

/** Commits that `head` has and `base` (any of several) has not, oldest first, at most the newest `limit`. */
export function commitsSince(given: { store: Store; base: string[]; head: string; limit: number }): Promise<Commit[]> {
  const { store, base, head, limit } = given;
  return store.cached(`since ${[...base].sort().join(',')} ${head} ${limit}`, async () => {
    const args = ['log', '-z', `--max-count=${limit}`, `--format=${recordFormat}`, head, '--not', ...base];
    const text = await store.git(args);
    return text.split('\0').filter(Boolean).map(parseCommit).reverse();
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

function parseCommit(text: string): Commit {
  const [sha = '', tree = '', parents = '', an = '', ae = '', ad = '', cn = '', ce = '', cd = '', ...rest] =
    text.split('\x1f');
  return {
    sha,
    tree,
    parents: parents.split(' ').filter(Boolean),
    author: { name: an, email: ae, date: utc(ad) },
    committer: { name: cn, email: ce, date: utc(cd) },
    message: rest.join('\x1f').trimEnd(),
  };
}

function utc(date: string): string {
  return date.replace('+00:00', 'Z');
}
