import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { links, refMoves } from '../../src/db/schema.ts';
import { removeInstallation } from '../../src/db/write/remove-installation.ts';
import { applyResult } from '../../src/db/write/results.ts';
import { askUndo } from '../../src/db/write/undo.ts';
import { recordDelivery } from '../../src/server/webhooks/record.ts';
import { testDatabase } from '../support/database.ts';
import { aResult, sha } from '../support/messages.ts';
import { aPush } from '../support/payloads.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { aLink, aMove, anInstallation, aRef, linkOf, nextId } from '../support/rows.ts';
import { freshRedis } from '../support/services.ts';
import { aWeb } from '../support/web.ts';

const database = testDatabase();
let parts: RedisParts;
let web: ReturnType<typeof aWeb>;

beforeEach(async () => {
  parts = redisParts(await freshRedis());
  web = aWeb({ databaseUrl: database.url, parts });
});
afterEach(async () => {
  await web.stop();
  await parts.stop();
});

const bot = { login: 'backstroke[bot]', type: 'Bot' };
const second = 1_795_000_000;

async function scene() {
  const installationId = await anInstallation(database.db, { appSlug: 'backstroke' });
  const link = await aLink(database.db, { installationId });
  const push = (changed: object = {}) => ({
    ...aPush({ ref: 'refs/heads/main', before: sha('1'), after: sha('2'), installation: { id: installationId } }),
    repository: { id: link.forkId, name: 'hello', pushed_at: second },
    forced: true,
    sender: bot,
    commits: [],
    ...changed,
  });
  const record = (changed: object = {}, id = `push-${nextId()}`) =>
    recordDelivery({ id, event: 'push', payload: push(changed) }, web.context);
  const rows = () =>
    database.db.select().from(refMoves).where(eq(refMoves.repositoryId, link.forkId)).orderBy(refMoves.movedAt);
  return { installationId, link, record, rows };
}

describe('a push to a linked fork branch', () => {
  test('by our own bot is a move, with what GitHub says of it, and asks nobody', async () => {
    const { link, record, rows } = await scene();
    await record({}, 'guid');
    expect(await rows()).toMatchObject([
      { branch: 'main', beforeSha: sha('1'), afterSha: sha('2'), kind: 'other', backupRef: null, delivery: 'guid' },
    ]);
    expect((await rows())[0]?.movedAt).toEqual(new Date(second * 1000));
    expect(await linkOf(database.db, link.id)).toEqual(link);
  });

  test('forward is a move forward', async () => {
    const { record, rows } = await scene();
    await record({ forced: false });
    expect(await rows()).toMatchObject([{ kind: 'forward' }]);
  });

  test('told twice, at once or later, is one', async () => {
    const { record, rows } = await scene();
    await Promise.all([record({}, 'twice'), record({}, 'twice')]);
    await record({}, 'twice');
    expect(await rows()).toHaveLength(1);
  });

  test('done again is another', async () => {
    const { record, rows } = await scene();
    await record();
    await record();
    expect(await rows()).toHaveLength(2);
  });

  test.each<[string, object]>([
    ['by a person', { sender: { login: 'octo', type: 'User' } }],
    ['by a person called like our bot', { sender: { login: 'backstroke[bot]', type: 'User' } }],
    ['by another bot', { sender: { login: 'dependabot[bot]', type: 'Bot' } }],
    ['that names nobody', { sender: null }],
  ])('%s is no move, and asks its link', async (_, changed) => {
    const { link, record, rows } = await scene();
    await record(changed);
    expect(await rows()).toEqual([]);
    expect(await linkOf(database.db, link.id)).toMatchObject({ requested: 1, requestedTrigger: 'event' });
  });

  test.each<[string, object]>([
    ['made', { before: '0'.repeat(40), created: true }],
    ['deleted', { after: '0'.repeat(40) }],
    ['another one', { ref: 'refs/heads/other' }],
    ['a tag', { ref: 'refs/tags/main' }],
  ])('that was %s is no move', async (_, changed) => {
    const { record, rows } = await scene();
    await record(changed);
    expect(await rows()).toEqual([]);
  });

  test('that our own bot made asks nobody, unless several links keep it', async () => {
    const { link, record } = await scene();
    const made = { before: '0'.repeat(40), created: true, forced: false };
    await record(made);
    expect(await linkOf(database.db, link.id)).toEqual(link);
    await record({ ...made, sender: { login: 'octo', type: 'User' } });
    expect(await linkOf(database.db, link.id)).toMatchObject({ requested: 1 });
    const other = await aLink(database.db, { forkId: link.forkId, upstreamRefId: await aRef(database.db) });
    await record(made);
    expect(await linkOf(database.db, link.id)).toMatchObject({ requested: 2 });
    expect(await linkOf(database.db, other.id)).toMatchObject({ requested: 1 });
  });

  test('that several links keep asks them all: one of them moved it', async () => {
    const { link, record, rows } = await scene();
    const other = await aLink(database.db, { forkId: link.forkId, upstreamRefId: await aRef(database.db) });
    await record();
    expect(await rows()).toHaveLength(1);
    expect(await linkOf(database.db, other.id)).toMatchObject({ requested: 1 });
  });

  test('turning back a move that a person wants undone ends that move, even when told late', async () => {
    const { link, record, rows } = await scene();
    const move = await aMove(database.db, { repositoryId: link.forkId, movedAt: new Date(second * 1000) });
    const back = { before: sha('b'), after: sha('a') };
    const repository = { id: link.forkId, pushed_at: second + 60 };
    await want(link.id, move.id);
    await record({ ...back, repository });
    const undone = [{ id: move.id, undoneAt: new Date((second + 60) * 1000) }];
    expect(await rows()).toMatchObject(undone);
    // The result was applied: nobody asks any more.
    await want(link.id, null);
    await record({ ...back, repository });
    expect(await rows()).toMatchObject(undone);
  });

  test('turning back a move that nobody wanted undone is a move', async () => {
    const { link, record, rows } = await scene();
    await aMove(database.db, { repositoryId: link.forkId, movedAt: new Date(second * 1000) });
    await record({ before: sha('b'), after: sha('a'), repository: { id: link.forkId, pushed_at: second + 60 } });
    expect(await rows()).toMatchObject([{ undoneAt: null }, { beforeSha: sha('b'), afterSha: sha('a') }]);
  });
});

/** What is asked to be put back. */
async function want(linkId: string, undoMoveId: string | null) {
  await database.db.update(links).set({ undoMoveId }).where(eq(links.id, linkId));
}

describe('a result that says what was moved', () => {
  const backup = (at = '20261118T101320Z') => `refs/backstroke/backup/main/${at}-${sha('1')}`;
  const finishedAt = new Date(second * 1000 + 700).toISOString();
  const result = (linkId: string, backupRef: string | null) =>
    aResult({ linkId, finishedAt, moved: { branch: 'main', before: sha('1'), after: sha('2'), backup: backupRef } });

  test.each([
    ['before', true],
    ['after', false],
  ])('%s its push is the same move', async (_, first) => {
    const { link, record, rows } = await scene();
    if (!first) await record({}, `guid-${link.id}`);
    await applyResult(database.db, result(link.id, backup()));
    await applyResult(database.db, result(link.id, backup()));
    if (first) await record({}, `guid-${link.id}`);
    expect(await rows()).toMatchObject([{ kind: 'other', backupRef: backup(), delivery: `guid-${link.id}` }]);
  });

  test('of another backup is another move', async () => {
    const { link, rows } = await scene();
    await applyResult(database.db, result(link.id, backup()));
    await applyResult(database.db, result(link.id, backup('20261118T101330Z')));
    expect(await rows()).toHaveLength(2);
  });
});

test('the next move stays the last one, though GitHub tells its second alone and the result before it told more', async () => {
  const { link, record, rows } = await scene();
  const finishedAt = new Date(second * 1000 + 15).toISOString();
  const moved = {
    branch: 'main',
    before: sha('1'),
    after: sha('2'),
    backup: `refs/backstroke/backup/main/${sha('1')}`,
  };
  await applyResult(database.db, aResult({ linkId: link.id, finishedAt, moved }));
  await record({ before: sha('2'), after: sha('3') });
  expect(await rows()).toMatchObject([{ afterSha: sha('2') }, { afterSha: sha('3') }]);
  await askUndo(database.db, { linkId: link.id, requestId: 'request' });
  const [, last] = await rows();
  expect(await linkOf(database.db, link.id)).toMatchObject({ undoMoveId: last?.id });
});

test('an uninstalled App leaves no move, of upstreams of others neither', async () => {
  const { installationId, link, record, rows } = await scene();
  await aLink(database.db, { upstreamRefId: await aRef(database.db, { repositoryId: link.forkId, branch: 'main' }) });
  await record();
  expect(await rows()).toHaveLength(1);
  await database.transaction((tx) => removeInstallation(tx, installationId));
  expect(await rows()).toEqual([]);
});
