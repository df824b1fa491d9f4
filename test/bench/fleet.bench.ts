import { afterAll, bench, describe } from 'vitest';
import { connect } from '../../src/db/connect.ts';
import { fleetCounts, fleetPage, forksWithoutLink } from '../../src/db/fleet.ts';
import { linkJson } from '../../src/server/api/link-json.ts';
import { readQuery, statesOf } from '../../src/server/pages/fleet/query.ts';
import { FleetView } from '../../src/server/pages/fleet/view.tsx';
import { freshDatabase } from '../support/services.ts';

const links = 1_000_000;
const upstreams = 20_000;
const ofPerson = 1_000;

const database = await freshDatabase();
const { db, stop } = connect(database.url, { name: 'bench', max: 2 });

// A thousand installations of a thousand forks each: the person's own are one of them.
await db.execute(`
  set statement_timeout = 0;
  set synchronous_commit = off;
  insert into installations (id, account_id, account_login, account_type, refresh_requested_at)
    select i, i, 'owner-' || i, 'User', null from generate_series(1, ${links / ofPerson}) i;
  insert into repositories (id, node_id, owner_id, owner_login, name, private)
    select i, 'U' || i, 0, 'upstream', 'repo-' || i, false from generate_series(1, ${upstreams}) i;
  insert into upstream_refs (repository_id, branch) select i, 'main' from generate_series(1, ${upstreams}) i;
  insert into repositories (id, node_id, installation_id, owner_id, owner_login, name, private, parent_id)
    select 1000000 + i, 'F' || i, 1 + i % ${links / ofPerson}, 1 + i % ${links / ofPerson}, 'owner-' || (1 + i % ${links / ofPerson}),
      'repo-' || i, false, 1 + i % ${upstreams} from generate_series(1, ${links}) i;
  insert into links (source, fork_id, fork_branch, upstream_ref_id, decided_on, state, reason, sentence, last_synced_at)
    select 'install', 1000000 + i, 'main', r.id, '${'a'.repeat(40)}',
      (array['in-sync', 'in-sync', 'pull-open', 'behind', 'held', 'conflict', 'failing'])[1 + i % 7], 'up-to-date',
      'main of the fork has everything that main of upstream has: there is nothing to do.', now() - make_interval(mins => i % 9999)
    from generate_series(1, ${links}) i join upstream_refs r on r.repository_id = 1 + i % ${upstreams};
  analyze;
`);
const forkIds = Array.from({ length: ofPerson }, (_, at) => 1_000_000 + (at + 1) * (links / ofPerson));
const env = { webUrl: 'https://github.com', PUBLIC_URL: 'https://backstroke.example' };

/** All that web does for the page once GitHub said which forks are the person's. */
async function page(asked: Record<string, string>): Promise<string> {
  const query = readQuery(asked);
  const perPage = 25;
  const [found, counts, unlinked] = await Promise.all([
    fleetPage(db, { ...query, search: query.q, states: statesOf(query), forkIds, perPage }),
    fleetCounts(db, forkIds),
    forksWithoutLink(db, forkIds, 20),
  ]);
  const shown = {
    query,
    links: found.data.map((view) => linkJson(view, { env, push: true })),
    total: found.total,
    perPage,
    counts,
    unlinked,
    uncovered: undefined,
    install: env.webUrl,
    now: new Date(),
    webUrl: env.webUrl,
  };
  return String(FleetView(shown));
}

const taken = new Map<string, number[]>();
afterAll(async () => {
  for (const [name, times] of taken) {
    const sorted = times.sort((a, b) => a - b);
    const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? 0;
    process.stdout.write(`${name}: p95 ${p95.toFixed(1)} ms of ${sorted.length}\n`);
  }
  await stop();
  await database.drop();
});

describe(`the fleet page: ${ofPerson} links of a person among ${links}`, () => {
  const cases = {
    'what needs a person first': {},
    'the last page': { page: '40' },
    'a search': { q: 'repo-123' },
    'by name, of one state': { sort: 'name', show: 'held' },
  };
  for (const [name, query] of Object.entries(cases))
    bench(
      name,
      async () => {
        const from = performance.now();
        await page(query);
        taken.set(name, [...(taken.get(name) ?? []), performance.now() - from]);
      },
      { time: 5_000, iterations: 50 },
    );
});
