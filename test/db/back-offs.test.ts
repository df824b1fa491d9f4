import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { installations, repositories } from '../../src/db/schema.ts';
import { claimConfig, postponeConfig, requestConfig, settleConfig } from '../../src/db/write/config-requests.ts';
import { claimRefresh, postponeRefresh, requestRefresh, settleRefresh } from '../../src/db/write/installations.ts';
import { testDatabase } from '../support/database.ts';
import { anInstallation, aRepository } from '../support/rows.ts';

const database = testDatabase();
const now = new Date();
const later = (ms: number) => new Date(now.getTime() + ms);
const hour = 3_600_000;

beforeEach(async () => {
  await database.db.update(installations).set({ refreshRequestedAt: null });
  await database.db.update(repositories).set({ configRequestedAt: null });
});

/** What is asked for, claimed and refused in the same way. */
const kinds = {
  'a refresh': async () => {
    const id = await anInstallation(database.db, { refreshRequestedAt: null });
    return {
      ask: (why?: 'change' | 'doubt') => requestRefresh(database.db, [id], why),
      claim: (at: Date) => claimRefresh(database.db, at),
      refuse: async (claim: Awaited<ReturnType<typeof claimRefresh>>, notBefore: Date | null = null) => {
        if (claim) await postponeRefresh(database.db, claim, { retryAt: later(hour), notBefore });
      },
      settle: (claim: Awaited<ReturnType<typeof claimRefresh>>) =>
        database.db.transaction(async (tx) => claim && settleRefresh(tx, claim)),
      row: async () => {
        const [row] = await database.db.select().from(installations).where(eq(installations.id, id));
        return { attempts: row?.refreshAttempts, notBefore: row?.refreshNotBefore, retryAt: row?.refreshRetryAt };
      },
    };
  },
  'the reading of a file': async () => {
    const installationId = await anInstallation(database.db, { refreshRequestedAt: null });
    const repositoryId = await aRepository(database.db, { installationId });
    return {
      ask: (why?: 'change' | 'doubt') =>
        database.db.transaction((tx) => requestConfig(tx, { repositoryId, requestId: 'delivery' }, why)),
      claim: (at: Date) => claimConfig(database.db, at),
      refuse: async (claim: Awaited<ReturnType<typeof claimConfig>>, notBefore: Date | null = null) => {
        if (claim) await postponeConfig(database.db, claim, { retryAt: later(hour), notBefore });
      },
      settle: (claim: Awaited<ReturnType<typeof claimConfig>>) =>
        database.db.transaction(async (tx) => claim && settleConfig(tx, claim)),
      row: async () => {
        const [row] = await database.db.select().from(repositories).where(eq(repositories.id, repositoryId));
        return { attempts: row?.configAttempts, notBefore: row?.configNotBefore, retryAt: row?.configRetryAt };
      },
    };
  },
};

describe.each(Object.keys(kinds) as (keyof typeof kinds)[])('%s that was refused', (kind) => {
  const begin = async () => {
    const { ask, claim, refuse, settle, row } = await kinds[kind]();
    await ask();
    return {
      ask,
      row,
      claim,
      refuse: (claimed: Awaited<ReturnType<typeof claim>>, notBefore?: Date) => refuse(claimed as never, notBefore),
      settle: (claimed: Awaited<ReturnType<typeof claim>>) => settle(claimed as never),
    };
  };

  test('waits, whatever operations doubt, and is done at once when an event tells of a change', async () => {
    const { ask, claim, refuse, settle, row } = await begin();
    await refuse(await claim(now));
    await ask('doubt');
    expect(await claim(later(hour - 1))).toBeNull();
    await ask('change');
    const again = await claim(later(1_000));
    expect(again).toMatchObject({ attempts: 0 });
    await settle(again);
    expect(await row()).toEqual({ attempts: 0, notBefore: null, retryAt: null });
  });

  test('while an event told of a change is done again at once, and once', async () => {
    const { ask, claim, refuse, row } = await begin();
    const claimed = await claim(now);
    await ask('change');
    // Whoever is at it stays alone.
    expect(await claim(later(1_000))).toBeNull();
    await refuse(claimed);
    const again = await claim(later(1_000));
    expect(again).toMatchObject({ attempts: 0 });
    await refuse(again);
    expect(await claim(later(2_000))).toBeNull();
    expect(await row()).toMatchObject({ attempts: 1, retryAt: later(hour) });
  });

  test('waits as long as GitHub said, whatever is told', async () => {
    const { ask, claim, refuse } = await begin();
    await refuse(await claim(now), later(hour / 2));
    await ask('change');
    expect(await claim(later(hour / 2 - 1))).toBeNull();
    expect(await claim(later(hour / 2))).not.toBeNull();
  });
});
