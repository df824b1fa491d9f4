import { afterEach, expect, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { createFleet, expectEnd, pullCount, pushTo, restarted } from './support.ts';

let ring: Ring;

afterEach(() => ring?.stop());

const opening = { method: 'POST', path: /\/pulls$/ };

/** What a dead worker held comes again soon. */
const soon = { env: { JOB_VISIBILITY: '2s' } };

it('finishes what a worker was killed in the middle of', async () => {
  ring = await startRing(soon);
  const { github } = ring;
  const fleet = await createFleet(ring, { owners: 5, each: 6 });
  let { worker } = ring;

  github.resetRequests();
  github.faults.add({ match: opening, kind: 'hang', times: 3 });
  const heads = await pushTo(ring, fleet.upstreams);
  await eventually(() => github.countRequests(opening) >= 5, { what: 'writes begun' });
  worker = await restarted(ring, worker);

  github.faults.add({ match: { operationName: 'Observe' }, kind: 'hang', times: 2 });
  const heldBefore = pullCount(ring, fleet);
  const goesOn = () => pullCount(ring, fleet) > Math.min(heldBefore, fleet.forks.size - 1);
  await eventually(goesOn, { what: 'work goes on' });
  worker = await restarted(ring, worker);

  await expectEnd(ring, fleet, heads);
  await ring.start('worker');
  const later = await pushTo(ring, fleet.upstreams);
  worker.kill('SIGKILL');
  await expectEnd(ring, fleet, later);
});

it('opens no second pull request when GitHub did the work and the worker died before it heard', async () => {
  ring = await startRing(soon);
  const { github } = ring;
  const fleet = await createFleet(ring, { owners: 5, each: 6 });

  github.resetRequests();
  let done = 0;
  // The work is done at once; the answer is lost, and the next requests hang until the worker is dead.
  github.faults.add({ match: (request) => isOpening(request) && ++done <= 6, kind: 'drop-after' });
  github.faults.add({
    match: (request) => done >= 6 && !request.path.includes('access_tokens'),
    kind: 'hang',
    times: 8,
  });
  const heads = await pushTo(ring, fleet.upstreams);
  await eventually(() => pullCount(ring, fleet) >= 6, { what: 'pull requests whose answer was lost' });
  const worker = await restarted(ring, ring.worker);

  await expectEnd(ring, fleet, heads);
  expect(worker.pid).not.toBe(ring.worker.pid);
});

function isOpening(request: { method: string; path: string }): boolean {
  return request.method === opening.method && opening.path.test(request.path);
}
