import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Connection } from '../../src/db/connect.ts';
import { deliveries } from '../../src/db/schema.ts';
import { createGitHub, type GitHub } from '../../src/github/app.ts';
import { connectRedis, type RedisClient } from '../../src/redis/clients.ts';
import { createLeases, type Leases } from '../../src/redis/leases.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start.ts';
import { fetchBack } from '../../src/server/redelivery-loop.ts';
import { freshDatabase, freshRedis, testConnection } from '../support/services.ts';

const log = pino({ level: 'silent' });
let sandbox: Sandbox;
let database: Connection;
let redis: RedisClient;
let leases: Leases;
let github: GitHub;
let drop: () => Promise<void>;

beforeAll(async () => {
  sandbox = await startSandbox();
  const fresh = await freshDatabase();
  drop = fresh.drop;
  database = testConnection(fresh.url, 2);
  const { url, namespace } = await freshRedis();
  redis = connectRedis(url, { name: 'test' });
  leases = createLeases(redis.redis, namespace);
  const { appId, privateKey } = sandbox;
  github = createGitHub({ appId, privateKey, baseUrl: `http://${sandbox.host}/api/v3` });
  // Nobody listens there: every delivery fails.
  sandbox.setWebhook({ url: 'http://localhost:9/', secret: 'secret' });
  sandbox.createUser('octo');
  await sandbox.createRepository({ owner: 'octo', name: 'hello' });
  sandbox.install('octo', 'all');
  await sandbox.settled();
});
afterAll(async () => {
  await Promise.all([database.stop(), redis.stop(), sandbox.stop()]);
  await drop();
});

/** The clock two minutes on: what was tried just now counts as settled. */
const later = (): Leases => ({ ...leases, now: async () => new Date((await leases.now()).getTime() + 120_000) });
const asked = () => sandbox.countRequests({ method: 'POST', path: /\/app\/hook\/deliveries\/\d+\/attempts$/ });

it('has GitHub send again what never arrived, and nothing that was recorded', async () => {
  await sandbox.commit('octo/hello', 'main', { files: { a: 'a' } });
  await sandbox.commit('octo/hello', 'main', { files: { a: 'b' } });
  await sandbox.settled();
  const pushes = sandbox.deliveries().filter((delivery) => delivery.event === 'push');
  expect(pushes).toHaveLength(2);
  await database.db.insert(deliveries).values({ guid: pushes[0]?.guid ?? '', event: 'push' });

  await fetchBack({ database, github, leases, log });
  expect(asked(), 'nothing that may still be under way').toBe(0);

  await fetchBack({ database, github, leases: later(), log });
  await sandbox.settled();
  expect(asked(), 'the installation and one push').toBe(2);
  const again = sandbox.deliveries().filter((delivery) => delivery.redelivery);
  expect(again.map((delivery) => delivery.event).sort()).toEqual(['installation', 'push']);
  expect(again.map((delivery) => delivery.guid)).toContain(pushes[1]?.guid);
});
