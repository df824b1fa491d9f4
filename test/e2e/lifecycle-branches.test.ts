/** Pull requests that people close, reopen and edit, what they push to forks, and what becomes of upstream's branches. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { become, configured, write } from './configured.ts';
import { type Scene, scene } from './scene.ts';
import { follows, lives, lookDaily, refreshed } from './variants.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const open = (here: Scene) => here.until({ state: 'pull-open', pullNumber: 1, failures: 0 });
const opened = async (here: Scene) => {
  await here.push('a.txt');
  await open(here);
  await here.idle();
};
const close = (here: Scene, how = {}) => ring.github.closePull(here.fork, 1, here.owner, how);
const reopen = (here: Scene, how = {}) => ring.github.reopenPull(here.fork, 1, here.owner, how);
const held = (here: Scene) => here.until({ reason: 'held-pull-closed', state: 'held' });
const pointAt = (here: Scene, base: string, how = {}) =>
  ring.github.editPull(here.fork, 1, { by: here.owner, base, ...how });

/** Where the fork's branch was before it had all of upstream. */
const earlier = new Map<string, string>();
const takeBack = (here: Scene, how = {}) => ring.github.forcePush(here.fork, 'main', earlier.get(here.fork) ?? '', how);

describe('a pull request', () => {
  lives(() => ring, {
    'is closed': {
      event: 'pull_request',
      action: 'closed',
      setUp: opened,
      happens: close,
      known: held,
      undo: reopen,
      undone: open,
    },
    'is reopened': {
      event: 'pull_request',
      action: 'reopened',
      setUp: async (here) => {
        await opened(here);
        close(here);
        await held(here);
      },
      happens: reopen,
      known: open,
      undo: close,
      undone: held,
    },
    'is pointed at another branch': {
      event: 'pull_request',
      action: 'edited',
      setUp: async (here) => {
        await opened(here);
        await ring.github.createBranch(here.fork, 'other', 'main');
      },
      happens: (here, how) => pointAt(here, 'other', how),
      known: (here) => here.until({ state: 'pull-open', pullNumber: 2 }),
      undo: (here) => pointAt(here, 'main'),
      undone: open,
    },
    'is merged': {
      event: 'pull_request',
      action: 'closed',
      setUp: opened,
      happens: (here, how) => ring.github.mergePull(here.fork, 1, { by: here.owner, ...how }),
      known: (here) => here.until({ state: 'in-sync', pullNumber: null }),
      foundAtOnce: true,
    },
  });
});

describe('a linked branch', () => {
  lives(() => ring, {
    'is pushed to': {
      event: 'push',
      action: '',
      options: {
        before: async ({ upstream, fork }) => {
          earlier.set(fork, ring.github.head(fork, 'main') ?? '');
          const sha = await ring.github.commit(upstream, 'main', { files: { 'a.txt': 'a\n' } });
          await ring.github.forcePush(fork, 'main', sha);
        },
      },
      setUp: (here) => here.until({ reason: 'up-to-date' }),
      happens: takeBack,
      known: (here) => here.until({ reason: 'pull-opened', pullNumber: 1 }),
      undo: (here) => ring.github.forcePush(here.fork, 'main', ring.github.head(here.upstream, 'main') ?? ''),
      undone: async (here) => {
        await here.until({ reason: 'up-to-date', pullNumber: null });
        expect(here.pulls()).toEqual([]);
      },
      foundAtOnce: true,
    },
  });

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

describe('an upstream', () => {
  const goesOn = async (here: Scene) => {
    await ring.github.createBranch(here.upstream, 'next', 'main');
    ring.github.setDefaultBranch(here.upstream, 'next');
    await lookDaily(ring, here, 0);
  };

  it.concurrent('whose default branch is another one is followed there from the next look on', async () => {
    const here = await scene(ring, 'up-next');
    await here.push('a.txt');
    const { id, lastSyncedSha } = await open(here);
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

  it.concurrent('whose default branch is another one: what a person closed holds, until it is released', async () => {
    const here = await scene(ring, 'up-held');
    await opened(here);
    close(here);
    const { id, heldSince } = await held(here);
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

  it.concurrent('whose default branch is another one: what a file names is followed as before', async () => {
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

  it.concurrent('that is archived is followed as before', async () => {
    const here = await scene(ring, 'up-archived');
    ring.github.setArchived(here.upstream, true);
    await lookDaily(ring, here, 2);
    await here.sync();
    await here.answered();
    expect(await here.link()).toMatchObject({ reason: 'up-to-date', off: null });
    ring.github.setArchived(here.upstream, false);
    await follows(here, 'a.txt');
  });

  it.concurrent.each([
    ['deleted', 'upstream-missing'],
    ['private', 'upstream-private'],
  ] as const)('that is %s leaves no other to be followed', async (how, reason) => {
    const { github } = ring;
    const here = await scene(ring, `up-${how}`, {
      before: async ({ upstream }) => {
        github.createUser(`heir-${how}`);
        await github.fork({ source: upstream, owner: `heir-${how}` });
      },
    });
    if (how === 'deleted') github.deleteRepository(here.upstream);
    else github.setPrivate(here.upstream, true);
    await here.until({ reason });
    await lookDaily(ring, here, 2);
    await here.answered();
    await become(ring, here, { [`main < up-up-${how}:main`]: 'on' });
    expect(await here.link()).toMatchObject({ reason });
  });
});
