import { expect, test } from 'vitest';
import { moversOf } from '../../src/db/movers.ts';
import { testDatabase } from '../support/database.ts';
import { aLink, anInstallation, aRef, aRepository } from '../support/rows.ts';

const database = testDatabase();

test('are those of the repositories, and those behind them, as far as they run', async () => {
  const installationId = await anInstallation(database.db);
  const [first, second, third, fourth] = [
    await aRepository(database.db, { installationId }),
    await aRepository(database.db, { installationId }),
    await aRepository(database.db, { installationId }),
    await aRepository(database.db, { installationId }),
  ];
  const follow = async (to: number, from: number, branch: string, changed: object = {}) =>
    aLink(database.db, {
      forkId: to,
      forkBranch: branch,
      upstreamRefId: await aRef(database.db, { repositoryId: from, branch: `${branch}-${to}` }),
      strategy: 'merge',
      ...changed,
    });
  await follow(first, second, 'a');
  await follow(second, third, `a-${first}`, { strategy: 'mirror' });
  await follow(second, third, 'unrelated');
  await follow(third, fourth, `a-${first}-${second}`, { strategy: 'pull-request' });
  for (const changed of [{ enabled: false }, { off: 'disabled' as const }, { strategy: 'pull-request' as const }])
    await follow(first, fourth, Object.keys(changed).join(), changed);
  const end = (repositoryId: number, branch: string) => ({ repositoryId, branch });
  expect(await moversOf(database.db, [first])).toEqual([
    { from: end(second, `a-${first}`), to: end(first, 'a') },
    { from: end(third, `a-${first}-${second}`), to: end(second, `a-${first}`) },
  ]);
  expect(await moversOf(database.db, [fourth])).toEqual([]);
  expect(await moversOf(database.db, [])).toEqual([]);
});

test('that are a circle already are told once each', async () => {
  const installationId = await anInstallation(database.db);
  const [one, other] = [
    await aRepository(database.db, { installationId }),
    await aRepository(database.db, { installationId }),
  ];
  for (const [to, from] of [
    [one, other],
    [other, one],
  ] as const) {
    const upstreamRefId = await aRef(database.db, { repositoryId: from, branch: 'main' });
    await aLink(database.db, { forkId: to, upstreamRefId, strategy: 'rebase' });
  }
  expect(await moversOf(database.db, [one])).toHaveLength(2);
});
