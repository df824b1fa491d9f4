import { createServer } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import type { AddressInfo } from 'node:net';
import timers from 'node:timers/promises';
import nock from 'nock';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { isRefusal } from '../../src/core/refusal.ts';
import { attempt, parseAnswer } from '../../src/github/attempt.ts';
import type { RequestReport } from '../../src/github/client.ts';
import { getApp } from '../../src/github/installations.ts';
import { answerGraphql, api, github, mint, now, offline, privateKey } from './support.ts';

offline();
afterEach(() => vi.useRealTimers());

const ping = (client: ReturnType<ReturnType<typeof github>['asInstallation']>) =>
  attempt({ client, write: true }, () => client.request('GET /repos/{owner}/{repo}', { owner: 'octo', repo: 'hello' }));

describe('the App', () => {
  test('proves itself with a JWT of its id and asks for a fixed API version', async () => {
    let claims: Record<string, unknown> = {};
    api()
      .get('/app')
      .matchHeader('x-github-api-version', '2022-11-28')
      .matchHeader('user-agent', /^backstroke /)
      .matchHeader('authorization', (value) => {
        claims = JSON.parse(Buffer.from(String(value).split('.')[1] ?? '', 'base64url').toString());
        return String(value).startsWith('bearer ');
      })
      .reply(200, { id: 1, slug: 'backstroke', name: 'Backstroke', owner: {} });
    expect(await getApp(github().asApp())).toEqual({ id: 1, slug: 'backstroke', name: 'Backstroke' });
    expect(claims.iss).toBe(1);
  });

  test('a key that is no key is refused at once', () => {
    expect(() => github({ privateKey: 'nonsense' })).toThrow();
    expect(() => github({ privateKey: privateKey.replaceAll('\n', '\\n') })).not.toThrow();
  });

  test('a JWT that GitHub does not take is ours to mend', async () => {
    api().get('/app').reply(401, {
      message: 'A JSON web token could not be decoded',
      documentation_url: 'https://docs.github.com/rest',
    });
    expect(await getApp(github().asApp())).toMatchObject({
      reason: 'failed',
      detail: 'A JSON web token could not be decoded',
    });
  });
});

describe('an installation', () => {
  test('mints one token for many requests, until a minute before it ends', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now });
    mint(101, 'ghs_first');
    const client = github().asInstallation(101);
    const seen: string[] = [];
    const answer = () =>
      api()
        .get('/repos/octo/hello')
        .matchHeader('authorization', (value) => seen.push(String(value)) > 0)
        .reply(200, {});
    answer();
    await ping(client);
    answer();
    await ping(client);
    vi.setSystemTime(now.getTime() + 59.5 * 60_000);
    mint(101, 'ghs_second');
    answer();
    await ping(client);
    expect([...new Set(seen)]).toEqual(['token ghs_first', 'token ghs_second']);
  });

  test('replaces a token that GitHub revoked, once', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now });
    mint(102, 'ghs_first');
    const client = github().asInstallation(102);
    api().get('/repos/octo/hello').reply(200, {});
    await ping(client);
    vi.setSystemTime(now.getTime() + 60_000);
    api()
      .get('/repos/octo/hello')
      .matchHeader('authorization', 'token ghs_first')
      .reply(401, { message: 'Bad credentials' });
    mint(102, 'ghs_second');
    api()
      .get('/repos/octo/hello')
      .matchHeader('authorization', 'token ghs_second')
      .reply(401, { message: 'Bad credentials' });
    expect(await ping(client)).toMatchObject({ reason: 'github-unavailable', unclear: false });
  });

  test('waits a second, and no longer, for a new token to be known everywhere', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const waits = vi.spyOn(timers, 'setTimeout').mockResolvedValue(undefined);
    syncBuiltinESMExports();
    onTestFinished(() => {
      waits.mockRestore();
      syncBuiltinESMExports();
    });
    mint(103);
    api().get('/repos/octo/hello').reply(401, { message: 'Bad credentials' });
    api().get('/repos/octo/hello').reply(200, {});
    expect(await ping(github().asInstallation(103))).toMatchObject({ status: 200 });
    expect(waits.mock.calls).toEqual([[1_000]]);
  });

  test('says when it is gone or suspended', async () => {
    api().post('/app/installations/104/access_tokens').reply(404, { message: 'Not Found' });
    expect(await ping(github().asInstallation(104))).toMatchObject({ reason: 'not-installed' });
    api().post('/app/installations/104/access_tokens').reply(403, { message: 'This installation has been suspended' });
    expect(await ping(github().asInstallation(104))).toMatchObject({ reason: 'suspended' });
  });
});

describe('the network', () => {
  test('a slow answer is cut off', async () => {
    mint(110);
    api().get('/repos/octo/hello').delay(3_600_000).reply(200, {});
    const outcome = await ping(github({ timeoutMs: 100 }).asInstallation(110));
    expect(outcome).toMatchObject({
      reason: 'github-unavailable',
      unclear: true,
      detail: expect.stringContaining('timeout'),
    });
  });

  test('a dropped connection is no bug', async () => {
    mint(111);
    api()
      .get('/repos/octo/hello')
      .replyWithError(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
    const outcome = await ping(github().asInstallation(111));
    expect(outcome).toMatchObject({ reason: 'github-unavailable', unclear: true, detail: 'read ECONNRESET' });
  });

  test('an answer that stops in the middle is cut off', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(201, { 'content-type': 'application/json' });
      response.write('{"number": 1');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    nock.enableNetConnect('127.0.0.1');
    const { port } = server.address() as AddressInfo;
    const client = github({ baseUrl: `http://127.0.0.1:${port}`, timeoutMs: 200 }).asUser('ghu_token');
    const outcome = await attempt({ client, write: true }, async () =>
      parseAnswer(z.object({ number: z.number() }), (await client.request('POST /things')).data),
    );
    expect(outcome).toMatchObject({ reason: 'github-unavailable', unclear: true });
    nock.disableNetConnect();
    server.closeAllConnections();
    server.close();
  });

  test('reports every request with its template', async () => {
    const reports: RequestReport[] = [];
    const client = github({ onRequest: (report) => reports.push(report) }).asInstallation(112);
    mint(112);
    api().get('/repos/octo/hello').reply(404, { message: 'Not Found' });
    answerGraphql('Ping', { data: { viewer: null } });
    expect(isRefusal(await ping(client))).toBe(true);
    await client.graphql('query Ping { viewer { login } }', {});
    expect(reports.map(({ ms: _, ...rest }) => rest)).toEqual(
      [
        { method: 'GET', route: '/repos/{owner}/{repo}', status: 404, graphql: null },
        { method: 'POST', route: '/app/installations/{installation_id}/access_tokens', status: 201, graphql: null },
        { method: 'POST', route: '/graphql', status: 200, graphql: 'Ping' },
      ].sort((a, b) => Number(b.status === 201) - Number(a.status === 201)),
    );
  });
});

test('an Enterprise Server has its GraphQL beside its REST', async () => {
  const host = nock('http://localhost:1');
  host
    .post('/api/v3/app/installations/120/access_tokens')
    .reply(201, { token: 'ghs_x', expires_at: '2026-11-20T13:00:00Z', permissions: {} });
  host
    .post('/api/graphql')
    .matchHeader('x-github-api-version', '2022-11-28')
    .reply(200, { data: { viewer: { login: 'me' } } });
  const client = github({ baseUrl: 'http://localhost:1/api/v3' }).asInstallation(120);
  expect(await client.graphql('query Ping { viewer { login } }', {})).toMatchObject({
    data: { viewer: { login: 'me' } },
  });
});
