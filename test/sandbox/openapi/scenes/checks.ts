import { changeCheckRun, createCheckRun, findCheckRun } from '../../../../src/github/check-runs.ts';
import { mergeBase } from '../../../../src/github/compare.ts';
import { listBranches } from '../../../../src/github/network.ts';
import { fork } from '../../support.ts';
import { must } from '../must.ts';
import type { Stage } from '../stage.ts';

const runs = '/repos/{owner}/{repo}/check-runs';

const annotation = {
  path: '.github/backstroke.yml',
  start_line: 3,
  end_line: 3,
  start_column: 1,
  end_column: 8,
  annotation_level: 'failure',
  title: 'Unknown key',
  message: 'Did you mean "strategy"?',
} as const;

/** Check runs, as an App makes and changes them. */
export async function checks({ sandbox, asOcto }: Stage): Promise<void> {
  const head_sha = await sandbox.commit('octo/hello', 'main', { files: { '.github/backstroke.yml': 'x: 1\n' } });
  await sandbox.openPull({ repo: 'up/hello', head: 'octo:main', base: 'main', by: 'octo' });
  await sandbox.createBranch('octo/hello', 'old', sandbox.head('up/hello', 'main') ?? '');
  await sandbox.openPull({ repo: 'octo/hello', head: 'main', base: 'old', by: 'octo' });
  const bare = await asOcto.request(`POST ${runs}`, { ...fork, name: 'bare', head_sha });
  await asOcto.request(`PATCH ${runs}/{check_run_id}`, {
    ...fork,
    check_run_id: bare.data.id,
    status: 'in_progress',
    started_at: '2026-11-20T12:00:00Z',
  });
  const made = await asOcto.request(`POST ${runs}`, {
    ...fork,
    name: 'backstroke',
    head_sha,
    status: 'completed',
    conclusion: 'action_required',
    completed_at: '2026-11-20T12:00:00Z',
    external_id: 'configuration',
    details_url: 'https://backstroke.example/config',
    output: { title: 'One problem', summary: 'One key is not known.', text: 'More', annotations: [annotation] },
    actions: [{ label: 'Look again', description: 'Reads the file once more', identifier: 'look' }],
  });
  const run = { ...fork, check_run_id: made.data.id };
  await asOcto.request(`PATCH ${runs}/{check_run_id}`, {
    ...run,
    conclusion: 'neutral',
    output: { summary: 'Two', annotations: [annotation] },
  });
  await asOcto.request(`GET ${runs}/{check_run_id}`, run);
  await asOcto.request(`GET ${runs}/{check_run_id}/annotations`, { ...run, per_page: 1, page: 2 });
  const list = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs';
  await asOcto.request(list, { ...fork, ref: head_sha, check_name: 'backstroke', filter: 'all', status: 'completed' });
  await asOcto.request(list, { ...fork, ref: 'main', app_id: sandbox.appId });
}

/** What is asked to answer a commit that touches a configuration file, by our own clients. */
export async function answering({ sandbox, github, octo }: Stage): Promise<void> {
  const client = github.asInstallation(octo);
  const repository = { owner: 'octo', name: 'hello' };
  const place = { client, repository };
  const baseSha = must(sandbox.head('octo/hello', 'main'));
  const headSha = await sandbox.commit('octo/hello', 'main', { files: { '.github/backstroke.yml': 'x: 1\n' } });
  must(await mergeBase({ ...place, baseSha, headSha }));
  must(await listBranches(client, repository));
  const text = { conclusion: 'failure', title: 'One problem', summary: 'One key is not known.' } as const;
  const annotations = [{ path: '.github/backstroke.yml', line: 1, column: 1, message: 'One key is not known.' }];
  const order = { headSha, name: 'Backstroke configuration', externalId: 'configuration-file', ...text, annotations };
  const { id } = must(await createCheckRun(place, order));
  must(await findCheckRun(place, order));
  must(await changeCheckRun(place, { ...text, id, conclusion: 'success' }));
}
