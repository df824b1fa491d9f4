import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installations } from '../../src/db/schema.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { follow, type Scene, scene } from './scene.ts';
import { follows, forkBecomes, installationRow, lives, refreshed } from './variants.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const enough = { contents: 'write', pull_requests: 'write', checks: 'write', workflows: 'write' };
const tooLittle = { contents: 'read', pull_requests: 'read' };

const suspended = (here: Scene) =>
  eventually(async () => (await installationRow(ring, here.installation))?.suspendedAt, { what: 'suspended' });
const unsuspended = async (here: Scene) => {
  await eventually(async () => (await installationRow(ring, here.installation))?.suspendedAt === null);
  await follows(here, 'after.txt');
};
const permitted = (here: Scene, permissions: object) =>
  eventually(async () => {
    const row = await installationRow(ring, here.installation);
    expect(row?.permissions).toEqual({ metadata: 'read', ...permissions });
    return true;
  });
const selected = async (here: Scene) => {
  await forkBecomes(ring, here, { installationId: here.installation });
  await follows(here, 'after.txt');
};
const deselected = (here: Scene) => forkBecomes(ring, here, { installationId: null });
const deselect = async (here: Scene) => {
  ring.github.removeRepositories(here.installation, [here.fork]);
  await deselected(here);
};
const named = (here: Scene, login: string) =>
  eventually(async () => {
    // An operation tells of the fork alone.
    await forkBecomes(ring, here, { ownerLogin: login });
    expect(await installationRow(ring, here.installation)).toMatchObject({ accountLogin: login });
    expect((await here.link()).name).toBe(`${login}/hello main`);
    return true;
  });

describe('an installation', () => {
  lives(() => ring, {
    'is suspended': {
      event: 'installation',
      action: 'suspend',
      happens: (here, how) => ring.github.suspend(here.installation, how),
      known: suspended,
      undo: (here) => ring.github.unsuspend(here.installation),
      undone: unsuspended,
      foundAtOnce: true,
    },
    'is no longer suspended': {
      event: 'installation',
      action: 'unsuspend',
      setUp: async (here) => {
        await here.idle();
        ring.github.suspend(here.installation);
        await suspended(here);
      },
      happens: (here, how) => ring.github.unsuspend(here.installation, how),
      known: unsuspended,
      undo: (here) => ring.github.suspend(here.installation),
      undone: suspended,
      foundAtOnce: true,
    },
    'has new permissions': {
      event: 'installation',
      action: 'new_permissions_accepted',
      options: {
        permissions: tooLittle,
        before: ({ upstream }) => ring.github.commit(upstream, 'main', { files: { 'a.txt': 'a\n' } }),
      },
      setUp: (here) => here.until({ reason: 'missing-permission' }),
      happens: (here, how) => ring.github.setPermissions(here.installation, enough, how),
      known: (here) => here.until({ reason: 'pull-opened' }),
      undo: (here) => ring.github.setPermissions(here.installation, tooLittle),
      undone: (here) => permitted(here, tooLittle),
      foundAtOnce: true,
    },
    'covers a repository no longer': {
      event: 'installation_repositories',
      action: 'removed',
      happens: (here, how) => ring.github.removeRepositories(here.installation, [here.fork], how),
      known: deselected,
      undo: (here) => ring.github.addRepositories(here.installation, [here.fork]),
      undone: selected,
      foundAtOnce: true,
    },
    'covers a repository again': {
      event: 'installation_repositories',
      action: 'added',
      setUp: deselect,
      happens: (here, how) => ring.github.addRepositories(here.installation, [here.fork], how),
      known: selected,
      undo: (here) => ring.github.removeRepositories(here.installation, [here.fork]),
      undone: deselected,
      foundAtOnce: true,
    },
    'is of an account with another name': {
      event: 'installation_target',
      action: 'renamed',
      happens: (here, how) => ring.github.renameAccount(here.owner, `${here.owner}-new`, how),
      known: (here) => named(here, `${here.owner}-new`),
      undo: (here) => ring.github.renameAccount(`${here.owner}-new`, here.owner),
      undone: (here) => named(here, here.owner),
      foundAtOnce: true,
    },
  });
});

describe('an owner without the App', () => {
  it('is given a linked fork: its link is off, and on again with all it knew once the App is there', async () => {
    const { github } = ring;
    const here = await scene(ring, 'gives-away');
    await follows(here, 'a.txt');
    const before = await here.idle();
    github.createUser('takes-over');
    github.transferRepository(here.fork, 'takes-over');
    // GitHub tells nobody, so the first operation that is refused finds it.
    const sha = await here.push('b.txt');
    await forkBecomes(ring, here, { installationId: null });
    const installation = github.install('takes-over', 'all');
    await forkBecomes(ring, here, { installationId: installation, ownerLogin: 'takes-over' });
    const after = await here.until({ decidedOn: sha, pullNumber: 1, state: 'pull-open' });
    expect(after).toMatchObject({ id: before.id, createdAt: before.createdAt, name: 'takes-over/hello main' });
    expect(await here.reasons()).toEqual(expect.arrayContaining(['pull-opened', 'pull-updated']));
    expect(github.pulls('takes-over/hello')).toHaveLength(1);
  });
});

describe('while web is away', () => {
  it('the App is installed and uninstalled, and nothing of it is ever delivered: both are found at start', async () => {
    const { github } = ring;
    const leaving = await scene(ring, 'leaves-at-night');
    const renamed = await scene(ring, 'renamed-at-night');
    const wider = await scene(ring, 'wider-at-night', { permissions: tooLittle });
    const suspending = await scene(ring, 'suspended-at-night');
    const untouched = await scene(ring, 'untouched-at-night');
    await untouched.idle();
    const before = await installationRow(ring, untouched.installation);
    ring.web.kill('SIGTERM');
    await ring.web.exited;
    const quietly = { silent: true };
    github.uninstall(leaving.installation, quietly);
    github.renameAccount(renamed.owner, 'octo-renamed-by-day', quietly);
    github.setPermissions(wider.installation, enough, quietly);
    github.suspend(suspending.installation, quietly);
    github.createUser('newcomer');
    await github.fork({ source: untouched.upstream, owner: 'newcomer', silent: true });
    const installation = github.install('newcomer', 'all', undefined, quietly);
    ring.web = await ring.start('web');

    const names = { upstream: untouched.upstream, fork: 'newcomer/hello', owner: 'newcomer', branch: 'main' };
    await follow(ring, { ...names, installation }).until({ reason: 'up-to-date' });
    await eventually(async () => (await installationRow(ring, leaving.installation)) === undefined);
    await named(renamed, 'octo-renamed-by-day');
    await permitted(wider, enough);
    await suspended(suspending);
    expect(await installationRow(ring, untouched.installation)).toEqual(before);
  });
});

describe('a refresh that GitHub refused for hours', () => {
  it('is done within seconds of the event that tells of the cure', async ({ expect }) => {
    const here = await scene(ring, 'backing-off', { permissions: { contents: 'read', pull_requests: 'read' } });
    await here.push('a.txt');
    await here.until({ reason: 'missing-permission' });
    await refreshed(ring, here.installation);
    const inAnHour = new Date(Date.now() + 3_600_000);
    await ring.database.db
      .update(installations)
      .set({ refreshRequestedAt: new Date(), refreshRetryAt: inAnHour, refreshAttempts: 5 })
      .where(eq(installations.id, here.installation));
    ring.github.setPermissions(here.installation, { contents: 'read', pull_requests: 'write' });
    await refreshed(ring, here.installation);
    expect(await installationRow(ring, here.installation)).toMatchObject({
      permissions: { pull_requests: 'write' },
      refreshRetryAt: null,
      refreshAttempts: 0,
    });
  });
});
