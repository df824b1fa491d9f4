import { describe, expect, test } from 'vitest';
import { checkToken, listInstalled, listOwned, listPushable, readPermission } from '../../src/github/users.ts';
import { api, github, offline } from './support.ts';

offline();

describe('whose token it is', () => {
  const check = () => checkToken(github(), { clientId: 'Iv1.abc', clientSecret: 'secret', token: 'ghu_token' });
  const asked = () =>
    api()
      .post('/applications/Iv1.abc/token', { access_token: 'ghu_token' })
      .basicAuth({ user: 'Iv1.abc', pass: 'secret' });

  test('a person', async () => {
    asked().reply(200, {
      token: 'ghu_token',
      user: { login: 'octocat', id: 5, avatar_url: 'https://avatars.example/5' },
    });
    expect(await check()).toEqual({ login: 'octocat', id: 5, avatarUrl: 'https://avatars.example/5' });
  });

  test.each([404, 422])('nobody: %i', async (status) => {
    asked().reply(status, { message: 'Not Found' });
    expect(await check()).toBeNull();
  });

  test('GitHub is away', async () => {
    asked().reply(503, '');
    expect(await check()).toMatchObject({ reason: 'github-unavailable' });
  });
});

describe('what a person may do', () => {
  const permissions = { admin: false, maintain: false, push: true, triage: true, pull: true };
  const read = () => readPermission(github().asUser('ghu_token'), { owner: 'octo', name: 'hello' });
  const asked = () => api().get('/repos/octo/hello').matchHeader('authorization', 'bearer ghu_token');

  test('in one repository', async () => {
    asked().reply(200, { id: 1, permissions });
    expect(await read()).toEqual({ id: 1, permissions: { admin: false, push: true, pull: true } });
  });

  test.each([
    [401, 'Bad credentials'],
    [404, 'Not Found'],
    [403, 'Resource not accessible by integration'],
    [403, 'Resource protected by organization SAML enforcement.'],
  ])('nothing: %i %s', async (status, message) => {
    asked().reply(status, { message });
    expect(await read()).toBeNull();
  });

  test('not now', async () => {
    asked().reply(403, { message: 'API rate limit exceeded for user ID 5.' });
    expect(await read()).toMatchObject({ reason: 'rate-limited' });
  });

  test('in all repositories with the App', async () => {
    const first = { per_page: 100, page: 1 };
    api()
      .get('/user/installations')
      .query(first)
      .reply(200, { total_count: 2, installations: [{ id: 7 }, { id: 8 }] });
    const repositories = (id: number, found: unknown[]) =>
      api()
        .get(`/user/installations/${id}/repositories`)
        .query(first)
        .reply(200, { total_count: found.length, repositories: found });
    repositories(7, [{ id: 1, permissions }]);
    repositories(8, []);
    expect(await listPushable(github().asUser('ghu_token'))).toEqual([
      { id: 1, permissions: { admin: false, push: true, pull: true }, installationId: 7 },
    ]);
  });

  test.each([404, 403])('in an installation that is not theirs, nothing: %i', async (status) => {
    api()
      .get('/user/installations/7/repositories')
      .query(true)
      .reply(status, { message: 'Resource not accessible by integration' });
    expect(await listInstalled(github().asUser('ghu_token'), 7)).toBeNull();
  });
});

describe('what a person owns', () => {
  const one = (id: number) => ({ id, name: `r${id}`, owner: { login: 'octo' }, default_branch: 'main', fork: true });
  const asked = (page: number) =>
    api().get('/users/octo/repos').query({ type: 'owner', sort: 'pushed', direction: 'desc', per_page: 100, page });

  test('as GitHub lists it', async () => {
    asked(1).reply(200, [one(1), { ...one(2), fork: false, archived: true }]);
    expect(await listOwned(github().asUser('ghu_token'), 'octo')).toEqual([
      { id: 1, name: 'r1', owner: 'octo', fork: true, archived: false },
      { id: 2, name: 'r2', owner: 'octo', fork: false, archived: true },
    ]);
  });

  test('up to a thousand', async () => {
    const link = { link: '<https://api.github.com/x>; rel="next"' };
    for (let page = 1; page <= 10; page += 1) asked(page).reply(200, [one(page)], link);
    expect(await listOwned(github().asUser('ghu_token'), 'octo')).toHaveLength(10);
  });

  test('not now', async () => {
    asked(1).reply(503, '');
    expect(await listOwned(github().asUser('ghu_token'), 'octo')).toMatchObject({ reason: 'github-unavailable' });
  });
});
