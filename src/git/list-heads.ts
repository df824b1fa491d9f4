import { tmpdir } from 'node:os';
import { readGitUrl } from '../core/config/git-url.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { gitEnvironment } from './environment.ts';
import { failureOf } from './host-failure.ts';
import { type Gone, type Reach, reach } from './reach.ts';
import { GitFailure, runGit } from './run.ts';

export interface HeadsOrder {
  /** The PATH that `findGit` found git on. */
  path: string;
  url: string;
  branches: readonly string[];
  by: Reach;
  limitMs: number;
  signal: AbortSignal;
}

/** KiB of memory for a list of branches. */
const memoryKib = 1024 * 1024;

/** The heads of these branches of a repository outside GitHub, null for those it has not. Nothing is fetched, and no token is sent. */
export async function listHeads(order: HeadsOrder): Promise<Map<string, string | null> | Gone | Refusal> {
  const { path, branches, by, limitMs, signal } = order;
  const url = readGitUrl(order.url);
  if (url === null) throw new Error(`${order.url} is no address of a repository`);
  const ways = await reach(url, by);
  if (isRefusal(ways) || 'gone' in ways) return ways;
  const cwd = tmpdir();
  // No repository is needed, and none that happens to be around is to be used.
  const env = gitEnvironment({ path, gitDir: '/dev/null', protocols: ['https'], settings: ways.settings });
  const args = ['ls-remote', '--heads', '--', url.url, ...branches.map((branch) => `refs/heads/${branch}`)];
  try {
    const { stdout } = await runGit({ args, cwd, env, limitMs, most: { memoryKib }, signal, secrets: [] });
    const lines = stdout.toString().split('\n');
    const heads = new Map(lines.map((line) => line.split('\t')).map(([sha = '', ref = '']) => [ref, sha]));
    return new Map(branches.map((branch) => [branch, shaIn(heads, branch)]));
  } catch (error) {
    if (!(error instanceof GitFailure) || error.why === 'aborted') throw error;
    return failureOf(error, url.host);
  }
}

function shaIn(heads: ReadonlyMap<string, string>, branch: string): string | null {
  const sha = heads.get(`refs/heads/${branch}`) ?? '';
  return /^[0-9a-f]{40}$/.test(sha) ? sha : null;
}
