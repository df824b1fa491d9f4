import { expect, test } from 'vitest';
import { createGateway } from '../../src/github/gateway.ts';
import { forkSha, target } from './fixtures.ts';
import { api, github, mint, now, offline } from './support.ts';

offline();

const place = { installationId: 7, fork: target.fork };
const text = { conclusion: 'action_required' as const, title: 'A title', summary: 'A summary.' };
const order = { ...place, ...text, headSha: forkSha, name: 'Backstroke', externalId: 'link', annotations: [] };

function gateway() {
  mint();
  return createGateway({ github: github(), now: () => now });
}

test('is completed when it is made', async () => {
  const output = { title: 'A title', summary: 'A summary.', annotations: [] };
  const sent = { name: 'Backstroke', head_sha: forkSha, external_id: 'link', status: 'completed', output };
  api()
    .post('/repos/octo/hello/check-runs', { ...sent, conclusion: 'action_required' })
    .reply(201, { id: 5 });
  expect(await gateway().createCheckRun(order)).toEqual({ id: 5 });
});

test('is given another ending', async () => {
  const output = { title: 'A title', summary: 'A summary.' };
  api()
    .patch('/repos/octo/hello/check-runs/5', { status: 'completed', conclusion: 'success', output })
    .reply(200, { id: 5 });
  expect(await gateway().changeCheckRun({ ...place, ...text, id: 5, conclusion: 'success' })).toEqual({ id: 5 });
});

test('is found by its external id, among all of its name', async () => {
  const run = (id: number, external_id: string | null) => ({ id, external_id, app: { id: 1 } });
  api()
    .get(`/repos/octo/hello/commits/${forkSha}/check-runs`)
    .query({ check_name: 'Backstroke', filter: 'all', per_page: 100, page: 1 })
    .reply(200, { total_count: 3, check_runs: [run(7, 'another'), run(6, null), run(5, 'link')] });
  expect(await gateway().findCheckRun(order)).toEqual({ id: 5 });
});

test('is not there', async () => {
  api()
    .get(`/repos/octo/hello/commits/${forkSha}/check-runs`)
    .query(true)
    .reply(200, { total_count: 0, check_runs: [] });
  expect(await gateway().findCheckRun(order)).toBeNull();
});

test.each([
  [403, 'Resource not accessible by integration', 'missing-permission'],
  [403, 'Repository was archived so is read-only.', 'fork-archived'],
  [422, `No commit found for SHA: ${forkSha}`, 'failed'],
])('%i %s', async (status, message, reason) => {
  api().post('/repos/octo/hello/check-runs').reply(status, { message });
  expect(await gateway().createCheckRun(order)).toMatchObject({ refused: true, reason });
});
