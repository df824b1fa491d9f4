import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { links as linkRows } from '../../src/db/schema.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { become } from './configured.ts';
import { type Scene, scene } from './scene.ts';
import { follows, forkBecomes, lives, lookDaily, refreshed } from './variants.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const fork = (here: Scene) => ring.github.repository(here.fork).fullName;
const called = async (here: Scene, name: string) => {
  await forkBecomes(ring, here, { name });
  await eventually(async () => (await here.link()).name === `${here.owner}/${name} main`);
  await follows(here, 'after.txt');
};
const rename = (here: Scene, name: string, how = {}) => ring.github.renameRepository(fork(here), name, how);

/** The owner that forks are given to, where the App is installed, and by which installation. */
const heirs = new Map<string, number>();
const heir = (here: Scene) => `heir-of-${here.owner}`;
const ownedBy = async (here: Scene, owner: string, installationId: number | undefined) => {
  await forkBecomes(ring, here, { ownerLogin: owner, installationId: installationId ?? 0 });
  await follows(here, 'after.txt');
};
const transfer = (here: Scene, to: string, how = {}) => {
  ring.github.transferRepository(fork(here), to, how);
  // A selection does not follow its repositories: the new owner has the App on all.
  if (to === here.owner) ring.github.addRepositories(here.installation, [fork(here)]);
};

const archived = (here: Scene) => forkBecomes(ring, here, { archived: true });
const live = async (here: Scene) => {
  await forkBecomes(ring, here, { archived: false });
  await follows(here, 'after.txt');
};
const isPrivate = (here: Scene, flag: boolean) => forkBecomes(ring, here, { private: flag });
const gone = (here: Scene) => forkBecomes(ring, here, { installationId: null });

const links = (here: Scene, all: Record<string, string>) => {
  const upstream = here.upstream.split('/')[0];
  return become(
    ring,
    here,
    Object.fromEntries(Object.entries(all).map(([branch, on]) => [`${branch} < ${upstream}:main`, on])),
  );
};

describe('a fork', () => {
  lives(() => ring, {
    'is renamed': {
      event: 'repository',
      action: 'renamed',
      happens: (here, how) => rename(here, 'hallo', how),
      known: (here) => called(here, 'hallo'),
      undo: (here) => rename(here, 'hello'),
      undone: (here) => called(here, 'hello'),
      foundAtOnce: true,
    },
    'has another owner': {
      event: 'repository',
      action: 'transferred',
      setUp: (here) => {
        ring.github.createUser(heir(here));
        heirs.set(here.owner, ring.github.install(heir(here), 'all'));
      },
      happens: (here, how) => transfer(here, heir(here), how),
      known: async (here) => {
        await lookDaily(ring, { ...here, installation: heirs.get(here.owner) ?? 0 }, 0);
        await ownedBy(here, heir(here), heirs.get(here.owner));
      },
      undo: (here) => transfer(here, here.owner),
      undone: (here) => ownedBy(here, here.owner, here.installation),
      foundAtOnce: true,
    },
    'is archived': {
      event: 'repository',
      action: 'archived',
      happens: (here, how) => ring.github.setArchived(here.fork, true, how),
      known: archived,
      undo: (here) => ring.github.setArchived(here.fork, false),
      undone: live,
      foundAtOnce: true,
    },
    'is no longer archived': {
      event: 'repository',
      action: 'unarchived',
      setUp: async (here) => {
        ring.github.setArchived(here.fork, true);
        await archived(here);
        await here.push('while.txt');
        await here.until({ reason: 'fork-archived' });
      },
      happens: (here, how) => ring.github.setArchived(here.fork, false, how),
      known: async (here) => {
        await here.until({ reason: 'pull-opened' });
      },
      undo: (here) => ring.github.setArchived(here.fork, true),
      undone: archived,
      foundAtOnce: true,
    },
    'goes private': {
      event: 'repository',
      action: 'privatized',
      happens: (here, how) => ring.github.setPrivate(here.fork, true, how),
      known: (here) => isPrivate(here, true),
      undo: (here) => ring.github.setPrivate(here.fork, false),
      undone: (here) => isPrivate(here, false),
      foundAtOnce: true,
    },
    'goes public': {
      event: 'repository',
      action: 'publicized',
      setUp: async (here) => {
        ring.github.setPrivate(here.fork, true);
        await isPrivate(here, true);
      },
      happens: (here, how) => ring.github.setPrivate(here.fork, false, how),
      known: (here) => isPrivate(here, false),
      undo: (here) => ring.github.setPrivate(here.fork, true),
      undone: (here) => isPrivate(here, true),
      foundAtOnce: true,
    },
    'is deleted': {
      event: 'repository',
      action: 'deleted',
      happens: (here, how) => ring.github.deleteRepository(here.fork, how),
      known: gone,
      foundAtOnce: true,
    },
    'is renamed before it is deleted': {
      event: 'repository',
      action: 'renamed',
      happens: (here, how) => rename(here, 'hallo', how),
      known: (here) => called(here, 'hallo'),
      undo: (here) => ring.github.deleteRepository(fork(here)),
      undone: gone,
      foundAtOnce: true,
    },
    'has another default branch': {
      event: 'repository',
      action: 'edited',
      setUp: (here) => ring.github.createBranch(here.fork, 'next', 'main'),
      happens: (here, how) => ring.github.setDefaultBranch(here.fork, 'next', how),
      known: (here) => links(here, { next: 'on' }),
      undo: (here) => ring.github.setDefaultBranch(here.fork, 'main'),
      undone: (here) => links(here, { main: 'on' }),
      foundAtOnce: true,
    },
  });
});

describe.concurrent('an operation finds what nobody told', () => {
  it('that the fork is gone', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'found-gone');
    const { id } = await here.link();
    await refreshed(ring, here.installation);
    github.deleteRepository(here.fork, { silent: true });
    await here.push('a.txt');
    const link = await here.until({ reason: 'fork-missing', state: 'failing' });
    expect(link.id).toBe(id);
    expect(link.sentence).toContain(`/settings/installations/${here.installation}`);
    expect(here.writes()).toEqual([]);
  });
});

/** Not at the same time as the others: it takes their worker away, since one with a young token tries that again first. */
describe('a worker that has no token yet finds what nobody told', () => {
  it('that the App was removed, and nothing of it is left', async ({ expect }) => {
    const { github, database } = ring;
    const here = await scene(ring, 'found-removed');
    const { id } = await here.idle();
    await refreshed(ring, here.installation);
    ring.worker.kill('SIGTERM');
    await ring.worker.exited;
    github.uninstall(here.installation, { silent: true });
    await here.push('a.txt');
    ring.worker = await ring.start('worker');
    const ended = await ring.worker.waitForLine(({ json }) => json?.linkId === id && json.reason !== undefined);
    expect(ended.json?.reason).toBe('not-installed');
    const rows = () => database.db.select().from(linkRows).where(eq(linkRows.id, id));
    await eventually(async () => (await rows()).length === 0, { what: 'the link is removed' });
    expect(here.writes()).toEqual([]);
  });
});
