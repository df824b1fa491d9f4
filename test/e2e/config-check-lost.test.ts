import { eq } from 'drizzle-orm';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { configChecks } from '../../src/db/schema.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import type { Running } from '../support/processes.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { answersTo, checksOf } from './checked.ts';
import { write } from './configured.ts';
import { scene } from './scene.ts';

let ring: Ring;
let worker: Running;
beforeAll(async () => {
  ring = await startRing();
  ({ worker } = ring);
});
afterAll(() => ring?.stop());

const creating = { method: 'POST', path: /\/check-runs$/ };
const finding = { method: 'GET', path: /\/commits\/\w+\/check-runs/ };
const good = ['success: 1 branch is kept up to date'];

async function killed(): Promise<void> {
  worker.kill('SIGKILL');
  await worker.exited;
}

it('a worker that dies while it answers a commit leads to one check run', async () => {
  const { github } = ring;
  const here = await scene(ring, 'killed');
  github.resetRequests();
  github.faults.add({ match: creating, kind: 'hang', times: 1 });
  const asked = await write(ring, here, 'every: 1d\n');
  await eventually(() => github.countRequests(creating) === 1);
  await killed();
  worker = await ring.start('worker');
  expect(await answersTo(ring, here, asked)).toEqual(good);

  // GitHub makes the next one, and nobody hears of it: not the worker that asked, and the one that looks for it dies.
  github.resetRequests();
  let lost = false;
  const losing: Fault['match'] = ({ method, path }) => {
    lost ||= method === creating.method && creating.path.test(path);
    return lost && method === creating.method;
  };
  github.faults.add({ match: losing, kind: 'drop-after', times: 1 });
  const looking: Fault['match'] = ({ method, path }) => lost && method === finding.method && finding.path.test(path);
  github.faults.add({ match: looking, kind: 'hang', times: 1 });
  const made = await write(ring, here, 'every: 2d\n');
  await eventually(() => github.countRequests(finding) === 2);
  expect(github.checkRuns(here.fork, made)).toHaveLength(1);
  await killed();
  worker = await ring.start('worker');
  expect(await answersTo(ring, here, made)).toEqual(good);
  expect(github.countRequests(creating)).toBe(1);
});

it('what Redis lost is asked again', async () => {
  const { database, redis } = ring;
  const here = await scene(ring, 'flushed');
  await killed();
  const sha = await write(ring, here, 'evry: 1d\n');
  const [check] = await eventually(async () => {
    const rows = await checksOf(ring, here.fork);
    return rows.length > 0 && rows;
  });
  await ring.web.waitForLine(({ json }) => json?.msg === 'Queued a check' && json.checkId === check?.id);
  const client = new Redis(redis.url);
  await client.flushall();
  client.disconnect();
  await ring.start('worker');
  await database.db
    .update(configChecks)
    .set({ notBefore: new Date() })
    .where(eq(configChecks.id, check?.id ?? ''));
  expect(await answersTo(ring, here, sha)).toEqual(['failure: 1 problem in .github/backstroke.yml']);
});
