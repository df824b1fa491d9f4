import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { SECOND } from '../../src/core/duration.ts';
import { configChecks, repositories } from '../../src/db/schema.ts';
import { startConfigLoop } from '../../src/server/config/loop.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { anInstallation, aRepository } from '../support/rows.ts';
import { freshRedis } from '../support/services.ts';
import { aWeb } from '../support/web.ts';

const database = testDatabase();
let parts: RedisParts;
let web: ReturnType<typeof aWeb>;
let loop: ReturnType<typeof startConfigLoop> | undefined;

beforeEach(async () => {
  parts = redisParts(await freshRedis());
  // Its GitHub throws: a bug of ours, not a refusal.
  web = aWeb({ databaseUrl: database.url, parts });
  await database.db.delete(configChecks);
  await database.db.update(repositories).set({ configRequestedAt: null });
});
afterEach(async () => {
  await loop?.stop();
  await web.stop();
  await parts.stop();
});

const repositoryOf = async (id: number) =>
  (await database.db.select().from(repositories).where(eq(repositories.id, id)))[0];
const aFork = async (asked: Date | null) =>
  aRepository(database.db, { installationId: await anInstallation(database.db), configRequestedAt: asked });
async function aCheck() {
  const values = { repositoryId: await aFork(null), headSha: 'a'.repeat(40), requestId: 'delivery' };
  const [row] = await database.db.insert(configChecks).values(values).returning();
  return row?.id ?? '';
}
const checkOf = async (id: string) => (await database.db.select().from(configChecks).where(eq(configChecks.id, id)))[0];

test('a file whose reading fails is read later and later, and keeps no check waiting', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const ids = await Promise.all(Array.from({ length: 3 }, () => aFork(new Date())));
  const check = await aCheck();
  loop = startConfigLoop(web.context);
  await eventually(async () => {
    const rows = await Promise.all(ids.map(repositoryOf));
    return rows.every((row) => row?.configAttempts === 1);
  });
  const queued = await eventually(async () => {
    const bodies = await parts.bodies('now');
    return bodies.length > 0 ? bodies : null;
  });
  expect(queued).toMatchObject([{ kind: 'check-config', checkId: check }]);
  expect(web.lines.at(50)).toEqual(Array.from({ length: 3 }, () => 'Reading a configuration file failed'));
  const [id = 0] = ids;
  const first = await repositoryOf(id);
  expect(first?.configRequestedAt).not.toBeNull();
  expect(first?.configRetryAt).toEqual(new Date(Date.now() + 5 * SECOND));
  vi.setSystemTime(Date.now() + 5 * SECOND);
  loop.wake();
  await eventually(async () => (await repositoryOf(id))?.configAttempts === 2);
  expect((await repositoryOf(id))?.configRetryAt).toEqual(new Date(Date.now() + 30 * SECOND));
});

test('a check that cannot be queued keeps its attempts', async () => {
  const id = await aCheck();
  await database.db.update(configChecks).set({ attempts: 9 }).where(eq(configChecks.id, id));
  const away = { ...parts.queues, send: () => Promise.reject(new Error('Redis is away')) };
  loop = startConfigLoop({ ...web.context, queues: away });
  await eventually(async () => (await checkOf(id))?.notBefore);
  await eventually(() => web.lines.at(50).length > 0);
  expect(await checkOf(id)).toMatchObject({ attempts: 9 });
});
