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

test('who signs out while Redis is away is signed out in this browser', async () => {
  const octo = visitor(web.url);
  await signInAs(octo, 'octo');
  await redis.cut();
  expect((await octo.post('/logout')).status).toBe(503);
  expect(octo.cookies.has('backstroke')).toBe(false);
});
