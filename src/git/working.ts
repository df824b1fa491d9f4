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

type Given = {
  upstreamId: number;
  /** The repository whose clone it is alone; left out: links with the same upstream share one. */
  forkId?: number;
  signal: AbortSignal;
} & Pick<CloneOptions, 'remotes' | 'elsewhere'>;

/** Works in the clone of an upstream. What GitHub refuses is a value; bugs and the signal's abort throw. */
export interface Working {
  /** While nobody else does. */
  alone<T>(given: Given, work: (clone: Clone, gitDir: string) => Promise<T>): Promise<T | Refusal>;
  /** Begins like that, and goes on, in an empty directory, while others work there. See `Cache.share`. */
  shared<B, T>(
    given: Given,
    begin: (clone: Clone) => Promise<B>,
    goOn: (clone: Clone, begun: B, dir: string) => Promise<T>,
  ): Promise<T | Refusal>;
}

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
  const nameOf = ({ upstreamId, forkId }: Given) =>
    [host, upstreamId, ...(forkId === undefined ? [] : [forkId])].join('-');
  const open = (gitDir: string, { remotes, elsewhere, signal }: Given) =>
    openClone({ path, gitDir, webUrl, remotes, signal, ...(elsewhere === undefined ? {} : { elsewhere }) });
  return {
    alone: (given, work) =>
      orRefusal(cache.use(nameOf(given), given.signal, (gitDir) => work(open(gitDir, given), gitDir))),
    shared: (given, begin, goOn) => {
      const begun = (gitDir: string) => begin(open(gitDir, given));
      return orRefusal(
        cache.share(nameOf(given), given.signal, begun, (value, { gitDir, dir }) =>
          goOn(open(gitDir, given), value, dir),
        ),
      );
    },
  };
}

async function orRefusal<T>(worked: Promise<T>): Promise<T | Refusal> {
  try {
    return await worked;
  } catch (error) {
    const refusal = refusalIn(error);
    if (refusal === null) throw error;
    return refusal;
  }
}
