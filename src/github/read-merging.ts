import { z } from 'zod';
import type { MergeMethod } from '../core/merging.ts';
import type { Observation, ObservedPull } from '../core/observation.ts';
import { isRefusal } from '../core/refusal.ts';
import { attempt, parseAnswer } from './attempt.ts';
import type { InstallationClient } from './client.ts';
import type { ForkNode } from './observe-query.ts';
import { isMerging, type MergingTarget } from './target.ts';

const Run = z.object({ name: z.string(), status: z.string(), conclusion: z.string().nullish() });

/** What else a check run may end with lets a pull request pass. https://docs.github.com/rest/checks/runs */
const failures = new Set(['failure', 'cancelled', 'timed_out', 'action_required', 'startup_failure', 'stale']);

/**
 * What the merging of the open pull request of ours goes by, besides what GitHub calls it. One request where it is to be merged and is
 * not clean: the newest run of each name on its head. Commit statuses are not read, which would take a permission more.
 * https://docs.github.com/rest/checks/runs#list-check-runs-for-a-git-reference
 */
export async function readMerging(given: {
  client: InstallationClient;
  target: MergingTarget;
  repository: { owner: string; name: string };
  fork: ForkNode | null;
  pulls: readonly ObservedPull[];
}): Promise<Pick<Observation, 'mergeMethods' | 'checks'>> {
  const { client, target, repository, fork, pulls } = given;
  const mergeMethods = fork && allowed(fork);
  const all = pulls.filter(({ state, ours }) => state === 'open' && ours);
  const open = all.find(({ head }) => head === 'fork') ?? all[0];
  if (!isMerging(target) || !open || !waits(open)) return { mergeMethods, checks: null };
  const runs = await attempt({ client }, async () => {
    const { data } = await client.request('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
      owner: repository.owner,
      repo: repository.name,
      ref: open.headSha,
      per_page: 100,
    });
    return parseAnswer(z.object({ check_runs: z.array(Run) }), data).check_runs;
  });
  // Only the names are missing then.
  if (isRefusal(runs)) return { mergeMethods, checks: null };
  const names = (which: (run: z.infer<typeof Run>) => boolean) => runs.filter(which).map(({ name }) => name);
  return {
    mergeMethods,
    checks: {
      failed: names(({ conclusion }) => failures.has(conclusion ?? '')),
      pending: names(({ status }) => status !== 'completed'),
    },
  };
}

function waits({ mergeState }: ObservedPull): boolean {
  return mergeState === 'blocked' || mergeState === 'unstable';
}

/** null: GitHub did not say. */
function allowed(fork: ForkNode): MergeMethod[] | null {
  const said: [MergeMethod, boolean | null | undefined][] = [
    ['merge', fork.mergeCommitAllowed],
    ['squash', fork.squashMergeAllowed],
    ['rebase', fork.rebaseMergeAllowed],
  ];
  if (said.some(([, is]) => typeof is !== 'boolean')) return null;
  return said.filter(([, is]) => is).map(([method]) => method);
}
