import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gate } from '../support/messages.ts';
import { type Ring, startRing } from '../support/ring.ts';
import { scene, ticked } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

describe.concurrent('a pull request that was closed', () => {
  it('by a person holds the link, until the person releases it', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'release');
    await here.push('a.txt');
    await here.until({ state: 'pull-open' });
    await here.idle();
    github.closePull(here.fork, 1, here.owner);
    const held = await here.until({ reason: 'held-pull-closed', state: 'held' });
    expect(held.retryAt).toBeNull();
    expect(held.sentence).toContain('{"release": true}');
    await here.push('b.txt');
    await here.answered();
    await here.push('c.txt', { silent: true });
    await ticked(ring);
    await here.sync();
    await here.answered();
    await here.until({ reason: 'held-pull-closed', state: 'held' });
    expect(here.pulls()).toHaveLength(1);

    await here.sync({ release: true });
    await here.until({ state: 'pull-open', pullNumber: 2 });
    expect(here.pulls()).toMatchObject([
      { number: 1, state: 'closed' },
      { number: 2, state: 'open' },
    ]);
    await here.idle();
    github.closePull(here.fork, 2, here.owner);
    await here.until({ reason: 'held-pull-closed', state: 'held' });
    expect(here.writes()).toHaveLength(2);
  });

  it('by a person and reopened goes on', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'reopen');
    await here.push('a.txt');
    await here.until({ state: 'pull-open' });
    await here.idle();
    github.closePull(here.fork, 1, here.owner);
    await here.until({ reason: 'held-pull-closed' });
    github.reopenPull(here.fork, 1, here.owner);
    await here.until({ reason: 'pull-open', state: 'pull-open', pullNumber: 1 });
    await here.idle();
    await here.push('b.txt');
    await here.until({ reason: 'pull-updated' });
    expect(here.pulls()).toMatchObject([{ number: 1, state: 'open' }]);
  });

  it("by the end of upstream's branch is no hold", async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'vanish', { branch: 'trunk' });
    const sha = await here.push('a.txt');
    await here.until({ state: 'pull-open' });
    await here.idle();
    await github.deleteBranch(here.upstream, 'trunk');
    const gone = await here.until({ reason: 'upstream-branch-missing', state: 'failing', decidedOn: 'no-branch' });
    expect(gone.retryAt).not.toBeNull();
    expect(here.pulls()).toMatchObject([{ number: 1, state: 'closed' }]);
    await github.createBranch(here.upstream, 'trunk', sha);
    await here.until({ state: 'pull-open', pullNumber: 2 });
    expect(here.pulls()).toMatchObject([{ number: 1 }, { number: 2, state: 'open', head: { sha } }]);
  });

  it('by GitHub because the fork had caught up is no hold', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'emptied');
    const first = (await here.link()).decidedOn ?? '';
    await here.push('a.txt');
    await here.until({ state: 'pull-open' });
    await here.idle();
    await github.forcePush(here.upstream, 'main', first);
    await here.until({ state: 'in-sync', pullNumber: null, decidedOn: first });
    await here.idle();
    expect(here.pulls()).toMatchObject([{ number: 1, state: 'closed', merged: false }]);
    await here.push('b.txt');
    // Our own closing is an event too: a second look may follow the first.
    await here.until({ state: 'pull-open', pullNumber: 2 });
    // Whoever asks while one is being opened is answered `pull-opened` once more: what counts is how often one was opened.
    await here.idle();
    expect(here.writes().filter((one) => one === 'POST /repos/:owner/:repo/pulls')).toHaveLength(2);
    expect(here.pulls()).toHaveLength(2);
  });
});

/** Not at the same time as the others: it makes GitHub's fork network slow for all. */
describe('a pull request that was closed by us', () => {
  it('is no hold when we closed it because the fork had caught up', async () => {
    const { github } = ring;
    const here = await scene(ring, 'caught');
    const first = (await here.link()).decidedOn ?? '';
    await here.push('a.txt');
    await here.until({ state: 'pull-open' });
    await here.idle();
    // The pull request has not followed the push back when the link is looked at.
    const followed = gate();
    github.lag({ until: followed.opened });
    await github.forcePush(here.upstream, 'main', first);
    const closed = await here.until({ state: 'in-sync', pullNumber: null, decidedOn: first });
    followed.open();
    expect(await here.reasons()).toContain('pull-closed-caught-up');
    expect(closed.lastSyncedSha).toBe(first);
    expect(here.pulls()).toMatchObject([{ number: 1, state: 'closed', merged: false }]);
    await here.push('b.txt');
    await here.until({ state: 'pull-open', pullNumber: 2 });
  });
});
