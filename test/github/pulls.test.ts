import type nock from 'nock';
import { describe, expect, test } from 'vitest';
import { createGateway } from '../../src/github/gateway.ts';
import { bot, pull, target } from './fixtures.ts';
import { answerGraphql, api, github, mint, now, offline } from './support.ts';

offline();

const sha = 'a'.repeat(40);
const order = {
  ...target,
  forkNodeId: 'R_1',
  upstreamNodeId: 'R_2',
  upstreamPrivate: false,
  title: 'Sync up main',
  body: 'Three commits',
  draft: false,
};

function gateway() {
  mint();
  return createGateway({ github: github(), now: () => now });
}

const invalid = (...errors: unknown[]) => ({
  message: 'Validation Failed',
  errors,
  documentation_url: 'https://docs.github.com/rest/pulls/pulls#create-a-pull-request',
  status: '422',
});
const custom = (message: string) => invalid({ resource: 'PullRequest', code: 'custom', message });

describe('opening a pull request', () => {
  test('by name, and nobody may push to upstream because of it', async () => {
    api()
      .post('/repos/octo/hello/pulls', {
        head: 'up:main',
        base: 'main',
        title: 'Sync up main',
        body: 'Three commits',
        maintainer_can_modify: false,
      })
      .reply(201, { number: 12, html_url: 'https://github.com/octo/hello/pull/12', head: { sha } });
    expect(await gateway().openPull(order)).toEqual({
      number: 12,
      url: 'https://github.com/octo/hello/pull/12',
      headSha: sha,
      detail: null,
    });
  });

  const refused: [string, number, unknown, object, boolean?][] = [
    ['nothing new', 422, custom('No commits between main and up:main'), { reason: 'github-unavailable' }],
    ['already open', 422, custom('A pull request already exists for up:main.'), { exists: true }],
    [
      'no such head',
      422,
      invalid({ resource: 'PullRequest', field: 'head', code: 'invalid' }),
      { reason: 'github-unavailable' },
    ],
    [
      'no such head, private',
      422,
      invalid({ resource: 'PullRequest', field: 'head', code: 'invalid' }),
      { reason: 'upstream-private' },
      true,
    ],
    ['private upstream', 422, custom('not all refs are readable'), { reason: 'upstream-private' }],
    [
      'no such base',
      422,
      invalid({ resource: 'PullRequest', field: 'base', code: 'invalid' }),
      { reason: 'fork-branch-missing' },
    ],
    [
      'fork_collab',
      422,
      invalid({
        resource: 'PullRequest',
        field: 'fork_collab',
        code: 'custom',
        message: "Fork collab can't be granted by someone without permission",
      }),
      { reason: 'failed' },
    ],
    [
      'collaborators only',
      422,
      custom('User must be a collaborator'),
      { reason: 'pulls-disabled', detail: 'Validation Failed: User must be a collaborator' },
    ],
    ['unknown 422', 422, custom('Something else'), { reason: 'failed', detail: 'Validation Failed: Something else' }],
    ['plain 422', 422, { message: 'A pull request already exists for up:main.' }, { exists: true }],
    ['no permission', 403, { message: 'Resource not accessible by integration' }, { reason: 'missing-permission' }],
    ['gone', 404, { message: 'Not Found' }, { reason: 'github-unavailable', unclear: false }],
    ['turned off', 410, { message: 'Gone' }, { reason: 'pulls-disabled' }],
    ['502', 502, '<html></html>', { reason: 'github-unavailable', unclear: true }],
    ['an answer that was cut off', 201, '{"number": 12, "html', { reason: 'github-unavailable', unclear: true }],
  ];
  test.each(refused)('%s', async (_name, status, body, outcome, upstreamPrivate = false) => {
    api()
      .post('/repos/octo/hello/pulls')
      .reply(status, body as nock.Body, { 'content-type': 'application/json' });
    expect(await gateway().openPull({ ...order, upstreamPrivate })).toMatchObject(outcome);
  });

  test('a connection that is lost leaves the outcome unknown', async () => {
    api().post('/repos/octo/hello/pulls').replyWithError('socket hang up');
    expect(await gateway().openPull(order)).toMatchObject({ reason: 'github-unavailable', unclear: true });
  });

  const sibling = { ...order, upstream: { id: 2, owner: 'Octo', name: 'base', branch: 'main' } };

  test('between two repositories of one owner by id', async () => {
    const created = { number: 5, url: 'https://github.com/octo/hello/pull/5', headRefOid: sha };
    const { sent } = answerGraphql('CreatePull', { data: { createPullRequest: { pullRequest: created } } });
    expect(await gateway().openPull(sibling)).toEqual({ number: 5, url: created.url, headSha: sha, detail: null });
    expect(sent[0]?.variables.input).toEqual({
      repositoryId: 'R_1',
      headRepositoryId: 'R_2',
      baseRefName: 'main',
      headRefName: 'main',
      maintainerCanModify: false,
      title: 'Sync up main',
      body: 'Three commits',
    });
  });

  test.each([
    [{ type: 'UNPROCESSABLE', message: 'A pull request already exists for octo:main.' }, { exists: true }],
    [
      {
        type: 'UNPROCESSABLE',
        message:
          "Head sha can't be blank, Base sha can't be blank, No commits between main and main, Head ref must be a branch",
      },
      { reason: 'github-unavailable' },
    ],
    [{ type: 'UNPROCESSABLE', message: 'Base ref must be a branch' }, { reason: 'fork-branch-missing' }],
    [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }, { reason: 'missing-permission' }],
    [{ message: 'Something went wrong while executing your query.' }, { reason: 'github-unavailable', unclear: true }],
  ])('by id: %o', async (error, outcome) => {
    answerGraphql('CreatePull', {
      data: { createPullRequest: null },
      errors: [{ path: ['createPullRequest'], ...error }],
    });
    expect(await gateway().openPull(sibling)).toMatchObject(outcome);
  });
});

describe('finding the open pull request', () => {
  const list = (items: unknown[]) =>
    api()
      .get('/repos/octo/hello/pulls')
      .query({ base: 'main', head: 'up:main', state: 'open', per_page: 100 })
      .reply(200, items);

  test('whoever opened it', async () => {
    list([{ node_id: 'PR_12', head: { repo: { id: 2 } } }]);
    answerGraphql('Pulls', {
      data: { viewer: { databaseId: bot.databaseId }, nodes: [pull({ author: { __typename: 'User' } })] },
    });
    expect(await gateway().findOpenPull(target)).toMatchObject({ number: 12, state: 'open', ours: false });
  });

  test('not one of another repository of the same owner', async () => {
    list([{ node_id: 'PR_12', head: { repo: { id: 3 } } }]);
    expect(await gateway().findOpenPull(target)).toBeNull();
  });

  test('none', async () => {
    list([]);
    expect(await gateway().findOpenPull(target)).toBeNull();
  });
});

describe('closing a pull request', () => {
  const close = (more = {}) => gateway().closePull({ installationId: 7, fork: target.fork, number: 12, ...more });

  test('is one request', async () => {
    api().patch('/repos/octo/hello/pulls/12', { state: 'closed' }).reply(200, { number: 12, state: 'closed' });
    expect(await close()).toEqual({ closed: true });
  });

  test('gives it another text in the same request', async () => {
    api().patch('/repos/octo/hello/pulls/12', { state: 'closed', body: 'Replaced' }).reply(200, { number: 12 });
    expect(await close({ body: 'Replaced' })).toEqual({ closed: true });
  });

  test('on an archived fork', async () => {
    api().patch('/repos/octo/hello/pulls/12').reply(403, { message: 'Repository was archived so is read-only.' });
    expect(await close()).toMatchObject({ reason: 'fork-archived' });
  });
});
