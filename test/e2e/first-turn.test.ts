import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';

let ring: Ring;

beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

it('turns a push upstream into a pull request on the fork', async () => {
  const { github } = ring;
  github.createOrg('up');
  github.createUser('octo');
  await github.createRepository({ owner: 'up', name: 'hello', files: { 'README.md': 'hello\n' } });
  await github.fork({ source: 'up/hello', owner: 'octo' });
  await github.install('octo', ['octo/hello']);
  await github.install('up', ['up/hello']);
  await eventually(async () => (await ring.database.db.query.links.findFirst())?.state === 'in-sync');

  const sha = await github.commit('up/hello', 'main', { files: { 'a.txt': 'a\n' }, message: 'A' });
  const pull = await eventually(() => github.pulls('octo/hello')[0]);
  expect(pull).toMatchObject({ state: 'open', title: 'Sync up/hello main' });
  const link = await eventually(async () => {
    const row = await ring.database.db.query.links.findFirst();
    return row?.reason === 'pull-opened' ? row : null;
  });
  expect(link).toMatchObject({ state: 'pull-open', decidedOn: sha, pullNumber: 1 });
});
