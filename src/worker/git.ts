import { join, resolve } from 'node:path';
import { createGit, type Git } from '../git/git.ts';
import { findGit } from '../git/program.ts';
import { createUpstreamGit, type UpstreamGit } from '../git/upstream-git.ts';
import { type Env, machineEnv } from '../runtime/env.ts';
import type { Log } from '../runtime/log.ts';

const gib = 1024 ** 3;

/** What this worker does with the machine's git; null, and said in the log, when it has none that will do. */
export async function workerGit(
  env: Pick<Env, 'GIT_CACHE' | 'GIT_CACHE_GIB' | 'DATA_DIR' | 'UPSTREAM_CA' | 'elsewhere' | 'webUrl'>,
  log: Log,
): Promise<{ git: Git | null; upstreamGit: UpstreamGit | null }> {
  const { PATH: path = '' } = machineEnv();
  const found = await findGit(path);
  if ('missing' in found) {
    log.warn({ detail: found.missing }, 'This worker can neither rebase nor fetch what is not on GitHub');
    return { git: null, upstreamGit: null };
  }
  const options = {
    path,
    webUrl: env.webUrl,
    cacheDir: resolve(env.GIT_CACHE ?? join(env.DATA_DIR, 'git')),
    limitBytes: env.GIT_CACHE_GIB * gib,
  };
  const by = { elsewhere: env.elsewhere, ca: env.UPSTREAM_CA };
  return { git: createGit(options), upstreamGit: createUpstreamGit({ ...options, by }) };
}
