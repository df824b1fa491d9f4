import { type Commit, commitOf } from './commit.ts';
import { gitHub, type Identity, type Signature, type Store } from './git.ts';
import { commitsSince, contains } from './history.ts';
import type { MergeMethod } from './types.ts';
import { commitTree } from './write-commit.ts';

/** The tree both sides merge to, or null when they conflict. */
export function mergedTree(store: Store, ours: string, theirs: string): Promise<string | null> {
  return store.cached(`merge ${ours} ${theirs}`, async () => {
    const { tree, conflicts } = await tried(store, ours, theirs);
    return conflicts.length > 0 ? null : tree;
  });
}

/** The same tree, or one whose files have marks where they conflict. */
export async function mergedWithMarks(store: Store, ours: string, theirs: string): Promise<string> {
  return (await tried(store, ours, theirs)).tree;
}

async function tried(store: Store, ours: string, theirs: string): Promise<{ tree: string; conflicts: string[] }> {
  const text = await store.git(['merge-tree', '--write-tree', '--no-messages', ours, theirs], { allow: [1] });
  const [tree = '', ...conflicts] = text.trim().split('\n');
  return { tree, conflicts };
}

export interface MergeRequest {
  store: Store;
  base: string;
  head: string;
  method: MergeMethod;
  message: string;
  author: Signature;
}

/** The commit that a merge of `head` into `base` ends with, or null when they conflict. */
export async function mergedCommit(given: MergeRequest): Promise<string | null> {
  const { store, base, head, method, message, author } = given;
  if (method === 'rebase') return rebased(given);
  const tree = await mergedTree(store, base, head);
  if (tree === null) return null;
  const parents = method === 'merge' ? [base, head] : [base];
  return commitTree({ store, tree, parents, message, as: identity(store, author) });
}

async function rebased(given: MergeRequest): Promise<string | null> {
  const { store, base, head } = given;
  let onto = base;
  for (const commit of await commitsSince({ store, base: [base], head, limit: 10_000 })) {
    if (commit.parents.length > 1 || (await contains(store, onto, commit.sha))) continue;
    const next = await picked(store, onto, commit);
    if (next === null) return null;
    onto = next;
  }
  return onto;
}

/**
 * Applies one commit on top of another. `git merge-tree` before 2.40 finds the merge base only in history,
 * so both sides are put on top of a root commit with the tree of the picked commit's parent.
 */
async function picked(store: Store, onto: string, commit: Commit): Promise<string | null> {
  const as = identity(store, gitHub);
  const parent = commit.parents[0];
  const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
  const tree = async (sha: string) => (await commitOf(store, sha)).tree;
  const write = (of: string, parents: string[]) => commitTree({ store, tree: of, parents, message: 'pick', as });
  const root = await write(parent ? await tree(parent) : emptyTree, []);
  const ours = await write(await tree(onto), [root]);
  const theirs = await write(commit.tree, [root]);
  const merged = await mergedTree(store, ours, theirs);
  if (merged === null) return null;
  const { message } = commit;
  return commitTree({ store, tree: merged, parents: [onto], message, as: { ...as, author: commit.author } });
}

function identity(store: Store, author: Signature): Identity {
  return { author, committer: gitHub, date: store.tick() };
}
