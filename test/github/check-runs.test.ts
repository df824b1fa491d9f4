import { describe, expect, test } from 'vitest';
import { changeCheckRun, createCheckRun, findCheckRun } from '../../src/github/check-runs.ts';
import { api, github, mint, offline } from './support.ts';

offline();

const sha = 'c'.repeat(40);
const repository = { owner: 'octo', name: 'hello' };
const place = () => ({ client: github().asInstallation(7), repository });
const runs = '/repos/octo/hello/check-runs';
const list = `/repos/octo/hello/commits/${sha}/check-runs`;
const order = {
  name: 'Backstroke configuration',
  headSha: sha,
  externalId: 'mine',
  conclusion: 'failure',
  title: '1 problem',
  summary: 'Words',
  annotations: [{ path: '.github/backstroke.yml', line: 3, column: 5, message: 'Wrong' }],
} as const;

describe('a check run', () => {
  test('is made completed, with annotations at one line and column', async () => {
    mint();
    api()
      .post(runs, {
        name: 'Backstroke configuration',
        head_sha: sha,
        external_id: 'mine',
        status: 'completed',
        conclusion: 'failure',
        output: {
          title: '1 problem',
          summary: 'Words',
          annotations: [
            {
              path: '.github/backstroke.yml',
              start_line: 3,
              end_line: 3,
              start_column: 5,
              end_column: 5,
              annotation_level: 'failure',
              message: 'Wrong',
            },
          ],
        },
      })
      .reply(201, { id: 11, external_id: 'mine', app: { id: 1 } });
    expect(await createCheckRun(place(), { ...order, annotations: [...order.annotations] })).toEqual({ id: 11 });
  });

  test('is given another ending', async () => {
    mint();
    api()
      .patch(`${runs}/11`, { status: 'completed', conclusion: 'success', output: { title: 'Good', summary: 'Cured' } })
      .reply(200, { id: 11 });
    const text = { conclusion: 'success', title: 'Good', summary: 'Cured' } as const;
    expect(await changeCheckRun(place(), { id: 11, ...text })).toEqual({ id: 11 });
  });

  test.each([
    [
      'is found by its external id among others of its name',
      [
        { id: 9, external_id: 'other' },
        { id: 11, external_id: 'mine' },
      ],
      { id: 11 },
    ],
    ['is not found where others have its name', [{ id: 9, external_id: null }, { id: 10 }], null],
  ])('%s', async (_, check_runs, expected) => {
    mint();
    api()
      .get(list)
      .query({ check_name: order.name, filter: 'all', per_page: 100, page: 1 })
      .reply(200, { total_count: check_runs.length, check_runs });
    expect(await findCheckRun(place(), order)).toEqual(expected);
  });

  test('is looked for on every page', async () => {
    mint();
    const others = Array.from({ length: 100 }, (_, id) => ({ id, external_id: `other-${id}` }));
    const next = { link: '<https://api.github.com/x?page=2>; rel="next"' };
    api()
      .get(list)
      .query({ check_name: order.name, filter: 'all', per_page: 100, page: 1 })
      .reply(200, { check_runs: others }, next);
    const last = { check_runs: [{ id: 200, external_id: 'mine' }] };
    api().get(list).query({ check_name: order.name, filter: 'all', per_page: 100, page: 2 }).reply(200, last);
    expect(await findCheckRun(place(), order)).toEqual({ id: 200 });
  });
});

describe('what GitHub refuses is a value', () => {
  const denied = { message: 'Resource not accessible by integration', status: '403' };

  test('where the App may make no check runs', async () => {
    mint();
    api().post(runs).reply(403, denied, { 'x-accepted-github-permissions': 'checks=write' });
    // The permission may have been accepted since: that takes a new token.
    mint();
    expect(await createCheckRun(place(), { ...order, annotations: [] })).toMatchObject({
      refused: true,
      reason: 'missing-permission',
      unclear: false,
    });
  });

  test('where nobody knows whether it was made', async () => {
    mint();
    api().post(runs).replyWithError('socket hang up');
    expect(await createCheckRun(place(), { ...order, annotations: [] })).toMatchObject({
      reason: 'github-unavailable',
      unclear: true,
    });
  });

  test('where the list cannot be read', async () => {
    mint();
    api().get(list).query(true).reply(502, '<html>');
    expect(await findCheckRun(place(), order)).toMatchObject({ reason: 'github-unavailable', unclear: false });
  });
});
