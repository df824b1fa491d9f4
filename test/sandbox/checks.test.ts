import { expect, test } from 'vitest';
import { asInstallation, failure, fork, sandboxWithFork } from './support.ts';

const create = 'POST /repos/{owner}/{repo}/check-runs';
const update = 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}';
const list = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs';

const annotations = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    path: '.github/backstroke.yml',
    start_line: at + 1,
    end_line: at + 1,
    annotation_level: 'failure' as const,
    message: 'Wrong',
  }));

async function ready(permissions?: Record<string, string>) {
  const sandbox = await sandboxWithFork();
  const octokit = asInstallation(sandbox, sandbox.install('octo', 'all', permissions));
  const head_sha = sandbox.head('octo/hello', 'main') ?? '';
  return {
    sandbox,
    octokit,
    run: { ...fork, name: 'backstroke', head_sha },
    shown: () => sandbox.checkRuns('octo/hello', head_sha),
  };
}

test('a run is made, completed, and shows what people see', async () => {
  const { octokit, run, shown } = await ready();
  const { data } = await octokit.request(create, { ...run, status: 'in_progress' });
  expect(data).toMatchObject({ status: 'in_progress', conclusion: null, completed_at: null, external_id: '' });
  const action = { label: 'Look again', description: 'Reads the file once more', identifier: 'look' };
  await octokit.request(update, {
    ...fork,
    check_run_id: data.id,
    conclusion: 'action_required',
    external_id: 'configuration',
    details_url: 'https://backstroke.example/config',
    output: { title: 'One problem', summary: 'One key is not known.', annotations: annotations(1) },
    actions: [action],
  });
  expect(shown()).toMatchObject([
    {
      id: data.id,
      name: 'backstroke',
      status: 'completed',
      conclusion: 'action_required',
      externalId: 'configuration',
      detailsUrl: 'https://backstroke.example/config',
      title: 'One problem',
      summary: 'One key is not known.',
      text: null,
      annotations: [{ path: '.github/backstroke.yml', start_line: 1, message: 'Wrong' }],
      actions: [action],
    },
  ]);
  const again = await octokit.request(update, { ...fork, check_run_id: data.id, status: 'queued' });
  expect(again.data).toMatchObject({ status: 'queued', conclusion: null, completed_at: null });
});

test('fifty annotations go into one request, and another fifty are added to them', async () => {
  const { octokit, run, shown } = await ready();
  const output = (count: number) => ({ title: 'Many', summary: 'Many', annotations: annotations(count) });
  const { data } = await octokit.request(create, { ...run, output: output(50) });
  const more = await octokit.request(update, { ...fork, check_run_id: data.id, output: output(50) });
  expect(more.data.output.annotations_count).toBe(100);
  const tooMany = octokit.request(update, { ...fork, check_run_id: data.id, output: output(51) });
  expect(await failure(tooMany)).toMatchObject({
    status: 422,
    data: { message: 'Invalid request.\n\nNo more than 50 items are allowed; 51 were supplied.' },
  });
  expect(shown()[0]?.annotations).toHaveLength(100);
});

test.each<[string, Record<string, unknown>]>([
  ['no summary', { output: { title: 'a' } }],
  ['a text that is too long', { output: { title: 'a', summary: 'a'.repeat(65_536) } }],
  [
    'an annotation without a line',
    { output: { title: 'a', summary: 'a', annotations: [{ path: 'a', message: 'a' }] } },
  ],
  ['a conclusion that is none', { conclusion: 'fine' }],
  ['a conclusion that is missing', { status: 'completed' }],
  ['four actions', { actions: Array.from({ length: 4 }, () => ({ label: 'a', description: 'a', identifier: 'a' })) }],
  ['an action with a long label', { actions: [{ label: 'a'.repeat(21), description: 'a', identifier: 'a' }] }],
  ['a commit that is not there', { head_sha: 'f'.repeat(40) }],
])('%s is refused', async (_, change) => {
  const { octokit, run, shown } = await ready();
  expect(await failure(octokit.request(create, { ...run, ...change }))).toMatchObject({ status: 422 });
  expect(shown()).toEqual([]);
});

test('the newest run of each name is listed, or all of them', async () => {
  const { sandbox, octokit, run } = await ready();
  for (const name of ['backstroke', 'backstroke', 'other']) await octokit.request(create, { ...run, name });
  const names = async (query: { check_name?: string; filter?: 'latest' | 'all' }) => {
    const { data } = await octokit.request(list, { ...fork, ref: 'main', ...query });
    return [data.total_count, data.check_runs.map(({ name }) => name)];
  };
  expect(await names({})).toEqual([2, ['other', 'backstroke']]);
  expect(await names({ check_name: 'backstroke', filter: 'all' })).toEqual([2, ['backstroke', 'backstroke']]);
  const { data } = await octokit.request(list, { ...fork, ref: run.head_sha, check_name: 'backstroke' });
  expect(data.check_runs[0]?.id).toBe(sandbox.checkRuns('octo/hello', run.head_sha)[1]?.id);
});

test('runs need `checks: write`', async () => {
  const { octokit, run } = await ready({ contents: 'write' });
  expect(await failure(octokit.request(create, run))).toMatchObject({
    status: 403,
    headers: { 'x-accepted-github-permissions': 'checks=write' },
  });
});
