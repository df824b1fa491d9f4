/** Whoever works in a clone without its lock has a directory of its own next to it. While there is one, the clone is not removed. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { orNull } from './lock.ts';

export const lent = '.lent';

/** Milliseconds after which such a directory is what a death left: nothing in one may take as long. */
export const lentMs = 10 * 60_000;

/** Makes one. The lock of the clone has to be the caller's. */
export async function lend(clone: string): Promise<string> {
  const dir = `${clone}.${randomUUID()}${lent}`;
  await mkdir(dir, { mode: 0o700 });
  return dir;
}

/** The answer holds as long as the lock of the clone is the caller's. */
export async function isLent(clone: string): Promise<boolean> {
  const dir = dirname(clone);
  const names = await readdir(dir);
  const loans = names.filter((name) => name.startsWith(`${basename(clone)}.`) && name.endsWith(lent));
  const made = await Promise.all(loans.map(async (name) => (await orNull(stat(join(dir, name))))?.mtimeMs ?? 0));
  return made.some((at) => Date.now() - at < lentMs);
}
