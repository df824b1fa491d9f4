import type nock from 'nock';
import { describe, expect, test } from 'vitest';
import { createRef, forwardBranch, mergeInto } from '../../src/github/move-branch.ts';
import { noWorkflows, old, place, sha } from './moving.ts';
import { api, offline, secondary } from './support.ts';

offline();

const says = (message: string, page = 'git/refs#update-a-reference') => ({
  message,
  documentation_url: `https://docs.github.com/rest/${page}`,
});
const workflows =
  'refusing to allow a GitHub App to create or update workflow `.github/workflows/bench.yml` without `workflows` permission';

type Row = [name: string, status: number, body: unknown, outcome: object, permissions?: Record<string, string>];
/** Refusals that all writes of references share. */
const refusals: Row[] = [
  ['protected', 422, says('Cannot force-push to this protected branch'), { reason: 'branch-protected' }],
  [
    'a ruleset',
    422,
    says('Repository rule violations found\n\nChanges must be made through a pull request.'),
    { reason: 'branch-protected' },
  ],
  ['a merge queue', 422, says('Changes must be made through the merge queue'), { reason: 'branch-protected' }],
  ['not allowed to push', 403, says('You are not authorized to push to this branch.'), { reason: 'branch-protected' }],
  ['workflows, said so', 422, says(workflows), { reason: 'missing-permission', detail: workflows }],
  [
    'workflows as 403',
    403,
    says('Resource not accessible by integration'),
    { reason: 'missing-permission' },
    noWorkflows,
  ],
  [
    'an archived fork, with fewer permissions as well',
    403,
    says('Repository was archived so is read-only.'),
    { reason: 'fork-archived' },
    noWorkflows,
  ],
  ['workflows as 404', 404, says('Not Found'), { reason: 'missing-permission' }, noWorkflows],
  ['workflows as an empty 500', 500, '', { reason: 'missing-permission', unclear: false }, noWorkflows],
  [
    '404 with the permission: it has not arrived in the fork yet',
    404,
    says('Not Found'),
    { reason: 'github-unavailable' },
  ],
  ['an empty 500 with the permission', 500, '', { reason: 'github-unavailable', unclear: true }],
  ['a 500 that says something', 500, says('Server Error'), { reason: 'github-unavailable' }, noWorkflows],
  ['archived', 403, says('Repository was archived so is read-only.'), { reason: 'fork-archived' }],
  ['a secondary limit', 403, says(secondary), { reason: 'rate-limited' }, noWorkflows],
  ['502', 502, '<html></html>', { reason: 'github-unavailable', unclear: true }],
];

describe('moving a branch forward', () => {
  test('asks for nothing but forward', async () => {
    api()
      .patch('/repos/octo/hello/git/refs/heads%2Frelease%2F1', { sha, force: false })
      .reply(200, { ref: 'refs/heads/release/1', object: { sha } });
    expect(await forwardBranch(place(), { branch: 'release/1', sha })).toEqual({ moved: true, sha });
  });

  test.each<Row>([
    ['not forward', 422, says('Update is not a fast forward'), { moved: false, why: 'overtaken' }],
    ['gone', 422, says('Reference does not exist'), { moved: false, why: 'overtaken' }],
    ...refusals,
  ])('%s', async (_name, status, body, outcome, permissions) => {
    api()
      .patch('/repos/octo/hello/git/refs/heads%2Fmain')
      .times(2)
      .optionally()
      .reply(status, body as nock.Body);
    expect(await forwardBranch(place(permissions), { branch: 'main', sha })).toMatchObject(outcome);
  });
});

describe('making a reference', () => {
  test('says where', async () => {
    api()
      .post('/repos/octo/hello/git/refs', { ref: 'refs/heads/next', sha })
      .reply(201, { ref: 'refs/heads/next', object: { sha } });
    expect(await createRef(place(), { ref: 'refs/heads/next', sha })).toEqual({ moved: true, sha });
  });

  test('that is there already is no mistake of anybody', async () => {
    api()
      .post('/repos/octo/hello/git/refs')
      .reply(422, says('Reference already exists', 'git/refs#create-a-reference'));
    expect(await createRef(place(), { ref: 'refs/heads/next', sha })).toEqual({ moved: false, why: 'overtaken' });
  });

  test.each<Row>([
    [
      'a ruleset for new branches',
      422,
      says('Repository rule violations found\n\nCannot create ref due to creations being restricted.'),
      { reason: 'branch-protected' },
    ],
    [
      'a commit that has not arrived',
      422,
      says('Object does not exist'),
      { reason: 'github-unavailable', unclear: false },
    ],
    ...refusals,
  ])('%s', async (_name, status, body, outcome, permissions) => {
    api()
      .post('/repos/octo/hello/git/refs')
      .times(2)
      .optionally()
      .reply(status, body as nock.Body);
    expect(await createRef(place(permissions), { ref: 'refs/heads/next', sha })).toMatchObject(outcome);
  });
});

describe('merging into a branch', () => {
  const order = { branch: 'main', headSha: sha, message: 'Merge up' };

  test('by commit, with words of our own', async () => {
    api()
      .post('/repos/octo/hello/merges', { base: 'main', head: sha, commit_message: 'Merge up' })
      .reply(201, { sha: old });
    expect(await mergeInto(place(), order)).toEqual({ moved: true, sha: old });
  });

  test.each<Row>([
    ['nothing to merge', 204, '', { moved: false, why: 'nothing' }],
    ['conflict', 409, says('Merge conflict'), { moved: false, why: 'conflict' }],
    [
      'moved meanwhile',
      409,
      says('Base branch was modified. Review and try the merge again.'),
      { moved: false, why: 'overtaken' },
    ],
    ['no such base', 404, says('Base does not exist'), { moved: false, why: 'overtaken' }],
    ['head not there yet', 404, says('Head does not exist'), { reason: 'github-unavailable' }],
    ['nor with fewer permissions', 404, says('Head does not exist'), { reason: 'github-unavailable' }, noWorkflows],
    ...refusals,
  ])('%s', async (_name, status, body, outcome, permissions) => {
    api()
      .post('/repos/octo/hello/merges')
      .times(2)
      .optionally()
      .reply(status, body as nock.Body);
    expect(await mergeInto(place(permissions), order)).toMatchObject(outcome);
  });
});
