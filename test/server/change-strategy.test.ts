import { expect, test } from 'vitest';
import { type ApiFork, apiHere } from '../support/api.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';

const database = testDatabase();
const path = '.github/backstroke.yml';
const api = apiHere(database);

const idOf = async (here: ApiFork) => (await here.links())[0]?.id ?? '';
const change = (id: string, strategy: string) => api.ask('pusher', `PATCH /v1/links/${id}`, { strategy });
const commit = (here: ApiFork, text: string) => api.github.commit(here.fork, 'main', { files: { [path]: text } });

/** The job of a link that knows this strategy, once it has taken the place of what waited before. */
async function replacing(id: string, strategy: string) {
  const job = await eventually(async () =>
    (await api.parts.bodies<{ linkId: string; operationId: string; strategy: string }>('now')).find(
      (one) => one.linkId === id && one.strategy === strategy,
    ),
  );
  expect(await api.parts.leases.marker(id)).toBe(job.operationId);
}

test('a job with the new strategy takes the place of what waits with the old one', async () => {
  const here = await api.aFork('replaced');
  const id = await idOf(here);
  await eventually(() => api.parts.leases.marker(id));
  expect(await change(id, 'merge')).toMatchObject({ status: 200, body: { strategy: 'merge' } });
  await replacing(id, 'merge');
  await commit(here, 'strategy: mirror\n');
  await replacing(id, 'mirror');
});

test('a strategy that a file says is changed in the file, also where the file says nothing else', async () => {
  const before = ({ fork }: { fork: string }) =>
    api.github.commit(fork, 'main', { files: { [path]: 'strategy: merge\n' } });
  const here = await api.aFork('says', { before });
  const id = await idOf(here);
  const detail = expect.stringContaining(`${api.github.url}/${here.fork}/blob/HEAD/${path} says the strategy`);
  expect(await change(id, 'mirror')).toMatchObject({ status: 409, body: { detail } });
  expect(await here.links()).toMatchObject([{ source: 'install', strategy: 'merge' }]);
  await commit(here, 'every: 1d\n');
  await eventually(async () => (await here.links())[0]?.strategy === 'pull-request');
  expect(await change(id, 'mirror')).toMatchObject({ status: 200 });
});

test('one that a person chose and a file says since is changed in the file; that of another branch is not', async () => {
  const here = await api.aFork('chosen');
  const id = await idOf(here);
  await change(id, 'merge');
  await commit(here, 'strategy: fast-forward\n');
  await eventually(async () => (await here.links())[0]?.strategy === 'fast-forward');
  expect(await here.links()).toMatchObject([{ source: 'api' }]);
  expect(await change(id, 'merge')).toMatchObject({ status: 409 });
  await api.github.createBranch(here.fork, 'dev', 'main');
  const upstream = { ...here.from, branch: 'dev' };
  const made = await api.ask('pusher', 'POST /v1/links', { fork: { ...here.end, branch: 'dev' }, upstream });
  expect(made).toMatchObject({ status: 201 });
  expect(await change(made.body.id, 'merge')).toMatchObject({ status: 200 });
});
