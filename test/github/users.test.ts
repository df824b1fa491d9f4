import { describe, expect, test } from 'vitest';
import { checkToken, listPushable, readPermission } from '../../src/github/users.ts';
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
});
