import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import { testDatabase } from '../support/database.ts';
import { linkOf } from '../support/rows.ts';
import { freshRedis, type TcpProxy, tcpProxy } from '../support/services.ts';

const database = testDatabase();
let redis: TcpProxy;
let api: Api;
beforeAll(async () => {
  redis = await tcpProxy((await freshRedis()).url);
  api = await startApi(database, { redisUrl: redis.url });
});
afterAll(async () => {
  await redis?.restore();
  await api?.stop();
  await redis?.stop();
});

test('Redis away: what people change is written, what needs an operation says that it is written', async () => {
  const here = await api.aFork('away');
  const [link] = await here.links();
  await redis.cut();
  const made = await api.ask('pusher', 'POST /v1/links', { fork: { ...here.end, branch: 'dev' } });
  expect(made).toMatchObject({ status: 201, body: { state: 'new' } });
  expect(await linkOf(database.db, made.body.id)).toMatchObject({ requested: 1, requestedTrigger: 'manual' });
  const written = { status: 503, body: { detail: expect.stringContaining('written down') } };
  expect(await api.ask(null, `POST ${new URL(made.body.webhookUrl).pathname}`)).toMatchObject(written);
  expect(await api.ask('pusher', `POST /v1/links/${made.body.id}/sync`)).toMatchObject(written);
  expect(await linkOf(database.db, made.body.id)).toMatchObject({ requested: 3 });
  const operations = [`/v1/links/${link?.id}/operations`, `${new URL(made.body.webhookUrl).pathname}/operations/1`];
  for (const path of operations) expect(await api.ask('pusher', `GET ${path}`)).toMatchObject({ status: 503 });
  for (const enabled of [false, true]) {
    expect(await api.ask('pusher', `PATCH /v1/links/${link?.id}`, { enabled })).toMatchObject({
      status: 200,
      body: { enabled },
    });
  }
  expect(await api.ask('pusher', `DELETE /v1/links/${link?.id}`)).toMatchObject({ status: 204 });
  expect(await linkOf(database.db, link?.id ?? '')).toMatchObject({ off: 'removed' });
});
