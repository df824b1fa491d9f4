import { afterAll, bench, describe } from 'vitest';
import { phasesDue } from '../../src/core/schedule.ts';
import { connect } from '../../src/db/connect.ts';
import { dueRefs } from '../../src/db/due-refs.ts';
import { askingLinks, linksOffHead } from '../../src/db/read.ts';
import { linkView, linkViews } from '../../src/db/views.ts';
import { freshDatabase } from '../support/services.ts';

const upstreams = 20_000;
const forksOfEach = 10;
const sha = 'a'.repeat(40);

const database = await freshDatabase();
const { db, stop } = connect(database.url, { name: 'bench', max: 2 });

// 200 installations, 20,000 upstream refs, 200,000 links that are all in sync.
await db.execute(`
  set statement_timeout = 0;
  insert into installations (id, account_id, account_login, account_type, refresh_requested_at)
    select i, i, 'owner-' || i, 'User', null from generate_series(1, 200) i;
  insert into repositories (id, node_id, owner_id, owner_login, name, private)
    select i, 'U' || i, 0, 'upstream', 'repo-' || i, false from generate_series(1, ${upstreams}) i;
  insert into upstream_refs (repository_id, branch) select i, 'main' from generate_series(1, ${upstreams}) i;
  insert into repositories (id, node_id, installation_id, owner_id, owner_login, name, private)
    select 1000000 + i, 'F' || i, 1 + i % 200, 1 + i % 200, 'owner-' || (1 + i % 200), 'repo-' || i, false
    from generate_series(1, ${upstreams * forksOfEach}) i;
  insert into links (source, fork_id, fork_branch, upstream_ref_id, decided_on, state, reason)
    select 'install', 1000000 + i, 'main', r.id, '${sha}', 'in-sync', 'up-to-date'
    from generate_series(1, ${upstreams * forksOfEach}) i join upstream_refs r on r.repository_id = 1 + i % ${upstreams};
  analyze;
`);
const [anyLink] = await db.query.links.findMany({ limit: 1 });
const ofOwner = Array.from({ length: 1000 }, (_, at) => 1_000_000 + 200 * at + 1);
const now = new Date();
const ranges = phasesDue(new Date(now.getTime() - 30_000), now, 600_000);
const refs = await dueRefs(db, { ranges, alsoIds: [] });
const heads = new Map(refs.map((ref) => [ref.refId, { head: sha, tags: null }]));

afterAll(async () => {
  await stop();
  await database.drop();
});

describe(`a tick in which nothing happens: 200,000 links of ${upstreams} upstream refs`, () => {
  bench('which links ask', async () => {
    await askingLinks(db, { now, limit: 2_000 });
  });
  bench(`which refs are due (${refs.length} of them)`, async () => {
    await dueRefs(db, { ranges, alsoIds: [] });
  });
  bench('which links are off their head', async () => {
    await linksOffHead(db, heads, 2_000);
  });
});

describe('the API', () => {
  bench('one link', async () => {
    await linkView(db, anyLink?.id ?? '');
  });
  bench('a page of 20 of 1,000 links', async () => {
    await linkViews(db, { forkIds: ofOwner, page: 1, perPage: 20 });
  });
});
