import { mkdir } from 'node:fs/promises';
import type { Refusal } from '../core/refusal.ts';
import { createCache } from './cache.ts';
import { type Clone, type CloneOptions, createClone, openClone } from './clone.ts';
import { refusalIn } from './refusal.ts';
import { GitFailure } from './run.ts';

export interface GitOptions {
  /** The PATH that `findGit` found git on. */
  path: string;
  webUrl: string;
  cacheDir: string;
  /** Bytes that all clones may have together. */
  limitBytes: number;
}

/** Works in the clone of an upstream. What GitHub refuses is a value; bugs and the signal's abort throw. */
export type Working = <T>(
  given: {
    upstreamId: number;
    /** The repository whose clone it is alone; left out: links with the same upstream share one. */
    forkId?: number;
    signal: AbortSignal;
  } & Pick<CloneOptions, 'remotes' | 'elsewhere'>,
  work: (clone: Clone, gitDir: string) => Promise<T>,
) => Promise<T | Refusal>;

export function createWorking({ path, webUrl, cacheDir, limitBytes }: GitOptions): Working {
  const cache = createCache({
    dir: cacheDir,
    limitBytes,
    create: async (gitDir) => {
      await mkdir(gitDir, { recursive: true });
      await createClone({ path, gitDir, signal: new AbortController().signal });
    },
    mayBeBroken: (error) => error instanceof GitFailure && error.why === 'ended' && refusalIn(error) === null,
  });
  const host = new URL(webUrl).host.replace(/[^\w.-]/g, '_');
  return async ({ upstreamId, forkId, ...given }, work) => {
    const name = [host, upstreamId, ...(forkId === undefined ? [] : [forkId])].join('-');
    try {
      return await cache.use(name, given.signal, (gitDir) =>
        work(openClone({ path, gitDir, webUrl, ...given }), gitDir),
      );
    } catch (error) {
      const refusal = refusalIn(error);
      if (refusal === null) throw error;
      return refusal;
    }
  };
}
