/** Pull requests that people close, reopen and edit, what they push to forks, and what becomes of upstreams. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ring, startRing } from '../support/ring.ts';
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
});

describe('an upstream', () => {
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
