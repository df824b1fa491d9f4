/** What a file says of all links of a fork holds for those that people make. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { settingsSaid } from '../../src/core/config/said.ts';
import { LinkSettings } from '../../src/core/link.ts';
import { repositories } from '../../src/db/schema.ts';
import { apiHere } from '../support/api.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { linkOf } from '../support/rows.ts';

const database = testDatabase();
const path = '.github/backstroke.yml';
const api = apiHere(database);

const stateOf = async (id: number) =>
  (await database.db.select().from(repositories).where(eq(repositories.id, id)))[0]?.configState;
const said = async (id: string) => settingsSaid(LinkSettings.parse((await linkOf(database.db, id)).settings));

test('from the beginning, when the file changes, and until it is gone', async () => {
  const first =
    'branches: [main]\nstrategy: merge\nevery: 1d\ntags: new\npull-request: {labels: [upstream], merge: squash}\n';
  const here = await api.aFork('common', {
    before: ({ fork }) => api.github.commit(fork, 'main', { files: { [path]: first } }),
  });
  const write = (text: string | null) => api.github.commit(here.fork, 'main', { files: { [path]: text } });
  const { status, body } = await api.ask('pusher', 'POST /v1/links', { fork: { ...here.end, branch: 'dev' } });
  expect({ status, body }).toMatchObject({ status: 201, body: { source: 'api', strategy: 'pull-request' } });
  expect(await said(body.id)).toEqual({ every: '1d', 'pull-request': { labels: ['upstream'], merge: 'squash' } });

  await write('branches: [main]\nconflict: {labels: [conflict]}\n');
  await eventually(async () => 'conflict' in (await said(body.id)));
  expect(await said(body.id)).toEqual({ conflict: { labels: ['conflict'] } });
  await write('branches: main\n');
  await eventually(async () => (await stateOf(here.id)) === 'invalid');
  expect(await said(body.id)).toEqual({ conflict: { labels: ['conflict'] } });
  await write(null);
  await eventually(async () => Object.keys(await said(body.id)).length === 0);
  expect(await linkOf(database.db, body.id)).toMatchObject({ source: 'api', off: null, strategy: 'pull-request' });
});

test('also when one comes back that was deleted', async () => {
  const here = await api.aFork('again', {
    before: ({ fork }) => api.github.commit(fork, 'main', { files: { [path]: 'every: 1d\n' } }),
  });
  const [link] = await here.links();
  expect(await said(link?.id ?? '')).toEqual({ every: '1d' });
  await api.ask('pusher', `DELETE /v1/links/${link?.id}`);
  const { body } = await api.ask('pusher', 'POST /v1/links', { fork: here.end });
  expect(body).toMatchObject({ id: link?.id, source: 'api' });
  expect(await said(body.id)).toEqual({ every: '1d' });
});
