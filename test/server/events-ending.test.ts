import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { webWithFork } from '../support/api-web.ts';
import { testDatabase } from '../support/database.ts';
import { openStream } from '../support/event-stream.ts';
import { eventually } from '../support/eventually.ts';
import { type OwnRedis, ownRedis } from '../support/services.ts';

const database = testDatabase();
let redis: OwnRedis;
let web: Awaited<ReturnType<typeof webWithFork>>;
let id: string;
beforeAll(async () => {
  redis = await ownRedis();
  web = await webWithFork(database, { redisUrl: redis.url });
});
afterAll(() => redis?.stop());

async function opened() {
  id = randomUUID();
  const at = new Date().toISOString();
  await web.parts.operations.append(id, {
    event: 'queued',
    at,
    linkId: web.link.id,
    trigger: 'manual',
    requestId: 'r',
  });
  const stream = await openStream(web, id);
  await eventually(() => stream.events().length === 1);
  return stream;
}

test('a stream ends with an error when Redis goes away, and none begins before it is back', async () => {
  const stream = await opened();
  await redis.kill();
  await stream.ended;
  expect(stream.events()).toEqual([
    ['queued', '1', 'queued', null],
    ['error', undefined, 503, null],
  ]);
  const refused = await openStream(web, id);
  expect(refused.response.status).toBe(503);
  expect(refused.response.headers.get('content-type')).toBe('application/problem+json');
  await redis.restart();
  await eventually(async () => (await openStream(web, id)).response.status === 404);
});

test('web stops at once, whoever is still listening, and they are told nothing wrong', async () => {
  const stream = await opened();
  await web.stop();
  // Whole: it was not cut off, as what still goes on after ten seconds is.
  await stream.ended;
  expect(stream.events()).toEqual([['queued', '1', 'queued', null]]);
});
