import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { repositories } from '../../src/db/schema.ts';
import { type ApiFork, apiHere } from '../support/api.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';

const database = testDatabase();
const path = '.github/backstroke.yml';
const api = apiHere(database);

const create = (body: object) => api.ask('pusher', 'POST /v1/links', body);
const change = (id: string, body: object) => api.ask('pusher', `PATCH /v1/links/${id}`, body);
const circle = {
  status: 409,
  body: { detail: expect.stringMatching(/would follow itself in a circle.*`pull-request`/) },
};

/** A link within a fork, of branches that it has. */
const link = (here: ApiFork, to: string, from: string, strategy: string) =>
  create({ fork: { ...here.end, branch: to }, upstream: { ...here.end, branch: from }, strategy });

test('the API makes no circle, and changes no link into one', async () => {
  const here = await api.aFork('circle');
  for (const branch of ['a', 'b', 'c']) await api.github.createBranch(here.fork, branch, 'main');
  const first = await link(here, 'a', 'b', 'merge');
  expect(first).toMatchObject({ status: 201 });
  expect(await link(here, 'b', 'c', 'mirror')).toMatchObject({ status: 201 });
  expect(await link(here, 'c', 'a', 'fast-forward')).toMatchObject(circle);
  const closing = await link(here, 'c', 'a', 'pull-request');
  expect(closing).toMatchObject({ status: 201 });
  for (const strategy of ['fast-forward', 'merge', 'rebase', 'mirror']) {
    expect(await change(closing.body.id, { strategy })).toMatchObject(circle);
  }
  expect(await change(closing.body.id, { name: 'Another' })).toMatchObject({ status: 200 });
  // One of them off is none any more, until it is on again.
  expect(await change(first.body.id, { enabled: false })).toMatchObject({ status: 200 });
  expect(await change(closing.body.id, { strategy: 'merge' })).toMatchObject({ status: 200 });
  expect(await change(first.body.id, { enabled: true })).toMatchObject(circle);
  expect(await change(first.body.id, { enabled: true, strategy: 'pull-request' })).toMatchObject({ status: 200 });
});

test('a file that makes one with another repository has a problem, and the links stay as they were', async () => {
  const here = await api.aFork('circles', {
    before: ({ fork }) => api.github.commit(fork, 'main', { files: { [path]: 'strategy: fast-forward\n' } }),
  });
  const rowOf = async (name: string) => {
    const { id } = api.github.repository(name);
    return (await database.db.select().from(repositories).where(eq(repositories.id, id)))[0];
  };
  const becomes = (state: string) => eventually(async () => (await rowOf(here.upstream))?.configState === state);
  const text = (strategy: string) =>
    `upstream: octo-circles/hello\nbranches:\n  - from: main\n    strategy: ${strategy}\n`;
  await api.github.commit(here.upstream, 'main', { files: { [path]: text('pull-request') } });
  api.github.install(here.from.owner, [here.upstream]);
  await becomes('valid');
  await api.github.commit(here.upstream, 'main', { files: { [path]: text('merge') } });
  await becomes('invalid');
  expect(await rowOf(here.upstream)).toMatchObject({
    configProblem: expect.stringMatching(
      /^line 3: `main` would follow itself in a circle, since `main` of `octo-circles\/hello`/,
    ),
    config: { branches: [{ strategy: 'pull-request' }] },
  });
  expect(await here.links()).toMatchObject([{ off: null, strategy: 'fast-forward' }]);
});
