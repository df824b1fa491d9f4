import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { write } from './configured.ts';
import { headOf, own, requestsOf } from './moves.ts';
import { type Scene, type SceneOptions, scene, ticked } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const makes = 'POST /repos/:owner/:repo/git/refs';
const forwards = 'PATCH /repos/:owner/:repo/git/refs/*ref';
const merges = 'POST /repos/:owner/:repo/merges';
const opens = 'POST /repos/:owner/:repo/pulls';
const edits = 'PATCH /repos/:owner/:repo/pulls/:number';

/** A fork whose file wants heads of its own. */
async function forked(name: string, options: SceneOptions = {}): Promise<Scene> {
  const here = await scene(ring, name, options);
  await wants(here, 'fork');
  return here;
}

async function wants(here: Scene, head: 'fork' | 'upstream'): Promise<void> {
  await write(ring, here, `pull-request:\n  head: ${head}\n`);
  await eventually(async () => (await here.link()).settings.pullRequest.head === head, { what: 'the file is in use' });
  await here.idle();
}

const branchOf = ({ upstream }: Scene) => `backstroke/${upstream.split('/')[0]}/main`;
const placedOf = (here: Scene) => headOf(ring, here, branchOf(here));

async function parentsOf(here: Scene, sha: string): Promise<string[]> {
  return (await ring.github.commitOf(here.fork, sha)).parents;
}

// By itself: it empties Redis.
it('a pull request with its head in the fork is opened, follows and is merged, and its head is gone', async ({
  expect,
}) => {
  const { github } = ring;
  const here = await forked('h-life');
  const first = await here.push('a.txt');
  const link = await here.until({ reason: 'pull-opened', lastSyncedSha: first, state: 'pull-open' });
  expect(link.pullNumber).toBe(1);
  const head = { repository: here.fork, branch: branchOf(here), sha: first };
  expect(here.pulls()).toMatchObject([{ number: 1, user: github.bot.login, head, base: { branch: 'main' } }]);
  expect(here.pulls()[0]?.body).toContain(`\`${branchOf(here)}\``);
  expect(here.writes()).toEqual([makes, opens]);

  await here.idle();
  const redis = new Redis(ring.redis.url);
  await redis.flushall();
  redis.disconnect();
  const second = await here.push('b.txt');
  await here.until({ reason: 'pull-updated', lastSyncedSha: second });
  expect(here.pulls()).toMatchObject([{ number: 1, state: 'open', head: { ...head, sha: second } }]);
  expect(here.writes()).toEqual([makes, opens, forwards, edits]);

  await here.rested();
  const since = github.requests().length;
  await here.sync();
  await here.idle();
  expect(requestsOf(ring, here, since).filter((one) => one !== 'Heads')).toEqual(['Observe']);

  await github.mergePull(here.fork, 1, { method: 'squash', by: here.owner });
  await here.until({ reason: 'pull-merged', state: 'in-sync', pullNumber: null });
  await eventually(() => placedOf(here) === '', { what: 'the head is removed' });
  await here.idle();
  await ticked(ring);
  expect(await here.link()).toMatchObject({ state: 'in-sync' });
  expect(here.writes()).toEqual([makes, opens, forwards, edits, 'UpdateRefs']);
});

describe.concurrent('a pull request with its head in the fork', () => {
  it('follows an upstream that is rewritten', async ({ expect }) => {
    const here = await forked('h-rewrite');
    const base = headOf(ring, { ...here, fork: here.upstream });
    await here.push('a.txt');
    await here.until({ reason: 'pull-opened' });
    await here.idle();
    const other = await ring.github.forcePush(here.upstream, 'main', { files: { 'other.txt': 'x\n' }, onto: base });
    await here.until({ reason: 'pull-updated', lastSyncedSha: other });
    expect(placedOf(here)).toBe(other);
    expect(here.pulls()).toMatchObject([{ number: 1, state: 'open', head: { sha: other } }]);
    expect(here.writes()).toEqual([makes, opens, 'UpdateRefs', edits]);
  });

  it('keeps what somebody pushed to it, and stays where upstream conflicts with that', async ({ expect }) => {
    const { github } = ring;
    const here = await forked('h-mine');
    await own(ring, here, 'a.txt', 'mine\n');
    await here.idle();
    const first = await here.push('a.txt');
    await here.until({ reason: 'conflict', state: 'conflict', lastSyncedSha: first });

    const mine = await github.commit(here.fork, branchOf(here), { files: { 'a.txt': 'mine\n' }, message: 'Resolve' });
    await here.until({ reason: 'pull-open', state: 'pull-open' });
    await here.idle();

    const second = await here.push('b.txt');
    await here.until({ lastSyncedSha: second, state: 'pull-open' });
    expect(await parentsOf(here, placedOf(here))).toEqual([mine, second]);
    const at = placedOf(here);
    await here.idle();

    await github.commit(here.upstream, 'main', { files: { 'a.txt': 'again\n' } });
    const stuck = await here.until({ reason: 'conflict', state: 'conflict' });
    expect(stuck).toMatchObject({ lastSyncedSha: second, pullNumber: 1 });
    expect(stuck.sentence).toContain(`what was pushed to ${branchOf(here)} of ${here.fork} changed the same lines`);
    expect(placedOf(here)).toBe(at);
    expect(here.pulls()).toMatchObject([{ number: 1, state: 'open' }]);
    expect(here.writes().filter((one) => one === 'UpdateRefs' || one === forwards)).toEqual([]);
    expect(here.writes()).toContain(merges);
  });

  it("takes the place of one with upstream's own, and stays when the file changes again", async ({ expect }) => {
    const here = await scene(ring, 'h-place');
    const sha = await here.push('a.txt');
    await here.until({ reason: 'pull-opened', pullNumber: 1 });
    await here.idle();
    await wants(here, 'fork');
    await here.until({ pullNumber: 2, state: 'pull-open' });
    await here.idle();
    expect(here.pulls()).toMatchObject([
      { number: 1, state: 'closed', head: { repository: here.upstream } },
      { number: 2, state: 'open', head: { repository: here.fork, sha } },
    ]);
    await wants(here, 'upstream');
    const second = await here.push('b.txt');
    await here.until({ lastSyncedSha: second, pullNumber: 2 });
    expect(placedOf(here)).toBe(second);
    expect(here.pulls()).toHaveLength(2);
  });

  it('that a person closed holds, and goes on where it was after a release', async ({ expect }) => {
    const here = await forked('h-hold');
    await here.push('a.txt');
    await here.until({ reason: 'pull-opened' });
    await here.idle();
    ring.github.closePull(here.fork, 1, here.owner);
    await ring.github.deleteBranch(here.fork, branchOf(here), { by: here.owner });
    await here.until({ reason: 'held-pull-closed', state: 'held' });
    const second = await here.push('b.txt');
    await here.until({ reason: 'held-pull-closed', decidedOn: second });
    expect(here.writes()).toEqual([makes, opens]);
    await here.sync({ release: true });
    await here.until({ reason: 'pull-opened', pullNumber: 2, lastSyncedSha: second });
    expect(placedOf(here)).toBe(second);
  });

  it('is not opened without the permission for workflows that upstream brings, until that is granted', async ({
    expect,
  }) => {
    const permissions = { contents: 'write', pull_requests: 'write', checks: 'write' };
    const here = await forked('h-flow', { permissions });
    const sha = await here.push('.github/workflows/ci.yml');
    const link = await here.until({ reason: 'missing-permission', state: 'failing' });
    expect(link.sentence).toContain('workflows');
    expect([placedOf(here), here.pulls()]).toEqual(['', []]);
    ring.github.setPermissions(here.installation, { ...permissions, workflows: 'write' });
    await here.until({ reason: 'pull-opened', lastSyncedSha: sha });
  });

  it('is opened once, with the head that was made, where GitHub did not answer that it was made', async ({
    expect,
  }) => {
    const here = await forked('h-dead');
    const lost = { kind: 'drop-after' as const, times: 1 };
    ring.github.faults.add({
      ...lost,
      match: ({ method, path, body }) =>
        method === 'POST' && path === `/repos/${here.fork}/git/refs` && JSON.stringify(body).includes(branchOf(here)),
    });
    const sha = await here.push('a.txt');
    await here.until({ reason: 'pull-opened', lastSyncedSha: sha });
    expect(placedOf(here)).toBe(sha);
    expect(here.pulls()).toHaveLength(1);
    expect(here.writes()).toEqual([makes, opens]);
  });
});
