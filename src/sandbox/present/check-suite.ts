import type { CheckRun } from '../check-types.ts';
import { commitOf } from '../commit.ts';
import type { Repository } from '../types.ts';
import type { World } from '../world.ts';
import type { Json } from './account.ts';
import { runningApp } from './check-run.ts';
import { repositoryApi } from './repository.ts';

/**
 * A suite as events show it, here that of a commit whose branch is in another repository: then there is no `head_branch`, and no pull
 * request is named. https://docs.github.com/webhooks/webhook-events-and-payloads#check_suite
 */
export async function eventSuiteJson(
  world: World,
  given: { repository: Repository; sha: string; runs: readonly CheckRun[] },
): Promise<Json> {
  const { repository, sha, runs } = given;
  const commit = await commitOf(repository.store, sha);
  const [first] = runs;
  const id = first?.suiteId ?? 0;
  const url = `${repositoryApi(world, repository)}/check-suites/${id}`;
  const person = ({ name, email }: { name: string; email: string }) => ({ name, email });
  const { installations_count: _, ...app } = runningApp(world, 'actions');
  const failed = runs.find(({ conclusion }) => conclusion !== 'success');
  return {
    id,
    node_id: `CS_${id}`,
    head_branch: null,
    head_sha: sha,
    status: 'completed',
    conclusion: failed ? failed.conclusion : 'success',
    url,
    before: null,
    after: sha,
    pull_requests: [],
    app,
    created_at: first?.startedAt ?? null,
    updated_at: first?.completedAt ?? null,
    rerequestable: true,
    runs_rerequestable: false,
    latest_check_runs_count: runs.length,
    check_runs_url: `${url}/check-runs`,
    head_commit: {
      id: sha,
      tree_id: commit.tree,
      message: commit.message,
      timestamp: commit.committer.date,
      author: person(commit.author),
      committer: person(commit.committer),
    },
  };
}
