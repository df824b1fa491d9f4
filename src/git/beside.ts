import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clone } from './clone.ts';

/** A git directory of its own with a work tree and an index, whose objects are those of a clone. */
export interface Beside extends Clone {
  gitDir: string;
  workTree: string;
}

const prefix = 'beside-';

/**
 * Works in a git directory that is made for this and removed after it, for what must not be shared by all that share the clone. It has
 * no references: commits are named by their ids. Git's calls there fail after `until`. What a death left is removed by the next.
 */
export async function beside<T>(clone: Clone, until: number, work: (side: Beside) => Promise<T>): Promise<T> {
  const old = (await readdir(clone.gitDir)).filter((name) => name.startsWith(prefix));
  await Promise.all(old.map((name) => rm(join(clone.gitDir, name), { recursive: true, force: true })));
  const dir = await mkdtemp(join(clone.gitDir, prefix));
  try {
    return await work(await clone.apart(dir, until));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
