/** Pull requests that people close, reopen and edit, what they push to forks, and what becomes of upstream's branches. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { become } from './configured.ts';
import { type Scene, scene } from './scene.ts';
import { follows, lives, lookDaily } from './variants.ts';

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

  it.concurrent('of a fork has another name: what followed it is off, and the branch is followed', async () => {
    const { github } = ring;
    const here = await scene(ring, 'fork-renames');
    await github.createBranch(here.fork, 'trunk', 'main');
    github.setDefaultBranch(here.fork, 'trunk', { silent: true });
    await github.deleteBranch(here.fork, 'main');
    // The event of the default branch is lost: that its branch is missing is what makes the link look.
    await become(ring, here, {
      'main < up-fork-renames:main': 'disabled',
      'trunk < up-fork-renames:main': 'on',
    });
    await here.push('a.txt');
    await eventually(() => here.pulls().find(({ base }) => base.branch === 'trunk'));
    expect(here.pulls()).toHaveLength(1);
  });

  it.concurrent('of upstream has another name: the same, though nobody tells us', async () => {
    const { github } = ring;
    const here = await scene(ring, 'up-renames', { upstreamInstalled: false });
    await github.createBranch(here.upstream, 'trunk', 'main');
    github.setDefaultBranch(here.upstream, 'trunk');
    await github.deleteBranch(here.upstream, 'main');
    await become(ring, here, {
      'main < up-up-renames:main': 'disabled',
      'main < up-up-renames:trunk': 'on',
    });
    await here.push('a.txt', { branch: 'trunk' });
    await eventually(() => here.pulls()[0]);
  });
});

describe('an upstream', () => {
  it.concurrent('whose default branch is another one is followed there from the next look on', async () => {
    const { github } = ring;
    const here = await scene(ring, 'up-next');
    await github.createBranch(here.upstream, 'next', 'main');
    github.setDefaultBranch(here.upstream, 'next');
    await lookDaily(ring, here, 0);
    await become(ring, here, { 'main < up-up-next:main': 'disabled', 'main < up-up-next:next': 'on' });
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
