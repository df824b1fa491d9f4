import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { write } from './configured.ts';
import { headOf } from './moves.ts';
import { passed } from './passed.ts';
import { type Scene, type SceneOptions, scene, ticked } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const hour = 3_600_000;

/** A fork whose file sets a delay of an hour. */
async function delayed(name: string, strategy: string, options: SceneOptions = {}, more = ''): Promise<Scene> {
  const here = await scene(ring, name, options);
  await write(ring, here, `branches:\n  - from: main\n    strategy: ${strategy}\n    delay: 1h\n${more}`);
  await eventually(async () => (await here.link()).settings.delayMs === hour);
  await here.idle();
  return here;
}

/** Every hold of a delay ends when the delay is over: in an hour at most. */
const soon = (at: Date | null) => Math.abs((at?.getTime() ?? 0) - Date.now() - hour) < 120_000;

// By itself: it empties Redis.
it('a link with a delay that moves its branch takes what was seen long enough, one head after the other, Redis emptied or not', async ({
  expect,
}) => {
  const here = await delayed('d-move', 'merge');
  const first = await here.push('a.txt');
  const held = await here.until({ reason: 'held-delay', decidedOn: first, state: 'held' });
  expect(soon(held.retryAt)).toBe(true);
  expect(held.sentence).toContain('send POST /v1/links/:id/sync with {"release": true}');
  await passed(ring, here, 40);
  const second = await here.push('b.txt');
  // It waits for the first of the two still.
  const later = await here.until({ reason: 'held-delay', decidedOn: second });
  expect((later.retryAt?.getTime() ?? 0) - Date.now()).toBeLessThan(21 * 60_000);
  const redis = new Redis(ring.redis.url);
  await redis.flushall();
  redis.disconnect();
  await ticked(ring);
  expect(here.writes()).toEqual([]);

  await passed(ring, here, 20);
  const merged = await here.until({ lastSyncedSha: first, reason: 'merged', decidedOn: second });
  expect((merged.retryAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(35 * 60_000);
  expect(await ring.github.commitOf(here.fork, headOf(ring, here))).toMatchObject({
    parents: [expect.any(String), first],
  });
  await passed(ring, here, 40);
  expect(await here.until({ lastSyncedSha: second, reason: 'merged' })).toMatchObject({
    retryAt: null,
    state: 'in-sync',
  });
  expect(here.pulls()).toEqual([]);
  expect(here.writes()).toEqual(['POST /repos/:owner/:repo/merges', 'POST /repos/:owner/:repo/merges']);
});

describe.concurrent('a link with a delay', () => {
  it('that opens pull requests waits for all of the branch, where no webhook tells of it either', async ({
    expect,
  }) => {
    const here = await delayed('d-pull', 'pull-request', { upstreamInstalled: false });
    const first = await here.push('a.txt');
    await here.until({ reason: 'held-delay', decidedOn: first });
    await passed(ring, here, 50);
    const second = await here.push('b.txt');
    const held = await here.until({ reason: 'held-delay', decidedOn: second });
    expect(soon(held.retryAt)).toBe(true);
    await passed(ring, here, 20);
    await ticked(ring);
    expect(here.pulls()).toEqual([]);
    await passed(ring, here, 45);
    await here.until({ reason: 'pull-opened', lastSyncedSha: second, state: 'pull-open' });
    expect(here.pulls()).toMatchObject([{ number: 1, state: 'open' }]);
  });

  it('with the head of its pull requests in the fork has that at what was seen long enough, while upstream goes on', async ({
    expect,
  }) => {
    const here = await delayed('d-head', 'pull-request', {}, 'pull-request:\n  head: fork\n');
    const placed = () => headOf(ring, here, 'backstroke/up-d-head/main');
    const first = await here.push('a.txt');
    await here.until({ reason: 'held-delay', decidedOn: first });
    await passed(ring, here, 50);
    const second = await here.push('b.txt');
    await here.until({ reason: 'held-delay', decidedOn: second });
    await passed(ring, here, 20);
    await here.until({ reason: 'pull-opened', lastSyncedSha: first, decidedOn: second });
    expect([placed(), here.pulls()]).toMatchObject([first, [{ number: 1, head: { sha: first } }]]);
    await passed(ring, here, 45);
    await here.until({ reason: 'pull-updated', lastSyncedSha: second });
    expect([placed(), here.pulls()]).toMatchObject([second, [{ number: 1, head: { sha: second } }]]);
  });

  it('is released once', async ({ expect }) => {
    const here = await delayed('d-free', 'merge');
    const first = await here.push('a.txt');
    await here.until({ reason: 'held-delay' });
    await here.sync();
    expect(await here.idle()).toMatchObject({ reason: 'held-delay', decidedOn: first });
    await here.sync({ release: true });
    await here.until({ lastSyncedSha: first, reason: 'merged', heldSince: null });
    const second = await here.push('b.txt');
    await here.until({ reason: 'held-delay', decidedOn: second });
    expect(here.writes()).toEqual(['POST /repos/:owner/:repo/merges']);
  });

  it('takes nothing that upstream dropped, nor what comes back before it was there long enough again', async ({
    expect,
  }) => {
    const here = await delayed('d-drop', 'merge', { upstreamInstalled: false });
    const base = headOf(ring, { ...here, fork: here.upstream });
    const bad = await here.push('bad.txt');
    await here.until({ reason: 'held-delay', decidedOn: bad });
    await here.idle();
    const good = await ring.github.forcePush(here.upstream, 'main', { files: { 'good.txt': 'x\n' }, onto: base });
    await here.until({ decidedOn: good, reason: 'held-delay' });
    await passed(ring, here, 50);
    await ring.github.forcePush(here.upstream, 'main', bad);
    await here.until({ decidedOn: bad, reason: 'held-delay' });
    await passed(ring, here, 20);
    await ticked(ring);
    expect(await here.idle()).toMatchObject({ reason: 'held-delay', decidedOn: bad });
    expect(here.writes()).toEqual([]);
    await passed(ring, here, 45);
    await here.until({ lastSyncedSha: bad, reason: 'merged' });
  });
});
