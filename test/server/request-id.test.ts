import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../src/server/http.ts';
import { signed } from '../support/payloads.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { freshRedis } from '../support/services.ts';
import { aWeb, secret } from '../support/web.ts';

let parts: RedisParts;
let web: ReturnType<typeof aWeb>;
beforeAll(async () => {
  parts = redisParts(await freshRedis());
  web = aWeb({ databaseUrl: 'postgres://nobody.invalid/none', parts });
});
afterAll(async () => {
  await web?.stop();
  await parts?.stop();
});

const guid = '72d3162e-cc78-11e3-81ab-4c9367dc0958';

test.each([
  ['its GUID', '/api/github/webhooks', guid, guid],
  ['its GUID, up to 100 characters', '/api/github/webhooks', 'x'.repeat(100), 'x'.repeat(100)],
  ['a new id where the GUID is too long', '/api/github/webhooks', 'x'.repeat(101), null],
  ['a new id where the GUID is none', '/api/github/webhooks', 'two words', null],
  ['a new id where it is no delivery', '/v1/openapi.json', guid, null],
])('a request is called by %s', async (_, path, sent, expected) => {
  const app = createApp(web.context, async () => undefined);
  const body = '{}';
  const headers = signed({ event: 'push', guid: sent, secret, body });
  const post = path === '/api/github/webhooks' ? { method: 'POST', body } : {};
  const answer = await app.request(path, { ...post, headers });
  expect(answer.status).toBe(200);
  const id = answer.headers.get('x-request-id');
  if (expected === null) {
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(id).not.toBe(sent);
  } else expect(id).toBe(expected);
});

test.each([
  ['what is not there', '/nowhere', 404],
  ['nobody', '/v1/links', 401],
  ['a delivery without a signature', '/api/github/webhooks', 400],
])('the answer to %s names the request as the log does', async (_, path, status) => {
  const app = createApp(web.context, async () => undefined);
  const post = path === '/api/github/webhooks' ? { method: 'POST', body: '{}' } : {};
  const answer = await app.request(path, { ...post, headers: { 'x-request-id': 'asked-by-a-test' } });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('x-request-id')).toBe('asked-by-a-test');
});
