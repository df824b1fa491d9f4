import { afterEach, beforeEach, expect, test } from 'vitest';
import { links } from '../../src/db/schema.ts';
import { testDatabase } from '../support/database.ts';
import { aDispatcher, scene } from '../support/dispatcher.ts';
import { sha } from '../support/messages.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { aRef } from '../support/rows.ts';
import { freshRedis } from '../support/services.ts';

const database = testDatabase();
let parts: RedisParts;
let world: Awaited<ReturnType<typeof scene>>;

beforeEach(async () => {
  parts = redisParts(await freshRedis());
  await database.db.delete(links);
  world = await scene(database.db);
});
afterEach(() => parts.stop());

const queued = async () => (await parts.bodies<{ linkId: string }>('later')).map(({ linkId }) => linkId);

test('a link that follows releases is behind when there is another, and not when the branch moves', async () => {
  const { id, show } = await world.upstream();
  const upstreamRefId = await aRef(database.db, { repositoryId: id, track: 'release' });
  const link = await world.follow(upstreamRefId, { decidedOn: sha('b') });
  const tick = aDispatcher(database.db, parts, world.github);
  show(sha('c'), { release: sha('b') });
  expect(await tick()).toEqual({ refs: 1, queued: 0 });
  show(sha('c'), { release: sha('d') });
  expect(await tick()).toEqual({ refs: 1, queued: 1 });
  expect(await queued()).toEqual([link.id]);
});

test('one that waits for the first release is left alone until there is one', async () => {
  const { id, show } = await world.upstream();
  const upstreamRefId = await aRef(database.db, { repositoryId: id, track: 'release' });
  await world.follow(upstreamRefId, { decidedOn: 'no-branch' });
  const tick = aDispatcher(database.db, parts, world.github);
  show(sha('c'));
  expect(await tick()).toEqual({ refs: 1, queued: 0 });
  show(sha('c'), { release: sha('c') });
  expect(await tick()).toEqual({ refs: 1, queued: 1 });
});

test('the branch and its releases are one query, each with those who follow it', async () => {
  const { id, refId, show } = await world.upstream();
  const upstreamRefId = await aRef(database.db, { repositoryId: id, track: 'release' });
  const branch = await world.follow(refId, { decidedOn: sha('a') });
  await world.follow(upstreamRefId, { decidedOn: sha('a') });
  show(sha('b'), { release: sha('a') });
  expect(await aDispatcher(database.db, parts, world.github)()).toEqual({ refs: 2, queued: 1 });
  expect(await queued()).toEqual([branch.id]);
  expect(world.github.queries).toHaveLength(1);
});
