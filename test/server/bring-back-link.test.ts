import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../src/core/link.ts';
import { links } from '../../src/db/schema.ts';
import { apiHere } from '../support/api.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';

const database = testDatabase();
const api = apiHere(database);

test('a link that was deleted before, and comes back with its history', async () => {
  const here = await api.aFork('again');
  const [before] = await here.links();
  const id = before?.id ?? '';
  expect(await api.ask('pusher', `DELETE /v1/links/${id}`)).toMatchObject({ status: 204 });
  // What a file had it do that declares it no more.
  const settings = {
    ...defaultSettings,
    track: 'release',
    pullRequest: { ...defaultSettings.pullRequest, merge: 'squash' },
  };
  await database.db.execute(sql`
    with ref as (
      insert into upstream_refs (repository_id, branch, track)
      select repository_id, branch, 'release' from upstream_refs where id = ${before?.upstreamRefId} returning id
    )
    update links set settings = ${JSON.stringify(settings)}::jsonb, upstream_ref_id = (select id from ref) where id = ${id}`);
  expect(await api.ask('pusher', 'POST /v1/links', { fork: here.end })).toMatchObject({
    status: 201,
    body: { id, source: 'api' },
  });
  expect(await here.links()).toMatchObject([
    { off: null, requested: (before?.requested ?? 0) + 1, upstreamRefId: before?.upstreamRefId },
  ]);
  const [row] = await database.db.select().from(links).where(eq(links.id, id));
  expect(row?.settings).toEqual(defaultSettings);
  await eventually(async () => (await api.parts.leases.marker(before?.id ?? '')) !== 'revoked');
});
