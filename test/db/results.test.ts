import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyResult } from '../../src/db/write/results.ts';
import { testDatabase } from '../support/database.ts';
import { aResult, inMs, sha } from '../support/messages.ts';
import { anAskedLink, linkOf } from '../support/rows.ts';

const database = testDatabase();
const asked = (changed: Parameters<typeof anAskedLink>[1] = {}) => anAskedLink(database.db, changed);
const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20, 12, 0, seconds)).toISOString();
const pull = { number: 7, url: 'https://github.com/octo/hello/pull/7' };
const apply = (result: ReturnType<typeof aResult>) => applyResult(database.db, result);

test('a result is written whole', async () => {
  const { id: linkId } = await asked();
  const operation = aResult({
    linkId,
    asked: { requests: 2, pushes: 1 },
    readAt: at(1),
    reason: 'pull-opened',
    sentence: 'Opened.',
    decidedOn: sha('b'),
    syncedSha: sha('b'),
    retryAt: at(50),
    failures: 2,
    pull,
  });
  expect(await apply(operation)).toBe(true);
  expect(await linkOf(database.db, linkId)).toMatchObject({
    answeredRequested: 2,
    answeredPushes: 1,
    answeredReadAt: new Date(at(1)),
    decidedOn: sha('b'),
    state: 'pull-open',
    reason: 'pull-opened',
    sentence: 'Opened.',
    retryAt: new Date(at(50)),
    failures: 2,
    pullNumber: 7,
    pullUrl: pull.url,
    lastSyncedSha: sha('b'),
    lastOperationId: operation.operationId,
  });
});

const ticked = (request: number) => ({ box: 'sync' as const, heads: null, by: { id: 5, login: 'mona' }, request });

test.each([
  ['an operation that knew of it', 2, 'pull-open', null],
  ['one that knew of a later ask', 3, 'conflict', null],
  ['one that did not know of it', 1, 'pull-open', ticked(2)],
  ['one that could not read GitHub', 2, 'github-unavailable', ticked(2)],
] as const)('a checkbox is answered or not by %s', async (_, requests, reason, expected) => {
  const { id: linkId } = await asked({ ticked: ticked(2) });
  expect(await apply(aResult({ linkId, asked: { requests, pushes: 1 }, reason, pull }))).toBe(true);
  expect((await linkOf(database.db, linkId)).ticked).toEqual(expected);
});

test('twice is once', async () => {
  const { id: linkId } = await asked();
  const result = aResult({ linkId, asked: { requests: 1, pushes: 1 } });
  expect(await apply(result)).toBe(true);
  const once = await linkOf(database.db, linkId);
  expect(await apply(result)).toBe(false);
  expect(await linkOf(database.db, linkId)).toEqual(once);
});

test('at once from two connections is once', async () => {
  const { id: linkId } = await asked();
  const result = aResult({ linkId, asked: { requests: 1, pushes: 1 } });
  const applied = await Promise.all(Array.from({ length: 6 }, () => apply(result)));
  expect(applied.filter(Boolean)).toHaveLength(1);
});

test('late: a result that answers less, or read GitHub earlier, changes nothing', async () => {
  const { id: linkId } = await asked();
  await apply(aResult({ linkId, asked: { requests: 2, pushes: 2 }, readAt: at(5) }));
  const newest = await linkOf(database.db, linkId);
  for (const [requests, pushes, readAt] of [
    [1, 2, at(9)],
    [2, 1, at(9)],
    [2, 2, at(4)],
    [2, 2, at(5)],
  ] as const) {
    const late = aResult({ linkId, asked: { requests, pushes }, readAt, reason: 'conflict' });
    expect(await apply(late)).toBe(false);
  }
  expect(await linkOf(database.db, linkId)).toEqual(newest);
  const later = aResult({ linkId, asked: { requests: 2, pushes: 2 }, readAt: at(6), reason: 'conflict' });
  expect(await apply(later)).toBe(true);
});

test('more asked is news, whatever the clock said', async () => {
  const { id: linkId } = await asked();
  await apply(aResult({ linkId, asked: { requests: 1, pushes: 1 }, readAt: at(9) }));
  expect(await apply(aResult({ linkId, asked: { requests: 1, pushes: 2 }, readAt: at(1) }))).toBe(true);
});

test('in whatever order and however often results come, the link ends the same', async () => {
  // What an operation finds grows with what it was asked and when it read: five of one link, two of them asked the same.
  const found = [
    { asked: { requests: 1, pushes: 0 }, readAt: at(1), reason: 'pull-opened', syncedSha: sha('a'), pull },
    { asked: { requests: 1, pushes: 1 }, readAt: at(2), reason: 'conflict', decidedOn: sha('c'), pull },
    { asked: { requests: 2, pushes: 2 }, readAt: at(3), reason: 'missing-permission', retryAt: at(55), pull },
    { asked: { requests: 2, pushes: 2 }, readAt: at(4), reason: 'failed', failures: 1, decidedOn: sha('e'), pull },
    { asked: { requests: 2, pushes: 2 }, readAt: at(5), reason: 'pull-updated', syncedSha: sha('f'), pull },
  ] as const;
  const results = found.map((changed, index) =>
    aResult({ ...changed, operationId: `operation-${index}`, finishedAt: changed.readAt }),
  );
  const orders = fc.tuple(
    fc.shuffledSubarray(results, { minLength: results.length }),
    fc.array(fc.constantFrom(...results), { maxLength: 4 }),
  );
  const { id, updatedAt, createdAt, upstreamRefId, forkId, webhookId, ...expected } = await ending(results);
  await fc.assert(
    fc.asyncProperty(orders, async ([order, again]) => {
      expect(await ending([...again, ...order])).toMatchObject(expected);
    }),
    { numRuns: 60 },
  );
});

async function ending(results: ReturnType<typeof aResult>[]) {
  const { id: linkId } = await asked();
  for (const result of results) await apply({ ...result, linkId });
  return linkOf(database.db, linkId);
}

test('of a database put back to an earlier day: counted as far as it has counted, and in order', async () => {
  const { id: linkId } = await asked();
  const future = (readAt: string, reason: 'conflict' | 'up-to-date') =>
    aResult({ linkId, asked: { requests: 40, pushes: 50 }, readAt, reason });
  expect(await apply(future(at(5), 'conflict'))).toBe(true);
  expect(await linkOf(database.db, linkId)).toMatchObject({ answeredRequested: 3, answeredPushes: 3 });
  expect(await apply(future(at(5), 'conflict'))).toBe(false);
  expect(await apply(future(at(4), 'up-to-date'))).toBe(false);
  expect(await linkOf(database.db, linkId)).toMatchObject({ reason: 'conflict' });
});

test('of a link that is no more: nothing', async () => {
  expect(await apply(aResult())).toBe(false);
});

test('lastSyncedSha moves only when something was synced', async () => {
  const { id: linkId } = await asked({ lastSyncedSha: sha('0'), lastSyncedAt: new Date(at(0)) });
  await apply(aResult({ linkId, readAt: at(1), reason: 'conflict', decidedOn: sha('c'), syncedSha: null }));
  const link = await linkOf(database.db, linkId);
  expect(link).toMatchObject({ decidedOn: sha('c'), lastSyncedSha: sha('0'), lastSyncedAt: new Date(at(0)) });
});

test('tags that were left are remembered as left, and what is not known of them changes nothing', async () => {
  const { id: linkId } = await asked();
  const tagsOf = async () => (await linkOf(database.db, linkId))?.tagsDecidedOn;
  await apply(aResult({ linkId, readAt: at(1), tagsLeft: '** 2' }));
  expect(await tagsOf()).toBe('left ** 2');
  await apply(aResult({ linkId, readAt: at(2), reason: 'github-unavailable', retryAt: inMs(5_000) }));
  expect(await tagsOf()).toBe('left ** 2');
  await apply(aResult({ linkId, readAt: at(3), tagsDecidedOn: '** 2' }));
  expect(await tagsOf()).toBe('** 2');
});

test('what was decided, state and pull request stay while GitHub could not be read', async () => {
  const { id: linkId } = await asked();
  await apply(aResult({ linkId, readAt: at(1), reason: 'pull-opened', decidedOn: sha('b'), pull }));
  await apply(aResult({ linkId, readAt: at(2), reason: 'github-unavailable', decidedOn: null, retryAt: inMs(5_000) }));
  expect(await linkOf(database.db, linkId)).toMatchObject({
    decidedOn: sha('b'),
    state: 'pull-open',
    reason: 'github-unavailable',
    pullNumber: 7,
  });
});

test.each(['up-to-date', 'pull-merged', 'pull-closed-caught-up'] as const)(
  'after %s no pull request is shown',
  async (reason) => {
    const { id: linkId } = await asked();
    await apply(aResult({ linkId, readAt: at(1), reason: 'pull-opened', pull }));
    await apply(aResult({ linkId, readAt: at(2), reason, pull }));
    expect(await linkOf(database.db, linkId)).toMatchObject({ pullNumber: null, pullUrl: null, state: 'in-sync' });
  },
);

test('that the branch was there is remembered as last seen, however late it is told', async () => {
  const { id: linkId } = await asked();
  const seenAt = async () => (await linkOf(database.db, linkId)).branchSeenAt?.toISOString() ?? null;
  const told = (seconds: number, branchSeen: boolean) => apply(aResult({ linkId, readAt: at(seconds), branchSeen }));
  await told(1, false);
  expect(await seenAt()).toBeNull();
  await told(5, true);
  await told(7, false);
  expect(await seenAt()).toBe(at(5));
  expect(await told(6, true)).toBe(false);
  expect(await seenAt()).toBe(at(6));
  await told(2, true);
  expect(await seenAt()).toBe(at(6));
});
