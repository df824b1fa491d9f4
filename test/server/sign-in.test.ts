/** Signing in and out, with GitHub played by the sandbox. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { webWithFork } from '../support/api-web.ts';
import { testDatabase } from '../support/database.ts';
import { signInAs, throughGitHub, visitor } from '../support/visitor.ts';
import { secret } from '../support/web.ts';
import { webInProcess } from '../support/web-process.ts';

const database = testDatabase();
let web: Awaited<ReturnType<typeof webWithFork>>;
beforeAll(async () => {
  web = await webWithFork(database);
});
afterAll(() => web?.stop());

const whoami = async (who: ReturnType<typeof visitor>) => (await who.get('/v1/whoami')).status;
const location = (response: Response) => response.headers.get('location');

describe('signing in', () => {
  test('comes back to the page that was asked for, once GitHub said who it is', async () => {
    const octo = visitor(web.url);
    expect(await whoami(octo)).toBe(401);
    const begun = await octo.get('/login?return_to=/%3Fq%3Dhello');
    expect(begun.status).toBe(302);
    const { origin, pathname, searchParams } = new URL(location(begun) ?? '');
    expect([origin, pathname]).toEqual([web.github.url, '/login/oauth/authorize']);
    expect(Object.fromEntries(searchParams)).toEqual({
      client_id: web.github.clientId,
      redirect_uri: `${web.url}/login/callback`,
      state: expect.stringMatching(/^[\w-]{32}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    expect(octo.set.join()).toMatch(/; HttpOnly/);
    const back = await throughGitHub(begun, 'octo');
    const answer = await octo.get(back.pathname + back.search);
    expect([answer.status, location(answer)]).toEqual([303, '/?q=hello']);
    expect(octo.set.find((line) => line.startsWith('backstroke='))).toMatch(
      /^backstroke=[\w-]{43}; Max-Age=28800; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(await whoami(octo)).toBe(200);
    expect(location(await octo.get('/login?return_to=/config'))).toBe('/config');
    // The same answer of GitHub again, as from the history.
    const again = await octo.get(back.pathname + back.search);
    expect(again.status).toBe(400);
  });

  test('is refused for another browser, another state, and who does not let the App act', async () => {
    const [octo, thief] = [visitor(web.url), visitor(web.url)];
    const back = await throughGitHub(await octo.get('/login'), 'octo');
    await thief.get('/login');
    expect((await thief.get(back.pathname + back.search)).status).toBe(400);
    expect((await visitor(web.url).get(back.pathname + back.search)).status).toBe(400);
    const denied = visitor(web.url);
    const state = new URL(location(await denied.get('/login')) ?? '').searchParams.get('state');
    const refused = await denied.get(`/login/callback?error=access_denied&state=${state}`);
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('did not let the App act for you');
    expect(await whoami(thief)).toBe(401);
  });

  test('does not take a code that was asked for with another challenge', async () => {
    const [octo, thief] = [visitor(web.url), visitor(web.url)];
    const code = (await throughGitHub(await octo.get('/login'), 'octo')).searchParams.get('code');
    const state = new URL(location(await thief.get('/login')) ?? '').searchParams.get('state');
    const answer = await thief.get(`/login/callback?${new URLSearchParams({ code: code ?? '', state: state ?? '' })}`);
    expect([answer.status, await whoami(thief)]).toEqual([400, 401]);
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example'])('never sends anybody to %s', async (page) => {
    expect(location(await signInAs(visitor(web.url), 'octo', page))).toBe('/');
  });

  test('keeps nothing in Redis that tells a token or a cookie', async () => {
    const octo = visitor(web.url);
    await signInAs(octo, 'octo');
    const { redis, namespace } = web.parts;
    const keys = await redis.keys(`${namespace}:session:*`);
    const kept = [...keys, ...(await redis.mget(...keys))].join();
    expect(keys.length).toBeGreaterThan(0);
    expect(kept).not.toContain('ghu_');
    expect(kept).not.toContain(octo.cookies.get('backstroke'));
    expect(await redis.ttl(keys[0] ?? '')).toBeGreaterThan(28_000);
  });
});

describe('a session', () => {
  test('changes something only from a page of ours', async () => {
    const octo = visitor(web.url);
    await signInAs(octo, 'octo');
    const path = `/links/${web.link.id}/sync`;
    for (const origin of ['https://evil.example', 'null', null]) {
      expect((await octo.post(path, {}, origin)).status).toBe(403);
      expect((await octo.post(`/v1/links/${web.link.id}/sync`, {}, origin)).status).toBe(403);
      expect((await octo.post('/logout', {}, origin)).status).toBe(403);
    }
    const pressed = await octo.post(path, { return_to: '//evil.example' });
    expect([pressed.status, location(pressed)]).toEqual([303, '/']);
  });

  test('ends with signing out, at GitHub too', async () => {
    const octo = visitor(web.url);
    await signInAs(octo, 'octo');
    const stolen = new Map(octo.cookies);
    expect(location(await octo.post('/logout'))).toBe('/');
    expect(octo.cookies.get('backstroke')).toBeUndefined();
    for (const [name, value] of stolen) octo.cookies.set(name, value);
    expect(await whoami(octo)).toBe(401);
    expect(web.github.requests().some(({ method, path }) => method === 'DELETE' && path.includes('/token'))).toBe(true);
  });

  test('begins anew with each sign-in: nobody chooses its id for somebody else', async () => {
    const octo = visitor(web.url);
    const chosen = 'a'.repeat(43);
    octo.cookies.set('backstroke', chosen);
    await signInAs(octo, 'octo');
    expect(octo.cookies.get('backstroke')).not.toBe(chosen);
  });

  test('ends when the person revokes the App, and nobody else has to sign in again', async () => {
    const [octo, elsewhere, reader] = [visitor(web.url), visitor(web.url), visitor(web.url)];
    await signInAs(octo, 'octo');
    await signInAs(elsewhere, 'octo');
    await signInAs(reader, 'reader');
    const { id } = (await (await octo.get('/v1/whoami')).json()) as { id: number };
    const body = JSON.stringify({ action: 'revoked', sender: { id } });
    const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    const headers = {
      'content-type': 'application/json',
      'x-github-delivery': 'revoked-1',
      'x-github-event': 'github_app_authorization',
      'x-hub-signature-256': signature,
    };
    const told = await fetch(new URL('/api/github/webhooks', web.url), { method: 'POST', body, headers });
    expect(told.status).toBe(200);
    expect([await whoami(octo), await whoami(elsewhere), await whoami(reader)]).toEqual([401, 401, 200]);
  });

  test('that Redis lost means going through GitHub again, and a page says where', async () => {
    const octo = visitor(web.url);
    await signInAs(octo, 'octo');
    const { redis, namespace } = web.parts;
    await redis.del(await redis.keys(`${namespace}:*`));
    expect((await octo.get('/')).status).toBe(200);
    expect(location(await octo.get('/logout'))).toBe('/');
    expect((await octo.post('/links/sync-all')).status).toBe(401);
    await signInAs(octo, 'octo');
    expect(await whoami(octo)).toBe(200);
  });
});

test('on HTTPS the cookie is for this host alone, and never sent without encryption', async () => {
  const fresh = web.parts.redis.options;
  const redisUrl = `redis://${fresh.host}:${fresh.port}`;
  const secure = await webInProcess({
    databaseUrl: database.url,
    redisUrl,
    namespace: 'secure',
    env: {
      GHE_HOST: web.github.host,
      GITHUB_CLIENT_ID: web.github.clientId,
      GITHUB_CLIENT_SECRET: web.github.clientSecret,
      SESSION_SECRET: 'x'.repeat(32),
      PUBLIC_URL: 'https://sync.example',
    },
  });
  try {
    const octo = visitor(secure.url);
    const { pathname, search, origin } = await throughGitHub(await octo.get('/login'), 'octo');
    expect(origin).toBe('https://sync.example');
    expect(octo.set.join()).toMatch(
      /^__Host-backstroke-sign-in-[0-9a-f]{16}=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    await octo.get(pathname + search);
    expect(octo.set.find((line) => line.startsWith('__Host-backstroke='))).toMatch(/; Secure; SameSite=Lax$/);
  } finally {
    await secure.stop();
  }
});

test('without GITHUB_CLIENT_ID the page says so', async () => {
  const { host, port } = web.parts.redis.options;
  const closed = await webInProcess({
    databaseUrl: database.url,
    redisUrl: `redis://${host}:${port}`,
    namespace: 'closed',
  });
  try {
    for (const path of ['/', '/login', '/login/callback?code=a&state=b']) {
      const answer = await fetch(new URL(path, closed.url), { headers: { accept: 'text/html' } });
      expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('GITHUB_CLIENT_ID')]);
    }
  } finally {
    await closed.stop();
  }
});
