/** Default branches that get another name, or are another branch: the link that follows them goes along. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { become, configured, write } from './configured.ts';
import { type Scene, scene } from './scene.ts';
import { follows, lookDaily, refreshed } from './variants.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const goesOn = async (here: Scene) => {
  await ring.github.createBranch(here.upstream, 'next', 'main');
  ring.github.setDefaultBranch(here.upstream, 'next');
  await lookDaily(ring, here, 0);
};

describe('the default branch', () => {
  it.concurrent('of a fork has another name: the link goes with it', async () => {
    const { github } = ring;
    const here = await scene(ring, 'fork-renames');
    await github.createBranch(here.fork, 'trunk', 'main');
    github.setDefaultBranch(here.fork, 'trunk', { silent: true });
    await github.deleteBranch(here.fork, 'main');
    const { id } = await here.link();
    // The event of the default branch is lost: that its branch is missing is what makes the link look.
    await become(ring, here, { 'trunk < up-fork-renames:main': 'on' });
    await here.push('a.txt');
    await eventually(() => here.pulls().find(({ base }) => base.branch === 'trunk'));
    expect(here.pulls()).toHaveLength(1);
    expect(await here.link()).toMatchObject({ id, name: 'octo-fork-renames/hello trunk' });
  });

  it.concurrent('of upstream has another name: the same, though nobody tells us', async () => {
    const { github } = ring;
    const here = await scene(ring, 'up-renames', { upstreamInstalled: false });
    const { id } = await here.link();
    await github.createBranch(here.upstream, 'trunk', 'main');
    github.setDefaultBranch(here.upstream, 'trunk');
    await github.deleteBranch(here.upstream, 'main');
    await become(ring, here, { 'main < up-up-renames:trunk': 'on' });
    await here.push('a.txt', { branch: 'trunk' });
    await here.until({ id, state: 'pull-open' });
    expect(here.pulls()).toMatchObject([{ head: { label: 'up-up-renames:trunk' } }]);
  });
});

describe('another default branch of upstream', () => {
  it.concurrent('is followed from the next look on', async () => {
    const here = await scene(ring, 'up-next');
    await here.push('a.txt');
    const { id, lastSyncedSha } = await here.until({ state: 'pull-open', pullNumber: 1 });
    await here.idle();
    await goesOn(here);
    await become(ring, here, { 'main < up-up-next:next': 'on' });
    await here.until({ id, state: 'pull-open', pullNumber: 2 });
    // What was offered from the branch of before is offered from this one.
    expect(here.pulls()).toMatchObject([
      { number: 1, state: 'closed' },
      { number: 2, state: 'open', head: { label: 'up-up-next:next', sha: lastSyncedSha } },
    ]);
  });

  it.concurrent('is held where a person closed the pull request of the one before, until it is released', async () => {
    const here = await scene(ring, 'up-held');
    await here.push('a.txt');
    await here.until({ state: 'pull-open', pullNumber: 1 });
    await here.idle();
    ring.github.closePull(here.fork, 1, here.owner);
    const { id, heldSince } = await here.until({ reason: 'held-pull-closed' });
    await here.idle();
    await goesOn(here);
    await become(ring, here, { 'main < up-up-held:next': 'on' });
    const sha = await here.push('b.txt', { branch: 'next' });
    expect(await here.until({ id, decidedOn: sha })).toMatchObject({
      reason: 'held-pull-closed',
      heldSince,
      pullNumber: 1,
    });
    expect(here.pulls()).toHaveLength(1);
    await here.sync({ release: true });
    await here.until({ state: 'pull-open', pullNumber: 2 });
  });

  it.concurrent('is not followed where a file names the branch', async () => {
    const here = await scene(ring, 'up-named');
    const { id } = await here.link();
    await write(ring, here, 'branches: [main]\n');
    await configured(ring, here, 'valid');
    await goesOn(here);
    await refreshed(ring, here.installation);
    await become(ring, here, { 'main < up-up-named:main': 'on' });
    expect((await here.link()).id).toBe(id);
    await follows(here, 'a.txt');
  });
});
