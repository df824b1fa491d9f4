import { afterAll, beforeAll, expect, it } from 'vitest';
import { call } from '../e2e/call.ts';
import type { Running } from '../support/processes.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { createFleet, expectEnd, type Fleet, pushTo, restarted } from './support.ts';

let ring: Ring;
let fleet: Fleet;

beforeAll(async () => {
  // Its lock outlives a restart of the worker, else a second operation of it is queued.
  ring = await startRing({ env: { ADMINS: 'operator', JOB_VISIBILITY: '6s' } });
  fleet = await createFleet(ring, { owners: 2, each: 6 });
});
afterAll(() => ring?.stop());

it('a job that ends its worker again and again fails alone', async () => {
  const { github, database } = ring;
  const poison = 'octo-0/fork-0';
  let met = 0;
  github.faults.add({ match: (request) => isAbout(request, poison) && ++met > 0, kind: 'hang' });
  const heads = await pushTo(ring, fleet.upstreams);

  let worker: Running = ring.worker;
  for (let death = 1; death <= 5; death += 1) {
    await eventually(() => met >= death, { what: `receive ${death}` });
    worker = await restarted(ring, worker);
  }
  await expectEnd(ring, fleet, heads, { except: poison });
  const repository = await database.db.query.repositories.findFirst({
    where: (row, { and, eq }) => and(eq(row.ownerLogin, 'octo-0'), eq(row.name, 'fork-0')),
  });
  const link = await eventually(async () => {
    const row = await database.db.query.links.findFirst({
      where: (row, { eq }) => eq(row.forkId, repository?.id ?? 0),
    });
    return row?.state === 'failing' ? row : null;
  });
  expect(link.reason).toBe('failed');
  const hours = ((link.retryAt?.getTime() ?? 0) - Date.now()) / 3_600_000;
  expect(hours).toBeGreaterThan(0.9);
  expect(hours).toBeLessThan(1.1);
  // One more where the restarts took so long that a second operation of the link was queued meanwhile.
  expect([5, 6]).toContain(met);

  // An operator, whom GitHub does not let see the fork, finds it and has it tried again.
  github.faults.clear();
  github.createUser('operator');
  const token = github.createUserToken('operator');
  const listed = await call(ring, '/v1/dead-letters', { token });
  expect(listed.body.data).toMatchObject([{ linkId: link.id, reason: 'failed', failures: 1, sentence: link.sentence }]);
  const retried = await call(ring, `/v1/dead-letters/${link.id}/retry`, { method: 'POST', token });
  expect(retried.status).toBe(202);
  const operation = await eventually(async () => {
    const { body } = await call(ring, retried.body.statusUrl, { token });
    return body.finishedAt !== null && body;
  });
  expect(operation).toMatchObject({ status: 'ok', reason: 'pull-opened', trigger: 'manual' });
  await expectEnd(ring, fleet, heads);

  // A new push is an ask like any other.
  await expectEnd(ring, fleet, await pushTo(ring, fleet.upstreams));
});

function isAbout(request: { operationName: string | null; body: Record<string, unknown> }, fork: string): boolean {
  const variables = request.body.variables as { forkOwner?: string; forkName?: string } | undefined;
  return request.operationName === 'Observe' && `${variables?.forkOwner}/${variables?.forkName}` === fork;
}
