import { Redis } from 'ioredis';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { freshDatabase, freshRedis, ownRedis, tcpProxy } from '../support/services.ts';

const connect = (url: string) => postgres(url, { max: 1, fetch_types: false, onnotice: () => {}, backoff: () => 0.05 });

test('two fresh databases have the migrations and know nothing of each other', async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
  const [a, b] = [connect(one.url), connect(other.url)];
  await a`create table only_here (n int)`;
  const tables = (sql: typeof a) => sql`select count(*)::int as n from pg_tables where schemaname = 'public'`;
  const [inA] = await tables(a);
  const [inB] = await tables(b);
  expect(inB?.n).toBeGreaterThan(0);
  expect(inA?.n).toBe(inB?.n + 1);
  await Promise.all([a.end(), b.end()]);
  await Promise.all([one.drop(), other.drop()]);
});

test('a fresh Redis has a namespace of its own', async () => {
  expect((await freshRedis()).namespace).not.toBe((await freshRedis()).namespace);
});

test('PostgreSQL behind a proxy is gone while it is cut and back when it is restored', async () => {
  const database = await freshDatabase();
  const proxy = await tcpProxy(database.url);
  const sql = connect(proxy.url);
  expect(await sql`select 1 as n`).toEqual([{ n: 1 }]);
  await proxy.cut();
  await expect(sql`select 1 as n`).rejects.toThrow();
  await proxy.restore();
  expect(await sql`select 1 as n`).toEqual([{ n: 1 }]);
  await sql.end();
  await proxy.stop();
  await database.drop();
});

test('Redis behind a proxy answers nothing while it is stalled, and then what it was asked', async () => {
  const redis = await ownRedis();
  const proxy = await tcpProxy(redis.url);
  const client = new Redis(proxy.url);
  expect(await client.ping()).toBe('PONG');
  proxy.stall();
  const answer = client.ping();
  expect(await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 200, 'silence'))])).toBe('silence');
  await proxy.restore();
  expect(await answer).toBe('PONG');
  client.disconnect();
  await proxy.stop();
  await redis.stop();
});
