import type { Annotation, CheckRun } from '../check-types.ts';
import type { Pull, Repository } from '../types.ts';
import type { World } from '../world.ts';
import type { Json } from './account.ts';
import { appJson } from './installation.ts';
import { repositoryApi } from './repository.ts';

export function checkRunJson(world: World, repository: Repository, run: CheckRun): Json {
  const url = `${repositoryApi(world, repository)}/check-runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: run.nodeId,
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: `${world.url}/${repository.owner.login}/${repository.name}/runs/${run.id}`,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: { ...run.output, annotations_count: run.annotations.length, annotations_url: `${url}/annotations` },
    check_suite: { id: run.suiteId },
    app: runningApp(world, run.app),
    pull_requests: pullsOf(world, run).map((pull) => minimalPullJson(world, pull)),
  };
}

/** Ours, or GitHub Actions, whose id is the same on all of github.com. */
export function runningApp(world: World, app: CheckRun['app']): Json {
  const ours = appJson(world);
  if (app === 'ours') return ours;
  return {
    ...ours,
    id: 15_368,
    slug: 'github-actions',
    name: 'GitHub Actions',
    html_url: `${world.url}/apps/github-actions`,
  };
}

export function annotationJson(world: World, repository: Repository, run: CheckRun, annotation: Annotation): Json {
  const { owner, name } = repository;
  return {
    ...annotation,
    blob_href: `${world.url}/${owner.login}/${name}/blob/${run.headSha}/${annotation.path}`,
  };
}

/** Open ones whose head is this commit in this repository: those of forks are not shown. */
function pullsOf(world: World, run: CheckRun): Pull[] {
  const pulls = [...world.repositories.values()].flatMap((repository) => repository.pulls);
  return pulls.filter(
    ({ state, head }) => state === 'open' && head.sha === run.headSha && head.repository?.id === run.repositoryId,
  );
}

function minimalPullJson(world: World, pull: Pull): Json {
  const { base, head } = pull;
  const side = (repository: Repository | null, { branch, sha }: { branch: string; sha: string }) => ({
    ref: branch,
    sha,
    repo: repository && { id: repository.id, name: repository.name, url: repositoryApi(world, repository) },
  });
  const url = `${repositoryApi(world, base.repository)}/pulls/${pull.number}`;
  return {
    id: pull.id,
    number: pull.number,
    url,
    head: side(head.repository, head),
    base: side(base.repository, base),
  };
}
