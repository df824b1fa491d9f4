import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { linksById } from '../../src/db/read.ts';
import { links } from '../../src/db/schema.ts';
import { saveInstallation } from '../../src/db/write/refreshed.ts';
import { testDatabase } from '../support/database.ts';
import { refreshing } from '../support/refreshing.ts';
import { linkOf } from '../support/rows.ts';
import { shownFork, shownInstallation } from '../support/shown.ts';

const database = testDatabase();
const { refresh, linksOf, repository, installed } = refreshing(database);

describe('a fork', () => {
  test('gets one link that follows the default branch of its parent', async () => {
    const { fork, link } = await installed(shownFork({ defaultBranch: 'dev' }));
    expect(link).toMatchObject({
      source: 'install',
      forkBranch: 'dev',
      requested: 1,
      requestedTrigger: 'install',
      requestedId: 'refresh',
      state: 'new',
      enabled: true,
    });
    const [row] = await linksById(database.db, [link.id]);
    expect(row).toMatchObject({
      fork: { id: fork.id, branch: 'dev' },
      upstream: { id: fork.parent?.id, owner: 'up', branch: 'trunk' },
    });
  });

  test('gets no second link however often, and by how many at once, it is refreshed', async () => {
    const fork = shownFork();
    const installation = shownInstallation();
    const made = await Promise.all(Array.from({ length: 4 }, () => refresh(installation, [fork])));
    expect(made.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await refresh(installation, [fork])).toBe(0);
    expect(await linksOf(fork.id)).toHaveLength(1);
  });

  test('keeps its upstream when GitHub gives it another parent', async () => {
    const { fork, installation, link } = await installed();
    expect(await refresh(installation, [{ ...fork, parent: shownFork().parent }])).toBe(0);
    expect(await linksOf(fork.id)).toMatchObject([{ id: link.id, upstreamRefId: link.upstreamRefId }]);
  });

  test.each([
    ['whose parent cannot be read', { parent: null }],
    ['that is empty', { defaultBranch: null }],
    ['that is archived', { archived: true }],
  ])('%s gets no link', async (_, changed) => {
    const fork = shownFork(changed);
    expect(await refresh(shownInstallation(), [fork])).toBe(0);
    expect(await linksOf(fork.id)).toEqual([]);
  });

  test('of an empty parent gets no link', async () => {
    const { parent } = shownFork();
    const fork = shownFork({ parent: parent && { ...parent, defaultBranch: null } });
    expect(await refresh(shownInstallation(), [fork])).toBe(0);
  });

  test('shares the ref of its parent with the other forks', async () => {
    const { parent } = shownFork();
    const forks = [shownFork({ parent }), shownFork({ parent })];
    await refresh(shownInstallation(), forks);
    const all = (await Promise.all(forks.map(({ id }) => linksOf(id)))).flat();
    expect(new Set(all.map(({ upstreamRefId }) => upstreamRefId)).size).toBe(1);
    expect(all).toHaveLength(2);
  });
});

test('a repository that the App is removed from keeps its link, off, and gets it back', async () => {
  const { fork, installation, link, active } = await installed();
  expect(await active()).toBe(true);
  await refresh(installation, []);
  expect(await repository(fork.id)).toMatchObject({ installationId: null });
  expect(await active()).toBe(false);
  await refresh(installation, [fork]);
  expect(await active()).toBe(true);
  expect(await linksOf(fork.id)).toMatchObject([{ id: link.id }]);
});

test('a repository that moved to another installation is not taken away by the first', async () => {
  const { fork, installation } = await installed();
  const second = shownInstallation();
  await refresh(second, [fork]);
  await refresh(installation, []);
  expect(await repository(fork.id)).toMatchObject({ installationId: second.id });
});

test('a rename changes names and nothing else of a link', async () => {
  const { fork, installation, link } = await installed();
  const renamed = { ...fork, owner: 'octo-new', name: 'renamed' };
  await refresh({ ...installation, account: { ...installation.account, login: 'octo-new' } }, [renamed]);
  const [row] = await linksById(database.db, [link.id]);
  expect(row?.fork).toMatchObject({ id: fork.id, owner: 'octo-new', name: 'renamed' });
  expect(await linkOf(database.db, link.id)).toEqual({ ...link, name: 'octo-new/renamed main' });
});

test('a name that a person gave a link stays through a rename', async () => {
  const { fork, installation, link } = await installed();
  await database.db.update(links).set({ name: 'My own' }).where(eq(links.id, link.id));
  await refresh(installation, [{ ...fork, name: 'renamed' }]);
  expect(await linkOf(database.db, link.id)).toMatchObject({ name: 'My own' });
});

test('a suspended installation runs nothing until it is not suspended any more', async () => {
  const { fork, installation, active } = await installed();
  const changed = await database.transaction((tx) =>
    saveInstallation(tx, { ...installation, suspendedAt: '2026-11-20T12:00:00Z' }),
  );
  expect(changed).toEqual({ changed: true, wasSuspended: false });
  expect(await active()).toBe(false);
  await refresh(installation, [fork]);
  expect(await active()).toBe(true);
});

test('a parent keeps the installation it has', async () => {
  const upstream = await installed();
  const { parent: _, ...parent } = upstream.fork;
  await installed(shownFork({ parent }));
  expect(await repository(parent.id)).toMatchObject({ installationId: upstream.installation.id });
});

describe('links that wait for a person are asked', () => {
  const waiting = async (reason: 'missing-permission' | 'held-pull-closed' | 'fork-archived') => {
    const { link, ...rest } = await installed();
    await database.db
      .update(links)
      .set({ reason, state: 'failing', answeredRequested: 1 })
      .where(eq(links.id, link.id));
    return { ...rest, requested: async () => (await linkOf(database.db, link.id)).requested };
  };

  test('when permissions changed', async () => {
    const { installation, fork, requested } = await waiting('missing-permission');
    await refresh(installation, [fork]);
    expect(await requested()).toBe(1);
    await refresh({ ...installation, permissions: { ...installation.permissions, workflows: 'write' } }, [fork]);
    expect(await requested()).toBe(2);
  });

  test('not for the order in which GitHub names permissions', async () => {
    const { installation, fork, requested } = await waiting('missing-permission');
    await refresh({ ...installation, permissions: { metadata: 'read', contents: 'write' } }, [fork]);
    expect(await requested()).toBe(1);
  });

  test('when the fork is not archived any more', async () => {
    const { installation, fork, requested } = await waiting('fork-archived');
    await refresh(installation, [{ ...fork, archived: true }]);
    await refresh(installation, [fork]);
    expect(await requested()).toBe(3);
  });

  test('but not when a hold of theirs is no matter of permissions', async () => {
    const { installation, fork, requested } = await waiting('held-pull-closed');
    await refresh({ ...installation, permissions: { contents: 'read' } }, [fork]);
    expect(await requested()).toBe(1);
  });
});
