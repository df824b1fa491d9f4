import { Redis } from 'ioredis';
import { afterAll, beforeAll, it } from 'vitest';
import type { Box } from '../../src/core/ticked.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { headOf, own } from './moves.ts';
import { scene, ticked } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

it('a conflict that was resolved on a pull request is offered to be resolved so when it comes again', async ({
  expect,
}) => {
  const { github } = ring;
  const here = await scene(ring, 'again');
  const branch = `backstroke/${here.upstream.split('/')[0]}/main`;
  const bodyOf = (number: number) => here.pulls().find((pull) => pull.number === number)?.body ?? '';
  const tick = async (number: number, box: Box) => {
    const empty = `- [ ] <!-- backstroke:${box} -->`;
    await eventually(() => bodyOf(number).includes(empty), { what: `the box ${box}` });
    await here.idle();
    const body = bodyOf(number).replace(empty, empty.replace('[ ]', '[x]'));
    await github.editPull(here.fork, number, { body, by: here.owner });
  };
  await own(ring, here, 'a.txt', 'mine\n');
  await here.idle();
  await here.push('a.txt');
  await here.until({ state: 'conflict', pullNumber: 1 });
  expect(bodyOf(1)).not.toContain('resolved before');
  await tick(1, 'move');
  await here.until({ state: 'conflict', pullNumber: 2, ticked: null });
  const merge = await github.resolveConflicts(here.fork, 2, { files: { 'a.txt': 'both\n' }, by: here.owner });
  await here.until({ state: 'pull-open', pullNumber: 2 });
  await here.idle();
  await github.mergePull(here.fork, 2, { method: 'squash', by: here.owner });
  await here.until({ reason: 'pull-merged', pullNumber: null });
  await eventually(() => headOf(ring, here, branch) === '', { what: 'the head is removed' });

  // A squash leaves no trace of what was merged: the same lines meet again.
  const again = await here.push('b.txt');
  await here.until({ state: 'conflict', pullNumber: 3 });
  const told = `**This was resolved before:** All of it, in the merge \`${merge.slice(0, 7)}\` of this fork.`;
  await eventually(() => bodyOf(3).includes(told), { what: 'how it was resolved' });
  await tick(3, 'move');
  await here.until({ state: 'conflict', pullNumber: 4, ticked: null });
  await here.idle();
  const redis = new Redis(ring.redis.url);
  await redis.flushall();
  redis.disconnect();
  await ticked(ring);
  await tick(4, 'resolve');
  await here.until({ reason: 'pull-open', state: 'pull-open', pullNumber: 4, ticked: null });
  const resolved = headOf(ring, here, branch);
  expect((await github.commitOf(here.fork, resolved)).parents).toEqual([again, headOf(ring, here, 'main')]);
  expect(bodyOf(4)).not.toMatch(/conflicts in|backstroke:resolve/);
  await here.idle();
  await github.mergePull(here.fork, 4, { method: 'merge', by: here.owner });
  await here.until({ reason: 'pull-merged', state: 'in-sync', pullNumber: null });
  expect(await here.idle()).toMatchObject({ state: 'in-sync', failures: 0 });
});
