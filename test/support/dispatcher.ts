import { afterEach, beforeEach } from 'vitest';
import type { Database } from '../../src/db/connect.ts';
import { createReader } from '../../src/db/reader.ts';
import { links, listings } from '../../src/db/schema.ts';
import { createHeadsReader } from '../../src/dispatcher/heads.ts';
import { createTick, type TickContext } from '../../src/dispatcher/tick.ts';
import type { TestDatabase } from './database.ts';
import { type FakeHeads, fakeHeads, type Shown } from './fake-heads.ts';
import { memoryLog } from './memory-log.ts';
import { sha } from './messages.ts';
import { type RedisParts, redisParts } from './redis-parts.ts';
import { aLink, anInstallation, aRef, aRepository, type LinkRecord } from './rows.ts';
import { freshRedis } from './services.ts';

/** A dispatcher whose every tick looks at every ref, unless `interval` says otherwise. */
export function aDispatcher(db: Database, parts: RedisParts, github: FakeHeads, changed: Partial<TickContext> = {}) {
  const { log } = memoryLog();
  return createTick({
    ...parts,
    reader: createReader(db, 'reading role'),
    heads: createHeadsReader(github.github, null, log),
    interval: 1,
    holder: 'dispatcher-1',
    log,
    ...changed,
  });
}

/** An upstream that GitHub shows, and a link on it that was decided on its head. */
export async function scene(db: Database) {
  const github = fakeHeads();
  let upstreams = 0;
  const upstream = async (changed: { private?: boolean; owner?: string } = {}) => {
    const { owner = 'up' } = changed;
    const id = await aRepository(db, { ownerLogin: owner, private: changed.private ?? false });
    const name = `repo-${id}`;
    const refId = await aRef(db, { repositoryId: id, phase: ++upstreams / 1_000 });
    const show = (head: string | null, now: Partial<Omit<Shown, 'branches'>> = {}) =>
      github.show(`${owner}/${name}`, { id, owner, name, ...now, branches: head === null ? {} : { main: head } });
    show(sha('a'));
    return { id, refId, owner, name, show, hide: () => github.hide(`${owner}/${name}`) };
  };
  const installationId = await anInstallation(db);
  const follow = (refId: string, values: Partial<LinkRecord> & { installationId?: number } = {}) =>
    aLink(db, { upstreamRefId: refId, installationId, decidedOn: sha('a'), reason: 'up-to-date', ...values });
  return { github, upstream, follow, installationId };
}

/** Scenes of a dispatcher for each test of a file, with a Redis of their own and no link of the test before. */
export function dispatcherHere(database: TestDatabase) {
  const here = {} as { parts: RedisParts; world: Awaited<ReturnType<typeof scene>> };
  beforeEach(async () => {
    here.parts = redisParts(await freshRedis());
    await database.db.delete(links);
    await database.db.delete(listings);
    here.world = await scene(database.db);
  });
  afterEach(() => here.parts.stop());
  return here;
}
