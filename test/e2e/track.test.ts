import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { linksOf, write } from './configured.ts';
import { headOf, operationWith, requestsOf } from './moves.ts';
import { type Scene, type SceneOptions, scene, ticked } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const makes = 'POST /repos/:owner/:repo/git/refs';
const forwards = 'PATCH /repos/:owner/:repo/git/refs/*ref';
const opens = 'POST /repos/:owner/:repo/pulls';
const edits = 'PATCH /repos/:owner/:repo/pulls/:number';

/** A fork whose main follows a track of upstream's, once there is nothing to follow yet. */
async function tracking(name: string, entry: string, options: SceneOptions = {}): Promise<Scene> {
  const here = await scene(ring, name, options);
  await write(ring, here, `branches: [{ from: main, ${entry} }]\n`);
  await eventually(async () => (await here.link()).decidedOn === 'no-branch', { what: 'the file is in use' });
  await here.idle();
  return here;
}

const branchOf = ({ upstream }: Scene) => `backstroke/${upstream.split('/')[0]}/main`;
const placedOf = (here: Scene) => headOf(ring, here, branchOf(here));
const asked = (here: Scene, since: number) => requestsOf(ring, here, since).filter((one) => one !== 'Heads');

async function flushed(): Promise<void> {
  const redis = new Redis(ring.redis.url);
  await redis.flushall();
  redis.disconnect();
}

// By itself: it empties Redis.
it('a release is a pull request, and the next one with the same; what the branch does costs nothing', async ({
  expect,
}) => {
  const { github } = ring;
  const here = await tracking('k-release', 'track: release');
  const waiting = await here.link();
  expect(waiting).toMatchObject({ reason: 'up-to-date', state: 'in-sync' });
  expect(waiting.sentence).toContain(`${here.upstream} has no release yet`);

  const since = github.requests().length;
  const first = await here.push('a.txt');
  await here.push('b.txt');
  await github.settled();
  await ticked(ring);
  await here.idle();
  expect([asked(here, since), here.writes(), here.pulls()]).toEqual([[], [], []]);

  await github.release(here.upstream, 'v1.0.0', { from: first, notes: 'The first' });
  await here.until({ reason: 'pull-opened', lastSyncedSha: first, state: 'pull-open' });
  expect((await operationWith(ring, here, 'pull-opened')).sentence).toContain(`1 commit of v1.0.0 of ${here.upstream}`);
  expect(here.pulls()).toMatchObject([
    { number: 1, head: { repository: here.fork, branch: branchOf(here), sha: first } },
  ]);
  expect(here.pulls()[0]?.body).toContain('`v1.0.0`');
  expect(here.writes()).toEqual([makes, opens]);

  await here.idle();
  await flushed();
  const second = await here.push('c.txt');
  await github.settled();
  await ticked(ring);
  await here.idle();
  expect(placedOf(here)).toBe(first);
  await github.release(here.upstream, 'v1.1.0', { from: second, silent: true });
  await here.until({ reason: 'pull-updated', lastSyncedSha: second });
  expect(here.pulls()).toMatchObject([{ number: 1, state: 'open', head: { sha: second } }]);
  expect(here.pulls()[0]?.body).toContain('`v1.1.0`');
  expect(here.writes()).toEqual([makes, opens, forwards, edits]);

  await here.idle();
  await github.mergePull(here.fork, 1, { method: 'squash', by: here.owner });
  await here.until({ reason: 'pull-merged', state: 'in-sync', pullNumber: null });
  await eventually(() => placedOf(here) === '', { what: 'the head is removed' });
  await here.push('d.txt');
  await github.settled();
  await ticked(ring);
  await here.idle();
  expect(await here.link()).toMatchObject({ state: 'in-sync', pullNumber: null });
});

describe.concurrent('a tag', () => {
  it('moves the branch forward to the newest that matches, and never back', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'k-tag', { upstreamInstalled: false });
    await write(ring, here, 'branches: [{ from: main, strategy: merge, track: "tag:v*" }]\n');
    await eventually(async () => (await here.link()).decidedOn === 'no-branch', { what: 'the file is in use' });
    await here.idle();
    const first = await here.push('a.txt');
    const second = await here.push('b.txt');
    const third = await here.push('c.txt');
    await github.createTag(here.upstream, 'v1.9.0', first);
    await here.until({ reason: 'merged', lastSyncedSha: first });
    expect((await operationWith(ring, here, 'merged')).sentence).toContain(`v1.9.0 of ${here.upstream} was merged`);
    await here.idle();

    await github.createTag(here.upstream, 'nightly', third);
    await github.createTag(here.upstream, 'v2.0.0-rc.1', third);
    await ticked(ring);
    await here.idle();
    expect((await here.link()).lastSyncedSha).toBe(first);

    await github.createTag(here.upstream, 'v1.10.0', second, { message: 'Ten' });
    await here.until({ reason: 'merged', lastSyncedSha: second });
    await here.idle();
    const at = headOf(ring, here);
    await github.deleteTag(here.upstream, 'v1.10.0');
    await here.until({ decidedOn: first });
    expect(await here.idle()).toMatchObject({ state: 'in-sync', lastSyncedSha: second });
    expect(headOf(ring, here)).toBe(at);
    expect(here.pulls()).toEqual([]);
  });

  it('moves a branch forward that has nothing of its own, told by the push of the tag', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'k-forward', {
      before: ({ fork }) => github.createBranch(fork, 'stable', 'main', { silent: true }),
    });
    const file = 'branches: [{ from: main, to: stable, strategy: fast-forward, track: "tag:v*" }]\n';
    await write(ring, here, file);
    await eventually(async () => (await linksOf(ring, here))[`stable < ${here.upstream.split('/')[0]}:main`] === 'on', {
      what: 'the file is in use',
    });
    const stable = () => headOf(ring, here, 'stable');
    const before = stable();
    const first = await here.push('a.txt');
    await here.push('b.txt');
    await github.settled();
    expect(stable()).toBe(before);
    await github.createTag(here.upstream, 'v1.0.0', first);
    await eventually(() => stable() === first, { what: 'stable is at v1.0.0' });
    expect(here.writes()).toEqual([forwards]);
    expect(here.pulls()).toEqual([]);
  });

  it('is followed in place of the branch by the same link, and the branch again after', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'k-change', { forkBranch: 'main' });
    const link = await here.link();
    const first = await here.push('a.txt');
    await here.until({ reason: 'pull-opened', pullNumber: 1, lastSyncedSha: first });
    await here.idle();
    await github.createTag(here.upstream, 'v1', first);
    const second = await here.push('b.txt');
    await here.until({ lastSyncedSha: second });
    await write(ring, here, 'branches: [{ from: main, track: "tag:v*" }]\n');
    await here.until({ pullNumber: 2, state: 'pull-open', lastSyncedSha: first, decidedOn: first });
    expect(here.pulls()).toMatchObject([
      { number: 1, state: 'closed' },
      { number: 2, state: 'open', head: { repository: here.fork, sha: first } },
    ]);
    await write(ring, here, 'pull-request: { head: fork }\n');
    await here.until({ pullNumber: 2, lastSyncedSha: second, decidedOn: second });
    expect(placedOf(here)).toBe(second);
    expect((await here.link()).id).toBe(link.id);
  });
});
