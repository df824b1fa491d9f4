import { Hono } from 'hono';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Env } from '../../src/runtime/env.ts';
import { createFindCaller } from '../../src/server/api/caller.ts';
import { Problem } from '../../src/server/problem.ts';
import { createKeeper } from '../../src/server/session/keeper.ts';
import { createSealer } from '../../src/server/session/seal.ts';
import { api, github, offline } from '../github/support.ts';

offline();
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const valid = 'ghu_of_a_person';
const user = { login: 'octocat', id: 5, avatar_url: 'https://avatars.example/5' };

const nobodySignedIn = {
  begin: async () => undefined,
  find: async () => null,
  end: async () => undefined,
  endAllOf: async () => undefined,
};

const secret = 'x'.repeat(32);

/** Who web takes the sender of a token for, and about which tokens GitHub was asked. */
function callers(rememberAtMost?: number, sessions: Parameters<typeof createKeeper>[0]['sessions'] = nobodySignedIn) {
  const asked: string[] = [];
  api()
    .persist()
    .post('/applications/Iv1.abc/token')
    .reply((_, body) => {
      const { access_token: token } = body as { access_token: string };
      asked.push(token);
      return token === valid ? [200, { user }] : [404, {}];
    });
  const env = { GITHUB_CLIENT_ID: 'Iv1.abc', GITHUB_CLIENT_SECRET: 'secret', SESSION_SECRET: secret } as Env;
  const keeper = createKeeper({ env, sessions });
  const findCaller = createFindCaller({ env, github: github(), keeper }, rememberAtMost);
  const app = new Hono();
  app.get('/', async (c) => c.text((await findCaller(c)).login));
  app.onError((error, c) => {
    const { status, headers } = error instanceof Problem ? error : new Problem(500, error.message);
    return c.json({}, { status: status as 500, headers });
  });
  const send = async (token: string) => app.request('/', { headers: { authorization: `Bearer ${token}` } });
  const open = async (cookie: string) => (await app.request('/', { headers: { cookie } })).status;
  return { asked, status: async (token: string) => (await send(token)).status, send, open };
}

test('what cannot be a token is not asked about', async () => {
  const { asked, status } = callers();
  for (const token of ['short', 'x'.repeat(1_025), 'with spaces in it']) expect(await status(token)).toBe(401);
  expect(asked).toEqual([]);
  expect(await status('ten-or-mor')).toBe(401);
  expect(asked).toEqual(['ten-or-mor']);
});

test('of tokens that nobody knows GitHub is asked about 60 a minute; who was known is let in all the while', async () => {
  const { asked, status, send } = callers();
  expect(await status(valid)).toBe(200);
  const unknown = (from: number, count: number) =>
    Promise.all(Array.from({ length: count }, (_, at) => status(`ghu_guess_${from + at}`)));
  expect(new Set(await unknown(0, 60))).toEqual(new Set([401]));
  const refused = await send('ghu_one_more');
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(asked).toHaveLength(61);
  expect(await status('ghu_guess_3')).toBe(401);
  expect(asked).toHaveLength(61);

  vi.setSystemTime(Date.now() + 61_000);
  await unknown(100, 60);
  expect(await status('ghu_one_more')).toBe(429);
  expect(await status(valid)).toBe(200);
  expect(asked.filter((token) => token === valid)).toHaveLength(2);
});

test('who comes with a session is let in while others guess tokens', async () => {
  const id = 'i'.repeat(43);
  const sealed = createSealer(secret).seal(valid, `session ${id}`);
  const { status, open } = callers(undefined, { ...nobodySignedIn, find: async () => sealed });
  for (let at = 0; at < 60; at += 1) await status(`ghu_guess_${at}`);
  expect(await status('ghu_one_more')).toBe(429);
  expect(await open(`backstroke=${id}`)).toBe(200);
});

test('a full memory forgets who came least lately', async () => {
  const { asked, status } = callers(3);
  for (const token of [valid, 'ghu_guess_1', 'ghu_guess_2', valid, 'ghu_guess_3', valid]) await status(token);
  expect(asked).toEqual([valid, 'ghu_guess_1', 'ghu_guess_2', 'ghu_guess_3']);
  await status('ghu_guess_1');
  expect(asked).toHaveLength(5);
});
