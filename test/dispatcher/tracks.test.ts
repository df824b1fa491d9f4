import { expect, test } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { aDispatcher, dispatcherHere } from '../support/dispatcher.ts';
import { sha } from '../support/messages.ts';
import { aRef } from '../support/rows.ts';

const database = testDatabase();
const here = dispatcherHere(database);

const queued = async () => (await here.parts.bodies<{ linkId: string }>('later')).map(({ linkId }) => linkId);

test('a link that follows releases is behind when there is another, and not when the branch moves', async () => {
  const { id, show } = await here.world.upstream();
  const upstreamRefId = await aRef(database.db, { repositoryId: id, track: 'release' });
  const link = await here.world.follow(upstreamRefId, { decidedOn: sha('b') });
  const tick = aDispatcher(database.db, here.parts, here.world.github);
  show(sha('c'), { release: sha('b') });
  expect(await tick()).toEqual({ refs: 1, queued: 0 });
  show(sha('c'), { release: sha('d') });
  expect(await tick()).toEqual({ refs: 1, queued: 1 });
  expect(await queued()).toEqual([link.id]);
});

test('one that waits for the first release is left alone until there is one', async () => {
  const { id, show } = await here.world.upstream();
  const upstreamRefId = await aRef(database.db, { repositoryId: id, track: 'release' });
  await here.world.follow(upstreamRefId, { decidedOn: 'no-branch' });
  const tick = aDispatcher(database.db, here.parts, here.world.github);
  show(sha('c'));
  expect(await tick()).toEqual({ refs: 1, queued: 0 });
  show(sha('c'), { release: sha('c') });
  expect(await tick()).toEqual({ refs: 1, queued: 1 });
});

test('the branch and its releases are one query, each with those who follow it', async () => {
  const { id, refId, show } = await here.world.upstream();
  const upstreamRefId = await aRef(database.db, { repositoryId: id, track: 'release' });
  const branch = await here.world.follow(refId, { decidedOn: sha('a') });
  await here.world.follow(upstreamRefId, { decidedOn: sha('a') });
  show(sha('b'), { release: sha('a') });
  expect(await aDispatcher(database.db, here.parts, here.world.github)()).toEqual({ refs: 2, queued: 1 });
  expect(await queued()).toEqual([branch.id]);
  expect(here.world.github.queries).toHaveLength(1);
});
