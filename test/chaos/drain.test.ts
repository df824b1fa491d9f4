import { afterEach, expect, it } from 'vitest';
import { gate } from '../support/messages.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { createFleet, expectCleanEnd, expectEnd, linksWhere, pullCount, pushTo, said } from './support.ts';

let ring: Ring;

afterEach(() => ring?.stop());

const opening = { method: 'POST', path: /\/pulls$/ };

it('a worker finishes the operations it holds and takes no new ones; the others end while busy', async () => {
  ring = await startRing();
  const { github, worker, dispatcher, web } = ring;
  const fleet = await createFleet(ring, { owners: 4, each: 6 });
  github.resetRequests();
  const goesOn = gate();
  github.faults.add({ match: opening, kind: 'delay', until: goesOn.opened, times: 8 });
  const heads = await pushTo(ring, fleet.upstreams);
  // One of the eight slots is kept for the lower queue.
  await eventually(() => github.countRequests(opening) >= 7, { what: 'operations running' });
  const ended = Promise.all([expectCleanEnd(worker), expectCleanEnd(dispatcher)]);
  await worker.waitForLine(({ json }) => json?.msg === 'Stopping');
  goesOn.open();
  await ended;
  expect(pullCount(ring, fleet)).toBeGreaterThanOrEqual(7);
  expect(pullCount(ring, fleet)).toBeLessThanOrEqual(9);
  expect(said(worker, 'Handed an operation back that was not finished in time')).toBe(0);

  await Promise.all([ring.start('worker'), ring.start('dispatcher')]);
  await eventually(() => linksWhere(ring, ({ state }) => state === 'pull-open').then((count) => count > 10));
  await expectCleanEnd(web);
  await ring.start('web');
  await expectEnd(ring, fleet, heads);
});

it('a worker hands back what hangs, and another one finishes it', async () => {
  ring = await startRing();
  const { github, worker } = ring;
  const fleet = await createFleet(ring, { owners: 2, each: 4 });
  github.resetRequests();
  // Slow reads, then a write that hangs: longer than the worker may take, though no single request is near to its ten seconds.
  const observing = { operationName: 'Observe' };
  for (const match of [observing, { method: 'GET', path: /\/compare\// }])
    github.faults.add({ match, kind: 'delay', ms: 6_000 });
  github.faults.add({ match: opening, kind: 'hang' });
  const heads = await pushTo(ring, fleet.upstreams);
  await eventually(() => github.countRequests(observing) >= 3, { what: 'operations that hang' });
  await expectCleanEnd(worker);
  expect(said(worker, 'Handed an operation back that was not finished in time')).toBeGreaterThan(0);
  github.faults.clear();
  await ring.start('worker');
  await expectEnd(ring, fleet, heads);
});

it('web answers the requests in flight before it ends', async () => {
  ring = await startRing();
  const { github, web } = ring;
  const fleet = await createFleet(ring, { owners: 1, each: 3 });
  const looking = { method: 'GET', path: /^\/user/ };
  const goesOn = gate();
  github.faults.add({ match: looking, kind: 'delay', until: goesOn.opened, times: 1 });
  const token = github.createUserToken('octo-0');
  github.resetRequests();
  const asked = fetch(`${ring.url}/v1/links`, { headers: { authorization: `Bearer ${token}` } });
  await eventually(() => github.countRequests(looking) > 0, { what: 'the request in flight' });
  const ended = expectCleanEnd(web);
  await web.waitForLine(({ json }) => json?.msg === 'Stopping');
  goesOn.open();
  await ended;
  expect((await asked).status).toBe(200);
  expect(await asked.then((response) => response.json())).toMatchObject({ total: 3 });
  const heads = await pushTo(ring, fleet.upstreams);
  await ring.start('web');
  await expectEnd(ring, fleet, heads);
});
