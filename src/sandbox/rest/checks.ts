import { type Answer, json, notFound, refuse } from '../answer.ts';
import { appJson } from '../present/installation.ts';
import { repositoryApi } from '../present/repository.ts';
import type { Call, Route } from '../router.ts';
import type { CheckRun } from '../types.ts';
import { paged } from './paging.ts';
import { repositoryOf } from './repository-of.ts';
import { commitNamed } from './shas.ts';

const page = 'checks/runs#create-a-check-run';
const write = { accepts: 'checks=write', write: true, page };

export const checkRoutes: Route[] = [
  {
    method: 'POST',
    pattern: '/repos/:owner/:repo/check-runs',
    async handle(call) {
      const repository = repositoryOf(call, write);
      const { name, head_sha: sha } = call.body;
      if (typeof name !== 'string' || typeof sha !== 'string' || !(await commitNamed(call, repository, sha))) {
        return refuse(422, `No commit found for SHA: ${String(sha)}`, { page });
      }
      const run = { id: call.world.nextId(), repositoryId: repository.id, name, headSha: sha, body: call.body };
      call.world.checkRuns.push(run);
      return shown(call, run, 201);
    },
  },
  {
    method: 'PATCH',
    pattern: '/repos/:owner/:repo/check-runs/:check_run_id',
    handle(call) {
      const repository = repositoryOf(call, write);
      const run = call.world.checkRuns.find(({ id }) => id === Number(call.params.check_run_id));
      if (!run || run.repositoryId !== repository.id) return notFound(page);
      run.body = { ...run.body, ...call.body };
      return shown(call, run, 200);
    },
  },
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/commits/:ref/check-runs',
    async handle(call) {
      const repository = repositoryOf(call, { accepts: 'checks=read', page });
      const sha = await commitNamed(call, repository, call.params.ref ?? '');
      const runs = call.world.checkRuns.filter((run) => run.repositoryId === repository.id && run.headSha === sha);
      const { items, headers } = paged(call, runs);
      return json({ total_count: runs.length, check_runs: items.map((run) => runJson(call, run)) }, 200, headers);
    },
  },
];

function shown(call: Call, run: CheckRun, status: number): Answer {
  return json(runJson(call, run), status);
}

function runJson(call: Call, run: CheckRun) {
  const repository = call.world.repositories.get(run.repositoryId);
  const url = repository ? `${repositoryApi(call.world, repository)}/check-runs/${run.id}` : '';
  const { output, ...body } = run.body;
  const shownOutput = typeof output === 'object' ? output : { title: null, summary: null, text: null };
  const ids = { id: run.id, node_id: `CR_${run.id}`, url, html_url: url, head_sha: run.headSha };
  const defaults = { external_id: '', status: 'queued', conclusion: null, started_at: null, completed_at: null };
  return { ...defaults, ...body, ...ids, output: shownOutput, app: appJson(call.world), pull_requests: [] };
}
