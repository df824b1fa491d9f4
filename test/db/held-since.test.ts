import { expect, test } from 'vitest';
import { applyResult } from '../../src/db/write/results.ts';
import { testDatabase } from '../support/database.ts';
import { aResult } from '../support/messages.ts';
import { anAskedLink, linkOf } from '../support/rows.ts';

const database = testDatabase();
const asked = (changed: Parameters<typeof anAskedLink>[1] = {}) => anAskedLink(database.db, changed);
const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20, 12, 0, seconds)).toISOString();
const apply = (result: ReturnType<typeof aResult>) => applyResult(database.db, result);

test('of two operations that find upstream rewritten at once the first says since when it holds', async () => {
  const { id: linkId } = await asked();
  const found = (seconds: number, reason: 'held-upstream-rewritten' | 'mirrored') =>
    apply(aResult({ linkId, readAt: at(seconds), reason, heldSince: reason === 'mirrored' ? null : at(seconds) }));
  await found(1, 'held-upstream-rewritten');
  await found(2, 'held-upstream-rewritten');
  expect(await linkOf(database.db, linkId)).toMatchObject({ heldSince: new Date(at(1)) });
  await found(3, 'mirrored');
  await found(4, 'held-upstream-rewritten');
  expect(await linkOf(database.db, linkId)).toMatchObject({ heldSince: new Date(at(4)) });
});

test.each(['held-delay', 'held-pull-closed', 'fork-branch-missing'] as const)(
  'since when a link is %s is not taken for when its upstream was rewritten',
  async (reason) => {
    const { id: linkId } = await asked();
    const since = async () => (await linkOf(database.db, linkId))?.heldSince;
    await apply(aResult({ linkId, readAt: at(1), reason, heldSince: at(1) }));
    expect(await since()).toEqual(new Date(at(1)));
    await apply(aResult({ linkId, readAt: at(2), reason: 'github-unavailable', heldSince: at(1) }));
    expect(await since()).toBeNull();
    await apply(aResult({ linkId, readAt: at(3), reason, heldSince: at(1) }));
    await apply(aResult({ linkId, readAt: at(4), reason: 'held-upstream-rewritten', heldSince: at(4) }));
    expect(await since()).toEqual(new Date(at(4)));
  },
);
