/** The links of one person among those of others. */
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { type LinkState, linkStates } from '../../src/core/reason.ts';
import { type FleetFilter, fleetCounts, fleetPage, fleetSorts, forksWithoutLink } from '../../src/db/fleet.ts';
import { askClean } from '../../src/db/write/ask-fleet.ts';
import { testDatabase } from '../support/database.ts';
import { mona } from '../support/rows.ts';

const database = testDatabase();
const perPage = 25;
/** Forks 1 to 1,000 are one person's, of two owners; every hundredth has the App suspended, every 97th no link. */
const mine = Array.from({ length: 1_000 }, (_, at) => at + 1);
const linkless = mine.filter((id) => id % 97 === 0);
const linked = mine.length - linkless.length;

beforeAll(async () => {
  await database.db.execute(sql`
    insert into installations (id, account_id, account_login, account_type, refresh_requested_at, suspended_at)
      values (1, 1, 'octo', 'User', null, null), (2, 2, 'Acme', 'Organization', null, null), (3, 3, 'mona', 'User', null, null),
        (4, 4, 'asleep', 'User', null, now())`);
  await database.db.execute(sql`
    insert into repositories (id, node_id, owner_id, owner_login, name, private)
      select 10000 + i, 'U' || i, 9, 'up', 'repo_' || i, false from generate_series(1, 50) i`);
  await database.db.execute(
    sql`insert into upstream_refs (repository_id, branch) select 10000 + i, 'main' from generate_series(1, 50) i`,
  );
  await database.db.execute(sql`
    insert into repositories (id, node_id, installation_id, owner_id, owner_login, name, private, parent_id)
      select i, 'F' || i, case when i > 1000 then 3 when i % 100 = 0 then 4 else 1 + i % 2 end, 0,
        case when i > 1000 then 'mona' when i % 2 = 0 then 'octo' else 'Acme' end, 'repo-' || i, false, 10001 + i % 50
      from generate_series(1, 2000) i`);
  await database.db.execute(sql`
    insert into links (source, fork_id, fork_branch, upstream_ref_id, state, last_synced_at)
      select 'install', i, 'main', r.id, (array['new', 'behind', 'pull-open', 'in-sync', 'held', 'conflict', 'failing'])[1 + i % 7],
        now() - make_interval(mins => i)
      from generate_series(1, 2000) i join upstream_refs r on r.repository_id = 10001 + i % 50 where i % 97 <> 0`);
});

const page = (given: Partial<FleetFilter> = {}) =>
  fleetPage(database.db, { forkIds: mine, sort: 'attention', page: 1, perPage, ...given });

describe('a thousand links', () => {
  test.each(fleetSorts)('sorted by %s each stands on one page, and no one else’s on any', async (sort) => {
    const seen: number[] = [];
    for (let at = 1; at <= Math.ceil(linked / perPage); at += 1) {
      const { total, data } = await page({ sort, page: at });
      expect(total).toBe(linked);
      seen.push(...data.map(({ forkId }) => forkId));
    }
    expect(seen).toHaveLength(linked);
    expect(new Set(seen).size).toBe(linked);
    expect(Math.max(...seen)).toBeLessThanOrEqual(1_000);
  });

  test('those that need a person come first, those that are off last', async () => {
    const { data } = await page({ perPage: 1_000 });
    const off = ({ suspended }: { suspended: boolean }) => suspended;
    expect(new Set(data.slice(0, 250).map(({ state }) => state))).toEqual(new Set<LinkState>(['conflict', 'failing']));
    expect(data.slice(-10).filter(off)).toHaveLength(data.filter(off).length);
    expect(data.filter(off).length).toBeGreaterThan(5);
  });

  test('are counted as they are shown', async () => {
    const counts = await fleetCounts(database.db, mine);
    for (const owner of ['octo', 'Acme'])
      for (const state of linkStates) {
        const { total } = await page({ owner, states: [state] });
        const counted = counts.find((one) => one.owner === owner && one.state === state)?.count ?? 0;
        expect([owner, state, total]).toEqual([owner, state, counted]);
      }
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(linked);
  });

  test('are found by what they are called, whatever stands for anything in SQL', async () => {
    const found = async (search: string) => (await page({ search })).total;
    expect(await found('ACME/repo-1')).toBe(56);
    expect(await found('octo/repo-1000')).toBe(1);
    expect(await found('up/repo_7')).toBe(20);
    expect([await found('repo%1'), await found('repo-_'), await found('\\')]).toEqual([0, 0, 0]);
  });

  test('of an owner in any case', async () => {
    expect((await page({ owner: 'ACME' })).total).toBe((await page({ owner: 'acme' })).total);
    expect((await page({ owner: 'mona' })).total).toBe(0);
  });

  test('and the forks that have none', async () => {
    const { total, data } = await forksWithoutLink(database.db, mine, 3);
    expect([total, data.length]).toEqual([linkless.length, 3]);
    expect(data[0]).toMatchObject({ owner: 'Acme' });
  });

  test('of no fork at all: nothing', async () => {
    expect(await page({ forkIds: [] })).toEqual({ total: 0, data: [] });
    expect(await fleetCounts(database.db, [])).toEqual([]);
  });

  test('are asked all at once, but for those that wait for somebody, are off, or were asked', async () => {
    const counts = await fleetCounts(database.db, mine);
    const clean = counts.filter(({ state }) => ['new', 'behind', 'pull-open', 'in-sync'].includes(state));
    const asked = await askClean(database.db, { forkIds: mine, requestId: 'all', by: mona });
    expect(asked).toHaveLength(clean.reduce((sum, { count }) => sum + count, 0));
    expect(await askClean(database.db, { forkIds: mine, requestId: 'again', by: mona })).toEqual([]);
  });
});
