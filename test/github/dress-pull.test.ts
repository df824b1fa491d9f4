import { describe, expect, test } from 'vitest';
import { createGateway } from '../../src/github/gateway.ts';
import { target } from './fixtures.ts';
import { answerGraphql, api, github, mint, now, offline } from './support.ts';

offline();

const place = { installationId: 7, fork: target.fork, number: 12 };

function gateway() {
  mint();
  return createGateway({ github: github(), now: () => now });
}

const docs = (page: string) => `https://docs.github.com/rest/${page}`;

describe('labels and assignees', () => {
  const issue = '/repos/octo/hello/issues/12';
  const given = { ...place, labels: ['bug', 'upstream'], assignees: ['mona'] };

  test('go in one request', async () => {
    api()
      .patch(issue, { labels: ['bug', 'upstream'], assignees: ['mona'] })
      .reply(200, { number: 12 });
    expect(await gateway().labelPull(given)).toEqual({ done: true });
  });

  test('that are as they should be are left alone', async () => {
    api()
      .patch(issue, { assignees: ['mona'] })
      .reply(200, { number: 12 });
    expect(await gateway().labelPull({ ...given, labels: null })).toEqual({ done: true });
  });

  const page = docs('issues/issues#update-an-issue');
  test.each([
    [
      'a label that the repository has not',
      403,
      {
        message: 'You do not have permission to create labels on this repository.',
        errors: [{ resource: 'Repository', field: 'label', code: 'unauthorized' }],
        documentation_url: page,
        status: '403',
      },
      {
        reason: 'failed',
        detail: 'You do not have permission to create labels on this repository.: label unauthorized',
      },
    ],
    [
      'nobody of that name',
      422,
      {
        message: 'Validation Failed',
        errors: [{ value: 'mono', resource: 'Issue', field: 'assignees', code: 'invalid' }],
        documentation_url: page,
        status: '422',
      },
      { reason: 'failed', detail: 'Validation Failed: assignees invalid' },
    ],
    ['no permission', 403, { message: 'Resource not accessible by integration' }, { reason: 'missing-permission' }],
    ['an outage', 502, '<html></html>', { reason: 'github-unavailable', unclear: true }],
  ])('%s', async (_name, status, body, refusal) => {
    api().patch(issue).reply(status, body);
    expect(await gateway().labelPull(given)).toMatchObject({ refused: true, ...refusal });
  });
});

describe('a label that goes', () => {
  const path = '/repos/octo/hello/issues/12/labels/merge%20conflict';
  const given = { ...place, label: 'merge conflict' };
  const missing = (message: string) => ({ message, documentation_url: docs('issues/labels'), status: '404' });

  test('is named in the address', async () => {
    api()
      .delete(path)
      .reply(200, [{ name: 'upstream' }]);
    expect(await gateway().removeLabel(given)).toEqual({ done: true });
  });

  test('may be gone already', async () => {
    api().delete(path).reply(404, missing('Label does not exist'));
    expect(await gateway().removeLabel(given)).toEqual({ done: true });
  });

  test.each([
    ['a pull request that is not there', 404, missing('Not Found'), { refused: true }],
    ['no permission', 403, { message: 'Resource not accessible by integration' }, { reason: 'missing-permission' }],
    ['an outage', 502, '<html></html>', { reason: 'github-unavailable', unclear: true }],
  ])('%s', async (_name, status, body, refusal) => {
    api().delete(path).reply(status, body);
    expect(await gateway().removeLabel(given)).toMatchObject({ refused: true, ...refusal });
  });
});

describe('reviewers', () => {
  const path = '/repos/octo/hello/pulls/12/requested_reviewers';
  const given = { ...place, reviewers: ['mona'], teams: ['maintainers'] };

  test('and teams go in one request', async () => {
    api()
      .post(path, { reviewers: ['mona'], team_reviewers: ['maintainers'] })
      .reply(201, { number: 12 });
    expect(await gateway().requestReviewers(given)).toEqual({ done: true });
  });

  const stranger =
    'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the octo/hello repository.';
  const unresolved = "Could not resolve to a node with the global id of 'T_1'.";
  test.each([
    ['no collaborator', { message: stranger }, stranger],
    ['a team without members: read', { message: 'Validation Failed', errors: [unresolved] }, unresolved],
    ['who wrote it', { message: 'Review cannot be requested from pull request author.' }, 'pull request author'],
  ])('%s', async (_name, body, words) => {
    const page = docs('pulls/review-requests#request-reviewers-for-a-pull-request');
    api()
      .post(path)
      .reply(422, { ...body, documentation_url: page, status: '422' });
    const detail = expect.stringContaining(words);
    expect(await gateway().requestReviewers(given)).toMatchObject({ refused: true, reason: 'failed', detail });
  });
});

describe('a draft', () => {
  const sha = 'a'.repeat(40);
  const ids = { forkNodeId: 'R_1', upstreamNodeId: 'R_2', upstreamPrivate: false };
  const order = { ...target, ...ids, title: 'Sync up main', body: 'Three commits', draft: true };
  const words = 'Draft pull requests are not supported in this repository.';
  const created = { number: 12, html_url: 'https://github.com/octo/hello/pull/12', head: { sha } };
  const posted = (draft: boolean) => (body: { draft?: boolean }) => (body.draft ?? false) === draft;

  test('is one', async () => {
    api().post('/repos/octo/hello/pulls', posted(true)).reply(201, created);
    expect(await gateway().openPull(order)).toMatchObject({ number: 12, detail: null });
  });

  test('is none where GitHub has no drafts, and says so', async () => {
    const refused = { message: words, documentation_url: docs('pulls/pulls#create-a-pull-request'), status: '422' };
    api().post('/repos/octo/hello/pulls', posted(true)).reply(422, refused);
    api().post('/repos/octo/hello/pulls', posted(false)).reply(201, created);
    expect(await gateway().openPull(order)).toMatchObject({ number: 12, detail: words });
  });

  test.each([
    ['another refusal', 422, { message: 'Validation Failed', errors: [{ message: 'Something else' }] }],
    ['an outage', 502, '<html></html>'],
  ])('after %s is not opened otherwise', async (_name, status, body) => {
    api().post('/repos/octo/hello/pulls').reply(status, body);
    expect(await gateway().openPull(order)).toMatchObject({ refused: true });
  });

  test('between two repositories of one owner, the same', async () => {
    const sibling = { ...order, upstream: { id: 2, owner: 'octo', name: 'base', branch: 'main' } };
    const path = ['createPullRequest'];
    const errors = [{ type: 'UNPROCESSABLE', path, message: words }];
    const first = answerGraphql('CreatePull', { data: { createPullRequest: null }, errors });
    const pullRequest = { number: 5, url: 'https://github.com/octo/hello/pull/5', headRefOid: sha };
    const second = answerGraphql('CreatePull', { data: { createPullRequest: { pullRequest } } });
    expect(await gateway().openPull(sibling)).toMatchObject({ number: 5, detail: words });
    expect(first.sent[0]?.variables.input).toMatchObject({ draft: true });
    expect(second.sent[0]?.variables.input).not.toHaveProperty('draft');
  });
});
