import { randomUUID } from 'node:crypto';
import { open, rename, rm, stat, utimes } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whoever holds a lock touches it this often; one that is not touched for longer than `staleMs` is nobody's any more. */
const touchMs = 15_000;
const staleMs = 90_000;
const lookMs = 200;

export interface Lock {
  release(): Promise<void>;
}

/** Takes the lock, which one process or job has at a time, as soon as it is free. Throws when the signal comes first. */
export async function takeLock(path: string, signal: AbortSignal): Promise<Lock> {
  for (;;) {
    const lock = await tryLock(path);
    if (lock) return lock;
    await sleep(lookMs, undefined, { signal });
  }
}

/** The lock, or null when somebody has it. */
export async function tryLock(path: string): Promise<Lock | null> {
  if (!(await make(path))) {
    await removeStale(path);
    return null;
  }
  const timer = setInterval(() => {
    const now = new Date();
    void utimes(path, now, now).catch(() => {});
  }, touchMs);
  timer.unref();
  return {
    release: async () => {
      clearInterval(timer);
      await rm(path, { force: true });
    },
  };
}

async function make(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx')).close();
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Moved away before it is judged again: of two that find it stale, one removes it and the other finds nothing, or puts a new one back. */
async function removeStale(path: string): Promise<void> {
  if (!(await isStale(path))) return;
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
    if (await isStale(aside)) await rm(aside, { force: true });
    else await rename(aside, path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

async function isStale(path: string): Promise<boolean> {
  const found = await orNull(stat(path));
  return found !== null && Date.now() - found.mtimeMs > staleMs;
}

/** null: what was asked for is not there. */
export async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}
