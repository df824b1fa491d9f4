import { createHash, createPrivateKey, createSign } from 'node:crypto';
import { Octokit } from '@octokit/core';
import { expect, test } from 'vitest';
import { asApp, asInstallation, failure, fork, openPull, sandboxWithFork, withToken } from './support.ts';

const mint = 'POST /app/installations/{installation_id}/access_tokens';

test('the App signs in with its key and lists its installations page by page', async () => {
  const sandbox = await sandboxWithFork();
  const app = asApp(sandbox);
  const ids = [sandbox.install('octo', 'all'), sandbox.install('up', ['up/hello'])];
  expect((await app.request('GET /app')).data).toMatchObject({ id: sandbox.appId, slug: 'backstroke' });
  const page = await app.request('GET /app/installations', { per_page: 1 });
  expect(page.data.map(({ id }) => id)).toEqual([ids[0]]);
  expect(page.headers.link).toContain('page=2>; rel="next"');
  const second = await app.request('GET /app/installations', { per_page: 1, page: 2 });
  expect(second.data).toMatchObject([{ id: ids[1], repository_selection: 'selected', account: { login: 'up' } }]);
  expect(second.headers.link).not.toContain('rel="next"');
});

test('a wrong signature, a foreign App and an expired assertion are refused in GitHub words', async () => {
  const sandbox = await sandboxWithFork();
  const now = Math.floor(Date.now() / 1000);
  const ask = (jwt: string) => failure(withToken(sandbox, jwt).request('GET /app'));
  const valid = { iat: now - 10, exp: now + 60, iss: sandbox.appId };
  const broken = `${jwt(sandbox.privateKey, valid).slice(0, -8)}AAAAAAAA`;
  expect(await ask(broken)).toMatchObject({ status: 401, data: { message: /could not be decoded/ } });
  expect(await ask(jwt(sandbox.privateKey, { ...valid, iss: 1 }))).toMatchObject({ status: 404 });
  expect(await ask(jwt(sandbox.privateKey, { ...valid, exp: now - 1 }))).toMatchObject({ status: 401 });
  expect(await ask(jwt(sandbox.privateKey, { ...valid, exp: now + 3600 }))).toMatchObject({
    data: { message: /too far in the future/ },
  });
});

test('installation tokens are long, narrowed as asked, and end with the installation', async () => {
  const sandbox = await sandboxWithFork();
  const app = asApp(sandbox);
  const installation_id = sandbox.install('octo', 'all');
  const repository_ids = [sandbox.repository('octo/hello').id];
  const { data } = await app.request(mint, { installation_id, repository_ids, permissions: { contents: 'read' } });
  expect(data.token).toMatch(/^ghs_[A-Za-z0-9._-]{500,}$/);
  expect(data).toMatchObject({
    permissions: { contents: 'read', metadata: 'read' },
    repository_selection: 'selected',
    repositories: [{ full_name: 'octo/hello' }],
  });
  const octokit = withToken(sandbox, data.token);
  const repository = await octokit.request('GET /repos/{owner}/{repo}', fork);
  expect(repository.data.parent?.full_name).toBe('up/hello');
  expect(await failure(openPull(octokit))).toMatchObject({
    status: 403,
    data: { message: 'Resource not accessible by integration', status: '403' },
    headers: { 'x-accepted-github-permissions': 'pull_requests=write' },
  });
  sandbox.suspend(installation_id);
  expect(await failure(app.request(mint, { installation_id }))).toMatchObject({ status: 403 });
  sandbox.unsuspend(installation_id);
  sandbox.expireTokens();
  const expired = octokit.request('GET /repos/{owner}/{repo}', fork);
  expect(await failure(expired)).toMatchObject({ status: 401, data: { message: 'Bad credentials' } });
  sandbox.uninstall(installation_id);
  expect(await failure(app.request(mint, { installation_id }))).toMatchObject({ status: 404 });
});

test('public repositories are readable by any installation, private ones by theirs, and neither is writable', async () => {
  const sandbox = await sandboxWithFork();
  sandbox.createUser('mona');
  const mona = asInstallation(sandbox, sandbox.install('mona', 'all'));
  const read = () => mona.request('GET /repos/{owner}/{repo}', fork);
  expect((await read()).status).toBe(200);
  await sandbox.commit('up/hello', 'main', { files: { a: '1' } });
  expect(await failure(openPull(mona))).toMatchObject({ status: 403 });
  sandbox.setPrivate('octo/hello', true);
  expect(await failure(read())).toMatchObject({ status: 404, data: { message: 'Not Found', status: '404' } });
  const octo = asInstallation(sandbox, sandbox.install('octo', ['octo/hello']));
  expect((await octo.request('GET /repos/{owner}/{repo}', fork)).data.private).toBe(true);
});

test('user tokens show what their owner sees, and whether they are ours', async () => {
  const sandbox = await sandboxWithFork();
  sandbox.createUser('mona');
  sandbox.grant('octo/hello', 'mona', 'push');
  const installation_id = sandbox.install('octo', 'all');
  const token = sandbox.createUserToken('mona');
  const mona = withToken(sandbox, token);
  expect((await mona.request('GET /user')).data.login).toBe('mona');
  expect((await mona.request('GET /repos/{owner}/{repo}', fork)).data.permissions).toMatchObject({
    admin: false,
    push: true,
  });
  expect((await mona.request('GET /user/installations')).data.installations).toMatchObject([{ id: installation_id }]);
  const seen = await mona.request('GET /user/installations/{installation_id}/repositories', { installation_id });
  expect(seen.data.repositories).toMatchObject([{ full_name: 'octo/hello', permissions: { push: true } }]);
  const basic = Buffer.from(`${sandbox.clientId}:${sandbox.clientSecret}`).toString('base64');
  const check = (access_token: string) =>
    new Octokit({ baseUrl: `${sandbox.url}/api/v3` }).request('POST /applications/{client_id}/token', {
      client_id: sandbox.clientId,
      access_token,
      headers: { authorization: `Basic ${basic}` },
    });
  expect((await check(token)).data).toMatchObject({ user: { login: 'mona' }, app: { client_id: sandbox.clientId } });
  expect(await failure(check(sandbox.createUserToken('mona', { app: 'other' })))).toMatchObject({ status: 404 });
});

test('lists the public repositories of an account to everybody, those pushed to last first', async () => {
  const sandbox = await sandboxWithFork();
  await sandbox.createRepository({ owner: 'octo', name: 'secret', private: true });
  await sandbox.createRepository({ owner: 'octo', name: 'later', files: { 'a.txt': 'a\n' } });
  sandbox.setPushedAt('octo/later', new Date('2030-01-01'));
  const octo = withToken(sandbox, sandbox.createUserToken('octo'));
  const names = async (query: object) =>
    (await octo.request('GET /users/{username}/repos', { username: 'octo', ...query })).data.map(({ name }) => name);
  expect(await names({ sort: 'pushed' })).toEqual(['later', 'hello']);
  expect(await names({ sort: 'full_name' })).toEqual(['hello', 'later']);
  expect(await failure(octo.request('GET /users/{username}/repos', { username: 'nobody' }))).toMatchObject({
    status: 404,
  });
});

test('a person signs in through the web flow with a challenge', async () => {
  const sandbox = await sandboxWithFork();
  const query = new URLSearchParams({
    client_id: sandbox.clientId,
    redirect_uri: 'http://localhost:1/back',
    state: 'abc',
    code_challenge: createHash('sha256').update('a long verifier').digest('base64url'),
    code_challenge_method: 'S256',
    login: 'octo',
  });
  const authorize = await fetch(`${sandbox.url}/login/oauth/authorize?${query}`, { redirect: 'manual' });
  const back = new URL(authorize.headers.get('location') ?? '');
  expect(back.searchParams.get('state')).toBe('abc');
  const exchange = () =>
    fetch(`${sandbox.url}/login/oauth/access_token`, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({
        client_id: sandbox.clientId,
        client_secret: sandbox.clientSecret,
        code: back.searchParams.get('code'),
        code_verifier: 'a long verifier',
      }),
    }).then((response) => response.json() as Promise<{ access_token: string }>);
  const { access_token } = await exchange();
  expect((await withToken(sandbox, access_token).request('GET /user')).data.login).toBe('octo');
  expect(await exchange()).toMatchObject({ error: 'bad_verification_code' });
});

function jwt(key: string, claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  const signature = createSign('RSA-SHA256').update(signed).sign(createPrivateKey(key));
  return `${signed}.${signature.toString('base64url')}`;
}
