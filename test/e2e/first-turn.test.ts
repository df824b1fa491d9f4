import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { follow } from './scene.ts';

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
  const installation = github.install('octo', ['octo/hello']);
  github.install('up', ['up/hello']);
  await eventually(async () => (await ring.database.db.query.links.findFirst())?.state === 'in-sync');

  const sha = await github.commit('up/hello', 'main', { files: { 'a.txt': 'a\n' }, message: 'A' });
  const pull = await eventually(() => github.pulls('octo/hello')[0]);
  expect(pull).toMatchObject({ state: 'open', title: 'Sync up/hello main' });
  const names = { upstream: 'up/hello', fork: 'octo/hello', owner: 'octo', branch: 'main' };
  const link = await follow(ring, { ...names, installation }).until({ reason: 'pull-opened' });
  expect(link).toMatchObject({ state: 'pull-open', decidedOn: sha, pullNumber: 1 });
});
