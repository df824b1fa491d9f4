import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installations, links, repositories } from '../../src/db/schema.ts';
import { requestRefresh } from '../../src/db/write/installations.ts';
import { startRefreshLoop } from '../../src/server/refresh-loop.ts';
import { httpError } from '../github/support.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { gitHub, ourApp, type Shown } from '../support/fake-installations.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { anInstallation, nextId } from '../support/rows.ts';
import { freshRedis } from '../support/services.ts';
import { aWeb } from '../support/web.ts';

const database = testDatabase();
let parts: RedisParts;
let web: ReturnType<typeof aWeb>;
let loop: ReturnType<typeof startRefreshLoop> | undefined;

beforeEach(async () => {
  parts = redisParts(await freshRedis());
  await database.db.delete(links);
  await database.db.update(repositories).set({ installationId: null });
  await database.db.delete(installations);
});
afterEach(async () => {
  await loop?.stop();
  await web.stop();
  await parts.stop();
});

function start(shown: Map<number, Shown>, refuse?: (route: string) => Error | null) {
  web = aWeb({ databaseUrl: database.url, parts, github: gitHub(shown, refuse) });
  loop = startRefreshLoop(web.context);
  return loop;
}

const installation = async (id: number) =>
  (await database.db.select().from(installations).where(eq(installations.id, id)))[0];
const aFork = () => ({ id: nextId(), parentId: nextId() });

test('at start it finds what GitHub lists and we do not know: rows, a link, and its first job', async () => {
  const id = nextId();
  start(new Map([[id, { forks: [aFork()] }]]));
  const jobs = await eventually(async () => {
    const queued = await parts.bodies('later');
    return queued.length > 0 && queued;
  });
  expect(jobs).toMatchObject([{ trigger: 'install', installationId: id }]);
  expect(await installation(id)).toMatchObject({ accountLogin: `octo-${id}`, refreshRequestedAt: null });
});

test('at start it removes what GitHub does not list any more, and leaves alone what is as it was', async () => {
  const [gone, same] = [await anInstallation(database.db), await anInstallation(database.db)];
  await database.db
    .update(installations)
    .set({ accountLogin: `octo-${same}` })
    .where(eq(installations.id, same));
  const before = await installation(same);
  start(new Map([[same, { forks: [] }]]));
  await eventually(async () => (await installation(gone)) === undefined);
  expect(await installation(same)).toEqual(before);
});

test('one of which GitHub names no account is not gone, and keeps no other from being found', async () => {
  const [nameless, fresh] = [await anInstallation(database.db), nextId()];
  start(
    new Map([
      [nameless, { nameless: true, forks: [] }],
      [fresh, { forks: [] }],
    ]),
  );
  await eventually(async () => (await installation(fresh))?.refreshRequestedAt === null);
  await requestRefresh(database.db, [nameless]);
  loop?.wake();
  await eventually(async () => ((await installation(nameless))?.refreshAttempts ?? 0) > 0);
  expect(await installation(nameless)).toMatchObject({ accountLogin: `octo-${nameless}` });
});

test('what waits is refreshed though the list of all cannot be read', async () => {
  const id = nextId();
  const bug = (route: string) => (route === 'GET /app/installations' ? new TypeError('A bug') : null);
  await requestRefresh(database.db, [id]);
  start(new Map([[id, { forks: [] }]]), bug);
  await eventually(() => web.lines.lines.length > 0);
  loop?.wake();
  await eventually(async () => (await installation(id))?.refreshRequestedAt === null);
});

test('another App, which is told 404 of everything, removes nothing', async () => {
  const id = await anInstallation(database.db);
  await database.db
    .update(installations)
    .set({ appId: ourApp + 1 })
    .where(eq(installations.id, id));
  start(new Map());
  await eventually(async () => ((await installation(id))?.refreshAttempts ?? 0) > 0);
  await database.db.delete(installations).where(eq(installations.id, id));
});

test('a 404 of something that is not GitHub removes nothing', async () => {
  const id = await anInstallation(database.db);
  start(new Map(), (route) => (route === 'GET /app' ? httpError({ status: 404, body: '<html>' }) : null));
  await eventually(async () => ((await installation(id))?.refreshAttempts ?? 0) > 0);
  await database.db.delete(installations).where(eq(installations.id, id));
});

test('a suspension is written, and its links stay', async () => {
  const id = nextId();
  const shown = new Map<number, Shown>([[id, { forks: [aFork()] }]]);
  const running = start(shown);
  await eventually(async () => (await database.db.select().from(links)).length === 1);
  shown.set(id, { forks: [], suspended: true });
  await requestRefresh(database.db, [id]);
  running.wake();
  await eventually(async () => (await installation(id))?.suspendedAt);
  expect(await database.db.select().from(links)).toHaveLength(1);
  const kept = await database.db.select().from(repositories).where(eq(repositories.installationId, id));
  expect(kept).toHaveLength(1);
});

test('what GitHub refuses is tried again later, and nothing is written or removed until then', async () => {
  const id = nextId();
  const down = httpError({ status: 502, body: '<html>' });
  let refusing = true;
  const running = start(new Map([[id, { forks: [aFork()] }]]), (route) =>
    refusing && route !== 'GET /app/installations' ? down : null,
  );
  const waiting = await eventually(async () => {
    const row = await installation(id);
    return row && row.refreshAttempts > 0 && row;
  });
  expect(waiting).toMatchObject({ refreshRequestedAt: expect.any(Date), accountLogin: null });
  expect(await database.db.select().from(links)).toEqual([]);
  refusing = false;
  await database.db.update(installations).set({ refreshRetryAt: new Date(0) });
  running.wake();
  await eventually(async () => (await installation(id))?.refreshRequestedAt === null);
  expect(await installation(id)).toMatchObject({ refreshAttempts: 0, accountLogin: `octo-${id}` });
});

test('one that fails does not keep the others waiting', async () => {
  const [bad, good] = [nextId(), nextId()];
  const shown = new Map<number, Shown>([
    [bad, { forks: [{ id: -1, parentId: Number.NaN }] }],
    [good, { forks: [] }],
  ]);
  const running = start(shown);
  await eventually(async () => {
    running.wake();
    return (await installation(good))?.refreshedAt;
  });
  expect((await installation(bad))?.refreshRequestedAt).toBeInstanceOf(Date);
});
