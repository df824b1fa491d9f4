/** What a form is answered with when something is wrong, and what the next page tells. */
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { tell, told } from '../../src/server/session/flash.ts';
import { webWithFork } from '../support/api-web.ts';
import { testDatabase } from '../support/database.ts';
import { freshRedis, type TcpProxy, tcpProxy } from '../support/services.ts';
import { signInAs, visitor } from '../support/visitor.ts';

const database = testDatabase();
let redis: TcpProxy;
let web: Awaited<ReturnType<typeof webWithFork>>;
beforeAll(async () => {
  redis = await tcpProxy((await freshRedis()).url);
  web = await webWithFork(database, { redisUrl: redis.url });
});
afterAll(async () => {
  await redis?.restore();
  await web?.stop();
  await redis?.stop();
});

describe('what the next page tells', () => {
  const at = (PUBLIC_URL: string, text: string) =>
    new Hono()
      .get('/tell', (c) => {
        tell(c, { kind: 'error', text }, { env: { PUBLIC_URL } });
        return c.body(null);
      })
      .get('/told', (c) => c.json(told(c, { env: { PUBLIC_URL } })));
  const setBy = async (PUBLIC_URL: string, text: string) =>
    (await at(PUBLIC_URL, text).request('/tell')).headers.get('set-cookie') ?? '';

  it.each([
    ['a', 3_000],
    ['é', 500],
    ['水', 333],
    ['🍴', 250],
  ])('fits its cookie, in whole characters: %s', async (character, most) => {
    const set = await setBy('http://web', `${character.repeat(3_001)}`);
    const cookie = /^[^;]+/.exec(set)?.[0] ?? '';
    expect(set.length).toBeLessThan(4_096);
    const answer = await at('http://web', '').request('/told', { headers: { cookie } });
    expect(await answer.json()).toEqual({ kind: 'error', text: character.repeat(most) });
  });

  test('may hold half of a character', async () => {
    expect(await setBy('http://web', 'a\ud83c')).toContain('error%20a%EF%BF%BD;');
  });

  test('is for this host alone on HTTPS', async () => {
    expect(await setBy('https://web', 'Done.')).toMatch(/^__Host-backstroke-told=error%20Done\.;.*; Secure/);
  });
});

test('a form that cannot be read is its sender’s fault', async () => {
  const headers = { 'content-type': 'multipart/form-data; boundary=a' };
  const answer = await web.ask('octo', '/config', { method: 'POST', body: 'no form', headers });
  expect(answer.status).toBe(400);
});

describe('the page of configuration files', () => {
  const text = 'strategy: mirror\n';
  const typed = (named: string) => new RegExp(`<input[^>]* id="fork" name="fork"[^>]* value="${named}" form="file"`);

  it.each([
    ['octo/helo', 'fork', 404, 'There is no repository octo/helo that you can see'],
    ['up/hello', 'fork', 403, 'You can read up/hello, but not push to it'],
    ['', 'pull', 422, 'Choose the fork first'],
  ])('keeps what was typed: %s', async (fork, kind, status, message) => {
    const octo = visitor(web.url);
    await signInAs(octo, 'octo');
    const answer = await octo.post('/config', { fork, kind, text });
    const page = await answer.text();
    expect(answer.status).toBe(status);
    for (const part of [message, `\n${text}</textarea>`, `<option value="${kind}" selected=""`]) {
      expect(page).toContain(part);
    }
    expect(page).toMatch(typed(fork));
    const opened = await octo.get(`/config?${new URLSearchParams({ fork })}`);
    expect([opened.status, await opened.text()]).toEqual([fork ? status : 200, expect.stringMatching(typed(fork))]);
  });

  test('loads the file of the fork that is typed, and is told to programs as anything is', async () => {
    const octo = visitor(web.url);
    await signInAs(octo, 'octo');
    const load = await octo.post('/config', { fork: 'octo/hello', text, load: 'yes' });
    expect([load.status, load.headers.get('location')]).toEqual([303, '/config?fork=octo%2Fhello']);
    const { status, headers } = await web.ask('octo', '/config?fork=octo/helo');
    expect([status, headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  });

  it.each([
    ['/links/new?fork=a/b', '/login?return_to=%2Flinks%2Fnew%3Ffork%3Da%2Fb'],
    ['//evil.example/config', '/login'],
    ['', '/login'],
  ])('is come back to by who has to sign in first: %s', async (from, login) => {
    const headers = { accept: 'text/html', origin: web.url, ...(from && { referer: new URL(from, web.url).href }) };
    const answer = await web.ask('nobody', '/config', {
      method: 'POST',
      body: new URLSearchParams({ text }).toString(),
      headers,
    });
    expect([answer.status, await answer.text()]).toEqual([401, expect.stringContaining(`href="${login}"`)]);
  });
});

test('who signs out while Redis is away is signed out in this browser', async () => {
  const octo = visitor(web.url);
  await signInAs(octo, 'octo');
  await redis.cut();
  expect((await octo.post('/logout')).status).toBe(503);
  expect(octo.cookies.has('backstroke')).toBe(false);
});
