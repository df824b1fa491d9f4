import { afterEach, expect, it } from 'vitest';
import { write } from '../e2e/configured.ts';
import { scene } from '../e2e/scene.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { onRedis, restarted } from './support.ts';

let ring: Ring;

afterEach(() => ring?.stop());

it.each([
  ['the worker is killed', async () => undefined],
  ['Redis is emptied and the worker is killed', () => onRedis(ring, (redis) => redis.flushall())],
])('one pull request with everything on it when %s between opening and labelling', async (_, strike) => {
  ring = await startRing({ env: { JOB_VISIBILITY: '2s' } });
  const { github } = ring;
  const here = await scene(ring, 'between');
  github.grant(here.fork, github.createUser('mona').login, 'push');
  github.createLabel(here.fork, 'upstream');
  await write(ring, here, 'pull-request:\n  labels: [upstream]\n  assignees: [mona]\n  reviewers: [mona]\n');
  await eventually(async () => (await here.link()).settings.pullRequest.labels.length > 0);
  await here.idle();
  const labelling = { method: 'PATCH', path: new RegExp(`^/repos/${here.fork}/issues/1$`) };
  github.faults.add({ match: labelling, kind: 'hang', times: 1 });
  await here.push('a.txt');
  await eventually(() => github.countRequests(labelling) > 0, { what: 'labels asked for' });
  expect(here.pulls()).toMatchObject([{ labels: [], reviewers: [] }]);
  await strike();
  ring.worker = await restarted(ring, ring.worker);
  await here.until({ reason: 'pull-opened', state: 'pull-open', pullNumber: 1 });
  expect(here.pulls()).toMatchObject([{ number: 1, labels: ['upstream'], assignees: ['mona'], reviewers: ['mona'] }]);
  expect(here.writes().filter((write) => write === 'POST /repos/:owner/:repo/pulls')).toHaveLength(1);
});
