import { describe, expect, test } from 'vitest';
import { applyResult } from '../../src/db/write/results.ts';
import { askUndo } from '../../src/db/write/undo.ts';
import { aResult, sha } from '../support/messages.ts';
import { linkOf, mona } from '../support/rows.ts';
import { movesTold, second } from './moved.ts';

const { database, scene } = movesTold();

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
  await askUndo(database.db, { linkId: link.id, requestId: 'request', by: mona });
  const [, last] = await rows();
  expect(await linkOf(database.db, link.id)).toMatchObject({ undoMoveId: last?.id });
});
