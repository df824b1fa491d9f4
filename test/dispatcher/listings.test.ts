import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { installations, repositories } from '../../src/db/schema.ts';
import { testDatabase } from '../support/database.ts';
import { aDispatcher, dispatcherHere } from '../support/dispatcher.ts';
import { sha } from '../support/messages.ts';
import { aListing, anInstallation } from '../support/rows.ts';

const database = testDatabase();
const here = dispatcherHere(database);

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20, 12, 0, seconds)).toISOString();
const tick = () => aDispatcher(database.db, here.parts, here.world.github)();
const told = async () =>
  (await here.parts.bodies<{ kind: string; repositoryId: number; pushedAt: string }>('results'))
    .filter(({ kind }) => kind === 'pushed')
    .map(({ repositoryId, pushedAt }) => [repositoryId, pushedAt]);

async function listed(pushedAt: string | null, changed: { installationId?: number } = {}) {
  const upstream = await here.world.upstream();
  upstream.show(sha('a'), { pushedAt: at(5) });
  const known = pushedAt === null ? null : new Date(pushedAt);
  const installationId = changed.installationId ?? here.world.installationId;
  const { forkId } = await aListing(database.db, { repositoryId: upstream.id, installationId, pushedAt: known });
  return { ...upstream, forkId };
}

test.each([
  ['a push that the fork does not know of', at(4), true],
  ['a push that may be missing', null, true],
  ['a push that the fork knows of', at(5), false],
  ['an older state than the fork knows of', at(6), false],
])('%s is told: %s', async (_, known, tells) => {
  const { id } = await listed(known);
  await tick();
  expect(await told()).toEqual(tells ? [[id, at(5)]] : []);
});

test('it is told once, whatever else of the repository is looked at', async () => {
  const { id, refId } = await listed(at(4));
  await here.world.follow(refId);
  await aListing(database.db, { repositoryId: id, pushedAt: new Date(at(5)) });
  await tick();
  expect(await told()).toEqual([[id, at(5)]]);
  expect(here.world.github.queries).toMatchObject([{ repositories: [expect.stringContaining(String(id))] }]);
});

test('what one fork of several does not know of is told', async () => {
  const { id } = await listed(at(5));
  await aListing(database.db, { repositoryId: id, pushedAt: null });
  await tick();
  expect(await told()).toEqual([[id, at(5)]]);
});

test('another repository under its name tells nothing', async () => {
  const { show, id } = await listed(at(4));
  show(sha('a'), { id: id + 1_000_000, pushedAt: at(5) });
  await tick();
  expect(await told()).toEqual([]);
});

test('nobody is asked for forks that the App is not on, or that are archived', async () => {
  const installationId = await anInstallation(database.db, { suspendedAt: new Date() });
  await listed(at(4), { installationId });
  const { forkId } = await listed(at(4));
  await database.db.update(repositories).set({ archived: true }).where(eq(repositories.id, forkId));
  const other = await listed(at(4));
  await database.db.update(repositories).set({ installationId: null }).where(eq(repositories.id, other.forkId));
  await tick();
  expect(here.world.github.queries).toEqual([]);
  await database.db.update(installations).set({ suspendedAt: null }).where(eq(installations.id, installationId));
  await tick();
  expect(await told()).toHaveLength(1);
});
