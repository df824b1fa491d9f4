import { afterAll, beforeAll, expect, it } from 'vitest';
import { installations } from '../../src/db/schema.ts';
import { call } from '../e2e/call.ts';
import { gate } from '../support/messages.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { linksWhere, queued } from './support.ts';

const crowd = 24;
let ring: Ring;

beforeAll(async () => {
  ring = await startRing();
  const { github } = ring;
  github.createOrg('up');
  for (const login of ['crowd', 'single']) github.createUser(login);
  for (const name of ['loud', 'quiet', 'other']) await github.createRepository({ owner: 'up', name });
  for (let at = 0; at < crowd; at += 1) await github.fork({ source: 'up/loud', owner: 'crowd', name: `fork-${at}` });
  await github.fork({ source: 'up/quiet', owner: 'crowd' });
  await github.fork({ source: 'up/other', owner: 'single' });
  for (const login of ['crowd', 'single']) github.install(login, 'all');
  await eventually(async () => (await linksWhere(ring, ({ state }) => state === 'in-sync')) === crowd + 2, {
    what: 'every fork in sync',
  });
  await eventually(async () => (await queued(ring)) === 0);
  // It is about whose turn it is, not about how many an owner wants.
  await ring.database.db.update(installations).set({ maxOpen: 1000 });
});
afterAll(() => ring?.stop());

it('what a person asks, and the one fork of another owner, go before the bulk of a big installation', async () => {
  const { github, worker, database } = ring;
  // The bulk takes a while on GitHub, as it does there: as long as what is to come before it.
  const ofBulk = ({ body }: { body: Record<string, unknown> }) =>
    String((body.variables as { forkName?: string } | undefined)?.forkName).startsWith('fork-');
  const goesOn = gate();
  github.faults.add({ match: ofBulk, kind: 'delay', until: goesOn.opened });
  worker.kill('SIGSTOP');
  const pushTo = (name: string) =>
    github.commit(`up/${name}`, 'main', { files: { 'a.txt': 'a\n' }, message: 'Add a', silent: true });
  await pushTo('loud');
  await eventually(async () => (await queued(ring)) === crowd, { what: 'the bulk queued' });
  await pushTo('other');
  await eventually(async () => (await queued(ring)) === crowd + 1, { what: 'the one fork queued' });
  const forks = await database.db.query.repositories.findMany();
  const links = await database.db.query.links.findMany();
  const linkOf = (owner: string, name: string) => {
    const forkId = forks.find((row) => row.ownerLogin === owner && row.name === name)?.id;
    return links.find((row) => row.forkId === forkId)?.id ?? '';
  };
  const asked = await call(ring, `/v1/links/${linkOf('crowd', 'quiet')}/sync`, {
    method: 'POST',
    token: github.createUserToken('crowd'),
  });
  expect(asked.status).toBe(202);

  const before = worker.lines.length;
  worker.kill('SIGCONT');
  const ended = () =>
    worker.lines.slice(before).flatMap(({ json }) => (json?.msg === 'Operation finished' ? [json.linkId] : []));
  const first = [linkOf('crowd', 'quiet'), linkOf('single', 'other')];
  await eventually(() => first.every((id) => ended().includes(id)), { what: 'both ended' });
  const bulk = ended().filter((id) => !first.includes(String(id)));
  goesOn.open();
  await eventually(() => new Set(ended()).size === crowd + 2, { what: 'every operation ended' });
  expect(bulk.length).toBeLessThan(crowd / 2);
  await eventually(async () => (await linksWhere(ring, ({ state }) => state === 'pull-open')) === crowd + 1);
  const pulls = forks.filter((row) => row.installationId !== null).map((row) => `${row.ownerLogin}/${row.name}`);
  expect(pulls.flatMap((fork) => github.pulls(fork))).toHaveLength(crowd + 1);
});
