import { afterAll, beforeAll, describe, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { call } from './call.ts';
import { scene, ticked } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

describe.concurrent('a link to upstream', () => {
  it('opens a pull request that reads like this', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'open');
    const sha = await here.push('a.txt');
    const link = await here.until({ reason: 'pull-opened', state: 'pull-open' });
    expect(link).toMatchObject({
      state: 'pull-open',
      decidedOn: sha,
      lastSyncedSha: sha,
      pullNumber: 1,
    });
    const [pull, ...more] = here.pulls();
    expect(more).toEqual([]);
    expect(pull).toMatchObject({
      state: 'open',
      draft: false,
      user: github.bot.login,
      head: { repository: 'up-open/hello', label: 'up-open:main', sha },
      base: { branch: 'main' },
      labels: [],
      assignees: [],
      reviewers: [],
      comments: [],
    });
    const shown = await call({ url: github.url }, '/api/v3/repos/octo-open/hello/pulls/1', {
      token: github.createUserToken('octo-open'),
    });
    expect(shown.body.maintainer_can_modify).toBe(false);
    const body = pull?.body
      ?.replaceAll(github.url, 'https://github.example')
      .replaceAll(String(here.installation), '1')
      .replace(/[0-9a-f]{40}\.\.[0-9a-f]{40}/, 'fork..upstream')
      .replaceAll(sha.slice(0, 7), 'abcdef0')
      .replaceAll(ring.url, 'https://backstroke.example')
      .replaceAll(/links\/[0-9a-f-]{36}/g, 'links/1');
    expect(`${pull?.title}\n\n${body}`).toMatchSnapshot();
    expect(here.writes()).toEqual(['POST /repos/:owner/:repo/pulls']);
  });

  it('follows the next push with the same pull request', async ({ expect }) => {
    const here = await scene(ring, 'again');
    await here.push('a.txt');
    await here.until({ state: 'pull-open' });
    await here.idle();
    const sha = await here.push('b.txt');
    const link = await here.until({ reason: 'pull-updated', decidedOn: sha });
    expect(link).toMatchObject({ state: 'pull-open', lastSyncedSha: sha, pullNumber: 1 });
    expect(here.pulls()).toMatchObject([{ number: 1, state: 'open', head: { sha } }]);
    await ticked(ring);
    expect(here.writes()).toEqual(['POST /repos/:owner/:repo/pulls', 'PATCH /repos/:owner/:repo/pulls/:number']);
  });

  it.for(['merge', 'squash', 'rebase'] as const)(
    'is in sync after a %s, until upstream moves',
    async (method, { expect }) => {
      const here = await scene(ring, method);
      await here.push('a.txt');
      await here.until({ state: 'pull-open' });
      // An operation queued before the pull request was known would find the fork up to date, and say only that.
      await here.idle();
      await ring.github.mergePull(here.fork, 1, { by: here.owner, method });
      // Merging sends two events: what is said once by the first is up to date for the second.
      await here.until({ state: 'in-sync', pullNumber: null });
      await eventually(async () => (await here.reasons()).includes('pull-merged'));
      await here.answered();
      await here.sync();
      await here.until({ reason: 'up-to-date', state: 'in-sync' });
      await ticked(ring);
      expect(here.pulls()).toMatchObject([{ number: 1, merged: true }]);

      const sha = await here.push('b.txt');
      await here.until({ state: 'pull-open', pullNumber: 2 });
      expect(here.pulls()).toMatchObject([{ number: 1 }, { number: 2, state: 'open', head: { sha } }]);
    },
  );

  it("follows a person's pull request and never writes it", async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'adopt', {
      before: async ({ upstream, fork, owner }) => {
        await github.commit(upstream, 'main', { files: { 'a.txt': 'a\n' } });
        await github.openPull({ repo: fork, head: 'up-adopt:main', base: 'main', by: owner, title: 'Mine' });
      },
    });
    expect(await here.until({ reason: 'pull-open' })).toMatchObject({ state: 'pull-open', pullNumber: 1 });
    await here.idle();
    await here.push('b.txt');
    await here.until({ reason: 'pull-updated' });
    github.closePull(here.fork, 1, here.owner);
    await here.until({ reason: 'held-pull-closed', state: 'held' });
    await ticked(ring);
    expect(here.pulls()).toMatchObject([{ number: 1, title: 'Mine', comments: [], labels: [] }]);
    expect(here.writes()).toEqual([]);
  });

  it("is merged when upstream's commits come into the fork by other means", async ({ expect }) => {
    const here = await scene(ring, 'means');
    const sha = await here.push('a.txt');
    await here.until({ state: 'pull-open' });
    await here.idle();
    await ring.github.forcePush(here.fork, 'main', sha);
    // Merging sends two events: what is said once by the first is up to date for the second.
    await here.until({ state: 'in-sync', pullNumber: null });
    await eventually(async () => (await here.reasons()).includes('pull-merged'));
    expect(here.pulls()).toMatchObject([{ number: 1, merged: true }]);
    expect(here.writes()).toHaveLength(1);
  });

  it('follows a branch of another name', async ({ expect }) => {
    const here = await scene(ring, 'names', { branch: 'trunk', forkBranch: 'mine' });
    await here.push('a.txt');
    await here.until({ state: 'pull-open' });
    expect(here.pulls()).toMatchObject([
      { title: 'Sync up-names/hello trunk into mine', base: { branch: 'mine' }, head: { label: 'up-names:trunk' } },
    ]);
  });
});
