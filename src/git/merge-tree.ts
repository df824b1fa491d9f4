import type { Clone } from './clone.ts';

/** One of the three versions of a file that conflicts: 1 is what both sides began with, 2 ours, 3 theirs. */
export interface Stage {
  mode: string;
  oid: string;
  stage: number;
  path: string;
}

export interface MergedTree {
  /** Where files conflict they are in it with git's marks. */
  tree: string;
  stages: Stage[];
  /** Those that conflict, in order; none where git merges them. */
  files: string[];
}

/** Merges two commits without a work tree. https://git-scm.com/docs/git-merge-tree */
export async function mergeTree(clone: Clone, { ours, theirs }: { ours: string; theirs: string }): Promise<MergedTree> {
  const args = ['merge-tree', '--write-tree', '-z', '--no-messages', ours, theirs];
  const { code, stdout } = await clone.run(args, { allow: [1] });
  const [tree = '', ...lines] = stdout.toString().split('\0').filter(Boolean);
  const stages = code === 0 ? [] : lines.flatMap(stageOf);
  return { tree, stages, files: [...new Set(stages.map(({ path }) => path))] };
}

function stageOf(line: string): Stage[] {
  const [, mode, oid, stage, path] = /^(\d+) ([0-9a-f]+) ([123])\t(.*)$/s.exec(line) ?? [];
  return mode && oid && stage && path ? [{ mode, oid, stage: Number(stage), path }] : [];
}
