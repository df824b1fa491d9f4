import type { Clone } from './clone.ts';

/**
 * Merges two commits without a work tree: the tree that comes out, and the files that conflict, in order, none where git merges
 * them. https://git-scm.com/docs/git-merge-tree
 */
export async function mergeTree(
  clone: Clone,
  { ours, theirs }: { ours: string; theirs: string },
): Promise<{ tree: string; files: string[] }> {
  const args = ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', ours, theirs];
  const { code, stdout } = await clone.run(args, { allow: [1] });
  const [tree = '', ...files] = stdout.toString().split('\0').filter(Boolean);
  return { tree, files: code === 0 ? [] : [...new Set(files)] };
}
