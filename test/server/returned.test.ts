/** What a refresh asks of links that were there before, besides what their files declare. */
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { installations, links } from '../../src/db/schema.ts';
import { testDatabase } from '../support/database.ts';
import { refreshing } from '../support/refreshing.ts';
import { linkOf } from '../support/rows.ts';
import { shownInstallation } from '../support/shown.ts';

const database = testDatabase();
const { refresh, repository, installed } = refreshing(database);

test('a repository that was transferred while the old owner was read stays with the new one', async () => {
  const { fork, installation } = await installed();
  const readAt = new Date(Date.now() - 1_000);
  const second = shownInstallation();
  await refresh(second, [fork]);
  await database.db.update(installations).set({ refreshedAt: new Date() }).where(eq(installations.id, second.id));
  await refresh(installation, [fork], readAt);
  expect(await repository(fork.id)).toMatchObject({ installationId: second.id });
  await refresh(installation, [fork], new Date(Date.now() + 1_000));
  expect(await repository(fork.id)).toMatchObject({ installationId: installation.id });
});

describe('a refresh asks the links that may have missed an event', () => {
  const at = (minutes: number) => new Date(Date.parse('2026-11-20T12:00:00Z') + minutes * 60_000);
  const now = new Date();
  test.each<[string, Partial<typeof links.$inferInsert>, boolean]>([
    ['looked at before the fork was pushed to', { answeredReadAt: at(-1) }, true],
    ['looked at in the second of the push', { answeredReadAt: new Date(at(0).getTime() + 900) }, true],
    ['looked at after it', { answeredReadAt: at(1) }, false],
    ['with a pull request nobody looked at for a day', { answeredReadAt: at(1), state: 'pull-open' }, true],
    ['held, and not looked at for a day', { answeredReadAt: at(1), reason: 'held-pull-closed', state: 'held' }, true],
    ['with a pull request looked at today', { answeredReadAt: now, state: 'pull-open' }, false],
    ['that a person switched off', { answeredReadAt: at(-1), enabled: false }, false],
    ['that its file switched off', { answeredReadAt: at(-1), off: 'removed' }, false],
    ['that was asked already', { answeredReadAt: at(-1), requested: 2 }, false],
  ])('%s', async (_, changed, asks) => {
    const { fork, installation, link } = await installed();
    const known = { state: 'in-sync', reason: 'up-to-date', answeredRequested: 1, ...changed } as const;
    await database.db.update(links).set(known).where(eq(links.id, link.id));
    const before = await linkOf(database.db, link.id);
    await refresh(installation, [fork]);
    const after = await linkOf(database.db, link.id);
    expect(after.requested - before.requested).toBe(asks ? 1 : 0);
    if (asks) expect(after.requestedTrigger).toBe('schedule');
  });
});

test('links that are back are asked, those that were switched off are not', async () => {
  const { fork, installation, link } = await installed();
  const off = await installed();
  await database.db.update(links).set({ enabled: false }).where(eq(links.id, off.link.id));
  await refresh(installation, []);
  await refresh(installation, [fork, off.fork]);
  expect(await linkOf(database.db, link.id)).toMatchObject({ requested: 2, requestedTrigger: 'install' });
  expect(await linkOf(database.db, off.link.id)).toMatchObject({ requested: 1 });
});
