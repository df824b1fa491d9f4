import { type Answer, json, notFound, refuse } from '../answer.ts';
import type { CheckRun } from '../check-types.ts';
import { annotationJson, checkRunJson } from '../present/check-run.ts';
import type { Call, Route } from '../router.ts';
import type { Repository } from '../types.ts';
import { nodeId, now } from '../world.ts';
import { type CheckInput, checkInput } from './check-input.ts';
import { paged } from './paging.ts';
import { repositoryOf } from './repository-of.ts';
import { commitNamed } from './shas.ts';

const createPage = 'checks/runs#create-a-check-run';
const updatePage = 'checks/runs#update-a-check-run';
const accepts = 'checks=write';

export const checkRoutes: Route[] = [
  { method: 'POST', pattern: '/repos/:owner/:repo/check-runs', handle: create },
  {
    method: 'PATCH',
    pattern: '/repos/:owner/:repo/check-runs/:check_run_id',
    handle(call) {
      const repository = repositoryOf(call, { accepts, write: true, page: updatePage });
      const run = runOf(call, repository, updatePage);
      change(run, checkInput(call.body, updatePage, false));
      return json(checkRunJson(call.world, repository, run));
    },
  },
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/check-runs/:check_run_id',
    handle(call) {
      const page = 'checks/runs#get-a-check-run';
      const repository = repositoryOf(call, { accepts: 'checks=read', page });
      return json(checkRunJson(call.world, repository, runOf(call, repository, page)));
    },
  },
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/check-runs/:check_run_id/annotations',
    handle(call) {
      const page = 'checks/runs#list-check-run-annotations';
      const repository = repositoryOf(call, { accepts: 'checks=read', page });
      const run = runOf(call, repository, page);
      const { items, headers } = paged(call, run.annotations);
      return json(
        items.map((annotation) => annotationJson(call.world, repository, run, annotation)),
        200,
        headers,
      );
    },
  },
  { method: 'GET', pattern: '/repos/:owner/:repo/commits/:ref/check-runs', handle: list },
];

async function create(call: Call): Promise<Answer> {
  const { world } = call;
  const repository = repositoryOf(call, { accepts, write: true, page: createPage });
  const { name, head_sha: sha } = call.body;
  if (typeof name !== 'string')
    return refuse(422, 'Invalid request.\n\n"name" wasn\'t supplied.', { page: createPage });
  if (typeof sha !== 'string')
    return refuse(422, 'Invalid request.\n\n"head_sha" wasn\'t supplied.', { page: createPage });
  const input = checkInput(call.body, createPage, true);
  const headSha = await commitNamed(call, repository, sha);
  if (!headSha) return refuse(422, `No commit found for SHA: ${sha}`, { page: createPage });
  const sibling = world.checkRuns.find(
    (run) => run.repositoryId === repository.id && run.headSha === headSha && run.app === 'ours',
  );
  const id = world.nextId();
  const run: CheckRun = {
    id,
    nodeId: nodeId('CR', id),
    app: 'ours',
    repositoryId: repository.id,
    suiteId: sibling?.suiteId ?? world.nextId(),
    name,
    headSha,
    externalId: '',
    // Where the App gives none it is the App's own page.
    detailsUrl: world.url,
    status: 'queued',
    conclusion: null,
    startedAt: now(),
    completedAt: null,
    output: { title: null, summary: null, text: null },
    annotations: [],
    actions: [],
  };
  change(run, input);
  world.checkRuns.push(run);
  return json(checkRunJson(world, repository, run), 201);
}

/** Annotations are added to those that are there; everything else is replaced. */
function change(run: CheckRun, input: CheckInput): void {
  const { output, annotations, ...rest } = input;
  Object.assign(run, rest);
  Object.assign(run.output, output);
  run.annotations.push(...annotations);
  run.completedAt = run.status === 'completed' ? (input.completedAt ?? run.completedAt ?? now()) : null;
}

function runOf(call: Call, repository: Repository, page: string): CheckRun {
  const run = call.world.checkRuns.find(({ id }) => id === Number(call.params.check_run_id));
  return run?.repositoryId === repository.id ? run : notFound(page);
}

/** `filter=latest`, the default, shows of each name the newest run alone. */
async function list(call: Call): Promise<Answer> {
  const page = 'checks/runs#list-check-runs-for-a-git-reference';
  const { query, world } = call;
  const repository = repositoryOf(call, { accepts: 'checks=read', page });
  const sha = await commitNamed(call, repository, call.params.ref ?? '');
  if (!sha) return refuse(422, `No commit found for SHA: ${call.params.ref}`, { page });
  const name = query.get('check_name');
  const status = query.get('status');
  const app = query.get('app_id');
  const all = world.checkRuns.filter((run) => run.repositoryId === repository.id && run.headSha === sha).reverse();
  const latest = all.filter(
    (run, at) => all.findIndex((other) => other.name === run.name && other.app === run.app) === at,
  );
  const shown = (query.get('filter') === 'all' ? all : latest).filter(
    (run) =>
      (name === null || run.name === name) &&
      (status === null || run.status === status) &&
      (app === null || (run.app === 'ours' && Number(app) === world.app.id)),
  );
  const { items, headers } = paged(call, shown);
  const check_runs = items.map((run) => checkRunJson(world, repository, run));
  return json({ total_count: shown.length, check_runs }, 200, headers);
}
