import { readGitUrl } from '../core/config/git-url.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { listHeads } from './list-heads.ts';
import { type Gone, type Reach, reach } from './reach.ts';
import { type StageLimits, type StageOrder, stageBranch, stageLimits } from './stage.ts';
import { createWorking, type GitOptions } from './working.ts';

/** What a worker does with git for upstreams that are not on GitHub. Bugs and the signal's abort throw. */
export interface UpstreamGit {
  /** The head of a branch; null: there is no such branch. */
  headOf(order: { url: string; branch: string }, signal: AbortSignal): Promise<{ sha: string | null } | Gone | Refusal>;
  /** Those of several; null for those that are not there. */
  headsOf(
    order: { url: string; branches: readonly string[] },
    signal: AbortSignal,
  ): Promise<Map<string, string | null> | Gone | Refusal>;
  /** Brings the head of a branch into the fork, where nobody sees it. */
  stage(order: StageOrder, signal: AbortSignal): Promise<{ sha: string } | Gone | Refusal>;
}

/** Milliseconds in which a host has to say where a branch is. */
const headWithin = 20_000;

export function createUpstreamGit(options: GitOptions & { by: Reach; limits?: StageLimits }): UpstreamGit {
  const { path, by, limits = stageLimits } = options;
  const working = createWorking(options);
  const headsOf: UpstreamGit['headsOf'] = ({ url, branches }, signal) =>
    listHeads({ path, url, branches, by, limitMs: headWithin, signal });
  return {
    headsOf,
    async headOf({ url, branch }, signal) {
      const heads = await headsOf({ url, branches: [branch] }, signal);
      return heads instanceof Map ? { sha: heads.get(branch) ?? null } : heads;
    },
    async stage(order, signal) {
      const url = readGitUrl(order.url);
      if (url === null) throw new Error(`${order.url} is no address of a repository`);
      const ways = await reach(url, by);
      if (isRefusal(ways) || 'gone' in ways) return ways;
      const { upstreamId, forkId, fork } = order;
      const given = { upstreamId, forkId, remotes: { fork }, elsewhere: ways.settings, signal };
      return working.alone(given, (clone, gitDir) => stageBranch(clone, { order, url, gitDir, limits }));
    },
  };
}
