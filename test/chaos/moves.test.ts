import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { headOf, type MovesScene, own, strategyScene } from '../e2e/moves.ts';
import { gate } from '../support/messages.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const strategies = ['fast-forward', 'merge', 'mirror', 'rebase'] as const;
type Moving = (typeof strategies)[number];

/** The write of a strategy on one fork. */
function writeOf(here: MovesScene, strategy: Moving) {
  return (request: { method: string; path: string; operationName: string | null }) => {
    if (strategy === 'fast-forward')
      return request.method === 'PATCH' && request.path.startsWith(`/repos/${here.fork}/git/refs`);
    if (strategy === 'merge') return request.method === 'POST' && request.path === `/repos/${here.fork}/merges`;
    return request.operationName === 'UpdateRefs';
  };
}

async function diverged(name: string, strategy: Moving) {
  const here = await strategyScene(ring, name, strategy);
  const mine = strategy === 'fast-forward' ? headOf(ring, here) : await own(ring, here, 'mine.txt', 'mine\n', true);
  await here.idle();
  return { here, mine };
}

/** Upstream's commit is in the branch, and what the fork had is in the branch or a backup. */
async function expectKept(here: MovesScene, given: { mine: string; sha: string }) {
  const { github } = ring;
  const tips = Object.entries(github.refs(here.fork)).filter(
    ([ref]) => ref === 'refs/heads/main' || ref.startsWith('refs/backstroke/'),
  );
  const kept = new Set<string>();
  const queue = tips.map(([, sha]) => sha);
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (kept.has(at)) continue;
    kept.add(at);
    queue.push(...(await github.commitOf(here.fork, at)).parents);
  }
  expect(kept).toContain(given.mine);
  expect(kept).toContain(given.sha);
}

it.each(strategies)('%s: the answer is lost after the work is done', async (strategy) => {
  const { here, mine } = await diverged(`lost-${strategy}`, strategy);
  ring.github.faults.add({ match: writeOf(here, strategy), kind: 'drop-after', times: 1 });
  const sha = await here.push('a.txt');
  await here.until({ lastSyncedSha: sha, state: 'in-sync' });
  await here.idle();
  await expectKept(here, { mine, sha });
  expect(here.writes()).toHaveLength(1);
  expect(await here.reasons()).toContain(
    { 'fast-forward': 'fast-forwarded', merge: 'merged', mirror: 'mirrored', rebase: 'rebased' }[strategy],
  );
});

it.each(strategies)('%s: the connection ends before the work', async (strategy) => {
  const { here, mine } = await diverged(`cut-${strategy}`, strategy);
  ring.github.faults.add({ match: writeOf(here, strategy), kind: 'drop-before', times: 1 });
  const sha = await here.push('a.txt');
  await here.until({ lastSyncedSha: sha, state: 'in-sync' });
  await expectKept(here, { mine, sha });
  // One that never arrived is in nobody's log.
  expect(here.writes()).toHaveLength(1);
});

it.each(strategies)('%s: the fork is pushed to between read and write', async (strategy) => {
  const { here } = await diverged(`race-${strategy}`, strategy);
  const isWrite = writeOf(here, strategy);
  const mine = { sha: '' };
  const pushed = gate();
  // Faults are asked before the work: the push is there first, and the write finds the branch elsewhere.
  ring.github.faults.add({
    match: (request) => {
      if (!isWrite(request) || mine.sha !== '') return false;
      mine.sha = 'under way';
      void own(ring, here, 'late.txt', 'late\n', true).then((sha) => {
        mine.sha = sha;
        pushed.open();
      });
      return true;
    },
    kind: 'delay',
    until: pushed.opened,
    times: 1,
  });
  const sha = await here.push('a.txt');
  if (strategy === 'fast-forward') await here.until({ reason: 'pull-opened', state: 'pull-open' });
  else await here.until({ lastSyncedSha: sha, state: 'in-sync' });
  await here.idle();
  if (strategy === 'fast-forward') expect(headOf(ring, here)).toBe(mine.sha);
  else await expectKept(here, { mine: mine.sha, sha });
});

it.each(strategies)('%s: the worker is killed between read and write, and Redis is emptied', async (strategy) => {
  const { here, mine } = await diverged(`killed-${strategy}`, strategy);
  const isWrite = writeOf(here, strategy);
  let met = 0;
  ring.github.faults.add({ match: (request) => isWrite(request) && ++met === 1, kind: 'hang', times: 1 });
  const sha = await here.push('a.txt');
  await eventually(() => met > 0, { what: 'the write' });
  ring.worker.kill('SIGKILL');
  await ring.worker.exited;
  const redis = new Redis(ring.redis.url);
  await redis.flushall();
  redis.disconnect();
  ring.worker = await ring.start('worker');
  const second = await ring.start('worker');
  await here.until({ decidedOn: sha, state: 'in-sync' });
  await expectKept(here, { mine, sha });
  second.kill('SIGTERM');
  await second.exited;
});
