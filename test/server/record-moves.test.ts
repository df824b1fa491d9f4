import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { links } from '../../src/db/schema.ts';
import { removeInstallation } from '../../src/db/write/remove-installation.ts';
import { sha } from '../support/messages.ts';
import { aLink, aMove, aRef, linkOf } from '../support/rows.ts';
import { movesTold, second } from './moved.ts';

const { database, scene } = movesTold();

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

test('an uninstalled App leaves no move, of upstreams of others neither', async () => {
  const { installationId, link, record, rows } = await scene();
  await aLink(database.db, { upstreamRefId: await aRef(database.db, { repositoryId: link.forkId, branch: 'main' }) });
  await record();
  expect(await rows()).toHaveLength(1);
  await database.transaction((tx) => removeInstallation(tx, installationId));
  expect(await rows()).toEqual([]);
});
