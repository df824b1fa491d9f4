import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, type ApiFork, startApi } from '../support/api.ts';
import { testDatabase } from '../support/database.ts';
import { type Sent, sendRaw } from '../support/send-raw.ts';

const database = testDatabase();
let api: Api;
let here: ApiFork;
let link: string;
beforeAll(async () => {
  api = await startApi(database);
  here = await api.aFork('bodies');
  link = `/v1/links/${(await here.links())[0]?.id}`;
});
afterAll(() => api?.stop());

const send = (method: string, path: string, given: Sent) =>
  sendRaw(api, { method, path, token: api.tokenOf('pusher'), ...given });
const json = 'application/json';

describe.each([
  ['POST', () => '/v1/links'],
  ['PATCH', () => link],
])('the body of %s', (method, path) => {
  test.each<[string, number, Sent]>([
    ['is JSON', 400, { body: '{"name":', type: json }],
    ['is something', 400, { body: '', type: json }],
    ['says what it is', 415, { body: '{}' }],
    ['is no form', 415, { body: 'name=x', type: 'application/x-www-form-urlencoded' }],
    ['is no text', 415, { body: '{}', type: 'text/plain' }],
    ['is an object', 422, { body: '[]', type: json }],
    ['is no null', 422, { body: 'null', type: json }],
    ['is not too long', 413, { body: JSON.stringify({ name: 'x'.repeat(65_536) }), type: json }],
    [
      'is not too long in chunks',
      413,
      { body: JSON.stringify({ name: 'x'.repeat(65_536) }), type: json, chunks: true },
    ],
  ])('%s: %i', async (_, status, given) => {
    const answer = await send(method, path(), given);
    expect(answer).toMatchObject({ status, body: { status, title: expect.any(String), detail: expect.any(String) } });
  });

  test('has no other fields, and says which', async () => {
    const more = method === 'POST' ? { fork: { ...here.end, colour: 1 } } : {};
    const body = JSON.stringify({ ...more, constructor: 1, webhookUrl: 'x' });
    const { status, body: problem } = await send(method, path(), { body, type: `${json}; charset=utf-8` });
    expect(status).toBe(422);
    const fields = (problem.errors as { field: string }[]).map(({ field }) => field).sort();
    expect(fields).toEqual(['constructor', ...(method === 'POST' ? ['fork.colour'] : []), 'webhookUrl']);
  });
});

test('a body in chunks is read, and a DELETE has none', async () => {
  expect(await send('PATCH', link, { body: '{"name":"chunks"}', type: json, chunks: true })).toMatchObject({
    status: 200,
    body: { name: 'chunks' },
  });
  expect(await send('DELETE', link, {})).toMatchObject({ status: 204 });
});

test.each(['a%00/b', 'a/b/c', '../x', 'a', 'a/%2e%2e', ''])('a filter by %s is refused', async (name) => {
  for (const filter of ['fork', 'upstream']) {
    const answer = await api.ask('pusher', `GET /v1/links?${filter}=${name}`);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: filter }] } });
  }
});
