import { afterAll, beforeAll, describe, it } from 'vitest';
import { type Ring, startRing } from '../support/ring.ts';
import { headOf, operationWith, own, requestsOf, strategyScene } from './moves.ts';
import { ticked } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

describe.concurrent('a link that moves the branch', () => {
  it.for(['fast-forward', 'merge', 'mirror'] as const)(
    '%s: forward, without a pull request',
    async (strategy, { expect }) => {
      const here = await strategyScene(ring, `f-${strategy}`, strategy);
      const sha = await here.push('a.txt');
      expect(await here.until({ lastSyncedSha: sha, state: 'in-sync' })).toMatchObject({
        pullNumber: null,
        decidedOn: sha,
      });
      expect(headOf(ring, here)).toBe(sha);
      expect(await here.reasons()).toContain('fast-forwarded');
      await here.idle();
      await ticked(ring);
      expect(here.writes()).toEqual(['PATCH /repos/:owner/:repo/git/refs/*ref']);
      expect(here.pulls()).toEqual([]);
    },
  );

  it('merge: a merge commit that reads like this', async ({ expect }) => {
    const here = await strategyScene(ring, 'm', 'merge');
    const mine = await own(ring, here, 'mine.txt');
    await here.idle();
    const sha = await here.push('a.txt');
    await here.until({ lastSyncedSha: sha, state: 'in-sync', pullNumber: null });
    const tip = await ring.github.commitOf(here.fork, headOf(ring, here));
    expect(tip).toMatchObject({ parents: [mine, sha], message: 'Merge main of up-m/hello' });
    expect(await here.reasons()).toContain('merged');
    expect(here.writes()).toEqual(['POST /repos/:owner/:repo/merges']);
  });

  it('mirror: equal to upstream, with a backup of what it drops', async ({ expect }) => {
    const here = await strategyScene(ring, 'r', 'mirror');
    const mine = await own(ring, here, 'mine.txt', 'mine\n', true);
    const sha = await here.push('a.txt');
    await here.until({ lastSyncedSha: sha, state: 'in-sync', pullNumber: null });
    expect(headOf(ring, here)).toBe(sha);
    const backups = Object.entries(ring.github.refs(here.fork)).filter(([ref]) => ref.startsWith('refs/backstroke/'));
    expect(backups).toEqual([
      [expect.stringMatching(new RegExp(`^refs/backstroke/backup/main/\\d{8}T\\d{6}Z-${mine}$`)), mine],
    ]);
    expect(await here.reasons()).toContain('mirrored');
    await here.idle();
    await ticked(ring);
    expect(here.writes()).toEqual(['UpdateRefs']);
  });

  it('asks once to read and once to write', async ({ expect }) => {
    for (const [strategy, write] of [
      ['fast-forward', 'PATCH /repos/:owner/:repo/git/refs/*ref'],
      ['merge', 'POST /repos/:owner/:repo/merges'],
      ['mirror', 'UpdateRefs'],
    ] as const) {
      const here = await strategyScene(ring, `c-${strategy}`, strategy);
      if (strategy !== 'fast-forward') await own(ring, here, 'mine.txt', 'mine\n', true);
      const { requested } = await here.idle();
      const before = ring.github.requests().length;
      const sha = await here.push('a.txt');
      await here.until({ state: 'in-sync', lastSyncedSha: sha });
      await here.idle();
      const asked = requestsOf(ring, here, before).filter((one) => one !== 'Heads');
      expect(asked.slice(0, 2)).toEqual(['Observe', write]);
      // Our own push asks nothing of the link, and a tick may have seen the rows from before; a forced one may have changed the file.
      const reads = strategy === 'mirror' ? ['Observe', 'Covered', 'ConfigAt'] : ['Observe'];
      expect(asked.slice(2).filter((one) => !reads.includes(one))).toEqual([]);
      expect(await here.link()).toMatchObject({ requested });
    }
  });

  it('a pull request that is left from before is marked as merged', async ({ expect }) => {
    const here = await strategyScene(ring, 'left', 'pull-request');
    const sha = await here.push('a.txt');
    await here.until({ reason: 'pull-opened' });
    await here.idle();
    await here.change({ strategy: 'fast-forward' });
    await here.until({ state: 'in-sync', pullNumber: null, lastSyncedSha: sha });
    expect(here.pulls()).toMatchObject([{ number: 1, merged: true }]);
  });
});

describe.concurrent('a link that cannot move the branch', () => {
  it('fast-forward, diverged: a pull request that says so', async ({ expect }) => {
    const here = await strategyScene(ring, 'div', 'fast-forward');
    await own(ring, here, 'mine.txt');
    await here.idle();
    await here.push('a.txt');
    await here.until({ reason: 'pull-opened', state: 'pull-open', pullNumber: 1 });
    expect((await operationWith(ring, here, 'pull-opened')).sentence).toContain(
      'because main of octo-div/hello has 1 commit of its own and cannot be moved forward',
    );
    expect(here.writes()).toEqual(['POST /repos/:owner/:repo/pulls']);
  });

  it('fast-forward, the file in the way: where else it can live', async ({ expect }) => {
    const here = await strategyScene(ring, 'file', 'fast-forward');
    await own(ring, here, '.github/backstroke.yml', 'strategy: fast-forward\n');
    await here.idle();
    await here.push('a.txt');
    await here.until({ reason: 'pull-opened', state: 'pull-open' });
    const { sentence } = await operationWith(ring, here, 'pull-opened');
    expect(sentence).toContain('the configuration file is a commit of its own');
    expect(sentence).toContain('/octo-file/.github/blob/HEAD/.github/backstroke.yml');
  });

  it('merge, conflict: a pull request, and the next head is tried again', async ({ expect }) => {
    const here = await strategyScene(ring, 'con', 'merge');
    await own(ring, here, 'a.txt', 'mine\n');
    await here.idle();
    await here.push('a.txt');
    expect((await operationWith(ring, here, 'pull-opened')).sentence).toContain('changed the same lines');
    await here.until({ pullNumber: 1 });
    await here.idle();
    await ticked(ring);
    // GitHub may have found the conflict by now, which a check run and the text tell.
    const moving = here.writes().filter((one) => one.endsWith('/merges') || one.endsWith('/pulls'));
    expect(moving).toEqual(['POST /repos/:owner/:repo/merges', 'POST /repos/:owner/:repo/pulls']);
    const sha = await ring.github.commit(here.upstream, 'main', { files: { 'a.txt': 'mine\n' } });
    await here.until({ state: 'in-sync', pullNumber: null, lastSyncedSha: sha });
    expect(here.pulls()).toMatchObject([{ number: 1, merged: true }]);
  });

  it('a branch that a rule protects: said, and tried once more when a person asks', async ({ expect }) => {
    const here = await strategyScene(ring, 'prot', 'fast-forward');
    ring.github.setProtected(here.fork, 'main', true);
    await here.push('a.txt');
    const link = await here.until({ reason: 'branch-protected', state: 'failing' });
    expect(link.sentence).toContain('/octo-prot/hello/settings/rules');
    ring.github.setProtected(here.fork, 'main', false);
    await here.sync();
    await here.until({ state: 'in-sync' });
  });

  it('without the permission for workflows: said, and cured by granting it', async ({ expect }) => {
    const permissions = { contents: 'write', pull_requests: 'write', checks: 'write' };
    const here = await strategyScene(ring, 'flow', 'fast-forward', { permissions });
    const sha = await here.push('.github/workflows/ci.yml');
    const link = await here.until({ reason: 'missing-permission', state: 'failing' });
    expect(link.sentence).toContain('workflows');
    expect(link.sentence).toContain(`/settings/installations/${here.installation}`);
    ring.github.setPermissions(here.installation, { ...permissions, workflows: 'write' });
    await here.until({ state: 'in-sync', lastSyncedSha: sha });
    expect(headOf(ring, here)).toBe(sha);
  });
});
