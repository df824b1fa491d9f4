import { describe, expect, test } from 'vitest';
import { readCovered } from '../../src/github/covered.ts';
import { getInstallation, listInstallations, listRepositories } from '../../src/github/installations.ts';
import { answerGraphql, api, github, mint, offline } from './support.ts';

offline();

const installation = (id: number, changed: object = {}) => ({
  id,
  account: { id: 5, login: 'octo', type: 'User', site_admin: false },
  suspended_at: null,
  permissions: { metadata: 'read', pull_requests: 'write' },
  events: ['push'],
  repository_selection: 'selected',
  ...changed,
});
const known = {
  appId: null,
  appSlug: null,
  account: { id: 5, login: 'octo', type: 'User' },
  suspendedAt: null,
  permissions: { metadata: 'read', pull_requests: 'write' },
};

async function all<T>(items: AsyncGenerator<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe('installations', () => {
  const page = (number: number) => api().get('/app/installations').query({ per_page: 100, page: number });

  test('are read page after page', async () => {
    page(1).reply(
      200,
      Array.from({ length: 100 }, (_, id) => installation(id)),
    );
    page(2).reply(200, [installation(100, { account: { id: 6, slug: 'acme' }, suspended_at: '2026-11-01T00:00:00Z' })]);
    const found = await all(listInstallations(github().asApp()));
    expect(found).toHaveLength(101);
    expect(found[0]).toEqual({ id: 0, ...known });
    expect(found[100]).toMatchObject({
      account: { id: 6, login: 'acme', type: 'Enterprise' },
      suspendedAt: '2026-11-01T00:00:00Z',
    });
  });

  test('a link header decides where there is one', async () => {
    page(1).reply(200, [installation(1)], { link: '<https://api.github.com/app/installations?page=2>; rel="next"' });
    page(2).reply(200, [installation(2)], { link: '<https://api.github.com/app/installations?page=1>; rel="first"' });
    expect(await all(listInstallations(github().asApp()))).toHaveLength(2);
  });

  test('a refused page is the last thing that comes', async () => {
    page(1).reply(
      200,
      Array.from({ length: 100 }, (_, id) => installation(id)),
    );
    page(2).reply(502, '');
    expect((await all(listInstallations(github().asApp()))).at(-1)).toMatchObject({
      refused: true,
      reason: 'github-unavailable',
    });
  });

  test('one of them, or none', async () => {
    api().get('/app/installations/7').reply(200, installation(7));
    expect(await getInstallation(github().asApp(), 7)).toEqual({ id: 7, ...known });
    api().get('/app/installations/7').reply(404, { message: 'Not Found' });
    expect(await getInstallation(github().asApp(), 7)).toBeNull();
    api()
      .get('/app/installations/7')
      .reply(200, installation(7, { account: null }));
    expect(await getInstallation(github().asApp(), 7)).toMatchObject({ refused: true, reason: 'github-unavailable' });
  });
});

test('the repositories of an installation', async () => {
  mint(300);
  const one = {
    id: 1,
    node_id: 'R_1',
    name: 'hello',
    owner: { id: 5, login: 'octo' },
    private: false,
    archived: false,
    fork: true,
    default_branch: 'main',
    pushed_at: '2026-11-01T00:00:00Z',
  };
  api()
    .get('/installation/repositories')
    .query({ per_page: 100, page: 1 })
    .reply(200, { total_count: 1, repositories: [one] });
  expect(await listRepositories(github().asInstallation(300))).toEqual([
    {
      id: 1,
      nodeId: 'R_1',
      owner: 'octo',
      ownerId: 5,
      name: 'hello',
      private: false,
      archived: false,
      fork: true,
      defaultBranch: 'main',
      pushedAt: '2026-11-01T00:00:00Z',
    },
  ]);
});

describe('covered repositories', () => {
  const fields = (id: number, owner: string) => ({
    databaseId: id,
    id: `R_${id}`,
    name: 'hello',
    isArchived: false,
    isPrivate: false,
    owner: { login: owner, databaseId: id * 10 },
    defaultBranchRef: { name: 'main' },
  });
  const fork = (id: number, parent: unknown) => ({ ...fields(id, 'octo'), pushedAt: null, parent });

  test('come with their parents, without those that are gone', async () => {
    mint(301);
    const errors = [
      { type: 'NOT_FOUND', path: ['nodes', 1], message: 'Could not resolve to a node' },
      {
        type: 'FORBIDDEN',
        path: ['nodes', 2, 'parent'],
        message: 'Resource protected by organization SAML enforcement.',
      },
    ];
    const empty = { ...fork(3, null), defaultBranchRef: null };
    answerGraphql('Covered', { data: { nodes: [fork(1, fields(2, 'up')), null, empty] }, errors });
    expect(await readCovered(github().asInstallation(301), ['R_1', 'R_x', 'R_3'])).toMatchObject([
      { id: 1, nodeId: 'R_1', owner: 'octo', parent: { id: 2, owner: 'up', ownerId: 20, defaultBranch: 'main' } },
      { id: 3, defaultBranch: null, parent: null },
    ]);
  });

  test('are asked for fifty at a time', async () => {
    mint(302);
    const asked = () =>
      answerGraphql('Covered', ({ ids }) => ({ data: { nodes: (ids as string[]).map((_, id) => fork(id, null)) } }));
    asked();
    asked();
    expect(
      await readCovered(
        github().asInstallation(302),
        Array.from({ length: 60 }, (_, id) => `R_${id}`),
      ),
    ).toHaveLength(60);
  });

  test('a limit is a refusal', async () => {
    mint(303);
    answerGraphql('Covered', { data: null, errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] });
    expect(await readCovered(github().asInstallation(303), ['R_1'])).toMatchObject({ reason: 'rate-limited' });
  });
});
