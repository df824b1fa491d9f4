import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isLent, lend, lent, lentMs } from './loan.ts';
import { codeOf, orNull, takeLock, tryLock } from './lock.ts';

export interface CacheOptions {
  dir: string;
  /** Bytes that all clones may have together, kept after each use. */
  limitBytes: number;
  /** Makes an empty clone where nothing is. */
  create: (gitDir: string) => Promise<void>;
  /** True for an error that may come from a broken clone. */
  mayBeBroken: (error: unknown) => boolean;
}

export interface Cache {
  /**
   * Works in the clone of this name, made when there is none, while nobody else does. When it seems broken it is thrown away and
   * the work is done once more in a new one. Throws what the work throws.
   */
  use<T>(name: string, signal: AbortSignal, work: (gitDir: string) => Promise<T>): Promise<T>;
  /**
   * Begins like that, and goes on while others work in the clone, in a directory that is made for it and removed after it. It may read the
   * clone and add objects, for less than ten minutes. Meanwhile the clone is not removed, unless it is broken; then this is not begun anew.
   */
  share<B, T>(
    name: string,
    signal: AbortSignal,
    begin: (gitDir: string) => Promise<B>,
    goOn: (begun: B, place: { gitDir: string; dir: string }) => Promise<T>,
  ): Promise<T>;
}

const suffix = '.git';

/** Clones kept for the next time, in one directory. Several processes may share it. */
export function createCache(options: CacheOptions): Cache {
  const { dir, create, mayBeBroken } = options;

  async function ready(gitDir: string): Promise<string> {
    if (await exists(gitDir)) return gitDir;
    // Under another name until it is whole: a death in between leaves no half one.
    const half = `${gitDir}.${randomUUID()}${gone}`;
    await create(half);
    await rename(half, gitDir);
    return gitDir;
  }

  const cache: Cache = {
    async use(name, signal, work) {
      if (!/^[\w-][\w.-]*$/.test(name)) throw new Error(`${name} names no clone`);
      await mkdir(dir, { recursive: true, mode: 0o700 });
      const gitDir = join(dir, `${name}${suffix}`);
      const lock = await takeLock(`${gitDir}.lock`, signal);
      try {
        try {
          return await work(await ready(gitDir));
        } catch (error) {
          if (signal.aborted || !mayBeBroken(error)) throw error;
          await remove(gitDir);
          return await work(await ready(gitDir));
        }
      } finally {
        await trim(options, gitDir).finally(() => lock.release());
      }
    },
    async share(name, signal, begin, goOn) {
      const { begun, ...place } = await cache.use(name, signal, async (gitDir) => ({
        begun: await begin(gitDir),
        gitDir,
        dir: await lend(gitDir),
      }));
      try {
        return await goOn(begun, place);
      } finally {
        await rm(place.dir, { recursive: true, force: true });
      }
    },
  };
  return cache;
}

/** Ending of what is being removed, or was not finished: whoever comes by removes it. */
const gone = '.gone';

/** Removes the clones used longest ago until the rest is small enough. The one in use is the last to go, and one that is lent stays. */
async function trim({ dir, limitBytes }: CacheOptions, using: string): Promise<void> {
  if (await exists(using)) {
    const now = new Date();
    await utimes(using, now, now);
  }
  const names = await readdir(dir);
  const left = (ending: string) => names.filter((name) => name.endsWith(ending)).map((name) => join(dir, name));
  const others = left(gone).filter((path) => !basename(path).startsWith(basename(using)));
  await Promise.all([
    ...others.map((path) => removeOld(path, hour)),
    ...left(lent).map((path) => removeOld(path, lentMs)),
  ]);
  const clones = names.filter((name) => name.endsWith(suffix)).map((name) => join(dir, name));
  const known = await Promise.all(
    clones.map(async (path) => ({ path, bytes: await sizeOf(path), at: await usedAt(path) })),
  );
  let total = known.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { path, bytes } of known.sort((one, other) => one.at - other.at)) {
    if (total <= limitBytes) return;
    if (path === using ? await removeUnlent(path) : await removeUnused(path)) total -= bytes;
  }
}

/** Whether it was removed. */
async function removeUnused(path: string): Promise<boolean> {
  const lock = await tryLock(`${path}.lock`);
  if (lock === null) return false;
  return removeUnlent(path).finally(() => lock.release());
}

/** Its lock has to be the caller's. */
async function removeUnlent(path: string): Promise<boolean> {
  if (await isLent(path)) return false;
  await remove(path);
  return true;
}

const hour = 3600_000;

/** What another process makes or removes at this moment is its own business. */
async function removeOld(path: string, ms: number): Promise<void> {
  if (Date.now() - (await usedAt(path)) > ms) await rm(path, { recursive: true, force: true });
}

async function remove(path: string): Promise<void> {
  const away = `${path}.${randomUUID()}${gone}`;
  try {
    await rename(path, away);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  await rm(away, { recursive: true, force: true });
}

async function usedAt(path: string): Promise<number> {
  return (await orNull(stat(path)))?.mtimeMs ?? 0;
}

/** Bytes of all files below; files that vanish meanwhile count nothing. */
async function sizeOf(path: string): Promise<number> {
  const entries = (await orNull(readdir(path, { withFileTypes: true }))) ?? [];
  const sizes = await Promise.all(
    entries.map(async (entry) => {
      const inner = join(path, entry.name);
      return entry.isDirectory() ? sizeOf(inner) : ((await orNull(lstat(inner)))?.size ?? 0);
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function exists(path: string): Promise<boolean> {
  return (await orNull(stat(path))) !== null;
}
