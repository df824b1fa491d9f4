import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { installations, links } from '../../src/db/schema.ts';
import { webWithFork } from '../support/api-web.ts';
import { testDatabase } from '../support/database.ts';
import { aMove } from '../support/rows.ts';

const database = testDatabase();
let web: Awaited<ReturnType<typeof webWithFork>>;
let pushes = 0;

beforeAll(async () => {
  web = await webWithFork(database);
});
afterAll(() => web?.stop());
/** Every change of the row ends what is remembered of its plan. */
beforeEach(() => {
  const asked = ++pushes + 100;
  return change({ requested: asked, answeredRequested: asked, enabled: true, off: null });
});

const change = (to: Partial<typeof links.$inferInsert>) =>
  database.db.update(links).set(to).where(eq(links.id, web.link.id));
const ask = async (who = 'octo', id = web.link.id) => {
  const response = await web.ask(who, `/v1/links/${id}/plan`);
  return { status: response.status, body: await response.json() };
};
const observed = () => web.github.countRequests({ operationName: 'Observe' });
const push = () => web.github.commit('up/hello', 'main', { files: { [`${++pushes}.txt`]: 'new\n' } });

describe('what a sync would do now', () => {
  test('nothing, for a fork that has everything', async () => {
    expect(await ask()).toEqual({
      status: 200,
      body: {
        reason: 'up-to-date',
        sentence: expect.stringContaining('has everything'),
        aheadBy: 0,
        behindBy: 0,
        actions: [],
      },
    });
  });

  test('with the release that the link follows in the place of the branch, or that there is none yet', async () => {
    const { settings } = web.link;
    const pullRequest = { ...settings.pullRequest, head: 'fork' as const };
    await change({ settings: { ...settings, track: 'release', pullRequest } });
    expect((await ask()).body).toMatchObject({
      reason: 'up-to-date',
      sentence: expect.stringContaining('up/hello has no release yet'),
    });
    await web.github.release('up/hello', 'v1', { from: 'main' });
    await change({ requested: 1_000, answeredRequested: 1_000 });
    expect((await ask()).body).toMatchObject({
      sentence: expect.stringContaining('has everything that v1 of up/hello has'),
    });
    await change({ settings });
  });

  test('open a pull request, with what the fork lacks and what it alone has', async () => {
    await push();
    await push();
    await web.github.commit('octo/hello', 'main', { files: { 'own.txt': 'own\n' } });
    const { body } = await ask();
    expect(body).toEqual({
      reason: 'pull-opened',
      sentence:
        'A sync would open a pull request with 2 commits of main of up/hello for main of octo/hello: ' +
        'send POST /v1/links/:id/sync to have it done now.',
      aheadBy: 1,
      behindBy: 2,
      actions: [{ type: 'open-pull' }],
    });
  });

  test('nothing, while an undo waits and until what it holds is released', async () => {
    await push();
    const { id: undoMoveId } = await aMove(database.db, { repositoryId: web.link.forkId });
    await change({ undoMoveId });
    expect((await ask()).body).toMatchObject({ reason: 'held-undone', actions: [] });
    await change({ undoMoveId: null, undoneAt: new Date() });
    expect((await ask()).body).toMatchObject({ reason: 'held-undone', actions: [] });
    await change({ undoneAt: null });
    expect((await ask()).body).toMatchObject({ reason: 'pull-opened' });
  });

  test('nothing is written, neither to GitHub nor to what is known of the link', async () => {
    await push();
    const before = await database.db.select().from(links);
    web.github.resetRequests();
    expect((await ask()).body).toMatchObject({ reason: 'pull-opened' });
    const asked = web.github.requests().filter(({ installationId }) => installationId === web.installation);
    expect(asked.map(({ operationName, mutation }) => [operationName, mutation])).toEqual([['Observe', false]]);
    expect(web.github.pulls('octo/hello')).toEqual([]);
    expect(await database.db.select().from(links)).toEqual(before);
    expect(await web.parts.bodies('now')).toEqual([]);
  });
});

describe('GitHub is asked', () => {
  test('once in 30 seconds for however many ask at once or later', async () => {
    const before = observed();
    const all = await Promise.all([ask(), ask(), ask()]);
    all.push(await ask());
    expect(observed() - before).toBe(1);
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  test('again when something has happened to the link', async () => {
    await ask();
    const before = observed();
    await change({ requested: 1_000_000 });
    await ask();
    expect(observed() - before).toBe(1);
  });

  test('and what it refuses is the reason, not an error of ours', async () => {
    web.github.faults.add({ match: { operationName: 'Observe' }, kind: '502', times: 1 });
    expect(await ask()).toMatchObject({
      status: 200,
      body: { reason: 'github-unavailable', aheadBy: null, behindBy: null, actions: [] },
    });
    await change({ requested: 2_000_000 });
    web.github.faults.add({ match: { operationName: 'Observe' }, kind: 'graphql-rate-limited', times: 1 });
    const limited = await ask();
    expect(limited).toMatchObject({ status: 200, body: { reason: 'rate-limited', actions: [] } });
    await change({ requested: 3_000_000 });
    const before = observed();
    // GitHub limits the installation, so nobody asks for it again before its time has come.
    expect((await ask()).body).toMatchObject({ reason: 'rate-limited' });
    expect(observed()).toBe(before);
    await web.parts.redis.del(`${web.parts.namespace}:remember:limited:${web.installation}`);
  });
});

describe('a link that is off', () => {
  test.each([
    ['disabled', () => change({ enabled: false })],
    ['disabled', () => change({ off: 'disabled' })],
    ['suspended', () => database.db.update(installations).set({ suspendedAt: new Date() })],
  ] as const)('is %s, without GitHub being asked for it', async (reason, switchOff) => {
    await switchOff();
    const before = observed();
    expect(await ask()).toEqual({
      status: 200,
      body: { reason, sentence: expect.any(String), aheadBy: null, behindBy: null, actions: [] },
    });
    expect(observed()).toBe(before);
    await database.db.update(installations).set({ suspendedAt: null });
  });
});

test.each([
  ['nobody', 401],
  ['stranger', 403],
  ['reader', 403],
  ['octo', 200],
] as const)('the plan is for who can push, also when it is remembered: %s %i', async (who, status) => {
  await ask();
  expect((await ask(who)).status).toBe(status);
  expect((await ask(who, '00000000-0000-4000-8000-000000000000')).status).toBe(status === 401 ? 401 : 404);
});
