import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { repositories } from '../../src/db/schema.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { follow, scene, ticked } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const repository = async (id: number) =>
  (await ring.database.db.select().from(repositories).where(eq(repositories.id, id)))[0];

/** What tells on the fork that a person is needed, and that nobody is any more. */
const told = 'POST /repos/:owner/:repo/check-runs';
const cured = 'PATCH /repos/:owner/:repo/check-runs/:check_run_id';

describe.concurrent('upstream', () => {
  it('that is renamed keeps its link, and its new name is learned', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'renamed');
    const { id } = github.repository(here.upstream);
    github.renameRepository(here.upstream, 'hallo');
    await eventually(async () => (await repository(id))?.name === 'hallo', { what: 'the name in the table' });
    await github.commit('up-renamed/hallo', 'main', { files: { 'a.txt': 'a\n' } });
    await here.until({ reason: 'pull-opened', state: 'pull-open' });
    expect(here.pulls()).toMatchObject([{ title: 'Sync up-renamed/hallo main', head: { label: 'up-renamed:main' } }]);
  });

  it('that is renamed while we look away still gets its pull request', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'moved');
    github.renameRepository(here.upstream, 'hallo', { silent: true });
    await github.commit('up-moved/hallo', 'main', { files: { 'a.txt': 'a\n' } });
    await here.until({ reason: 'pull-opened', state: 'pull-open' });
    expect(here.pulls()).toMatchObject([{ title: 'Sync up-moved/hallo main' }]);
  });

  it('that is deleted is not exchanged for the parent GitHub gives the fork then', async ({ expect }) => {
    const { github } = ring;
    // The other fork is older: it becomes the root of the network.
    const here = await scene(ring, 'deleted', {
      before: async ({ upstream }) => {
        github.createUser('heir');
        await github.fork({ source: upstream, owner: 'heir' });
      },
    });
    github.deleteRepository(here.upstream);
    const missing = await here.until({ reason: 'upstream-missing', state: 'failing', decidedOn: 'gone' });
    expect(missing.sentence).toContain('up-deleted/hello');
    const parent = ['heir/hello', null];
    expect(parent).toContain(github.repository(here.fork).parent);
    await github.commit('heir/hello', 'main', { files: { 'a.txt': 'a\n' } });
    await ticked(ring);
    await here.sync();
    await here.answered();
    await here.until({ reason: 'upstream-missing' });
    expect(here.pulls()).toEqual([]);
  });

  it('that is replaced by another repository of its name is missing', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'replaced');
    github.deleteRepository(here.upstream);
    await here.until({ reason: 'upstream-missing', decidedOn: 'gone' });
    await github.createRepository({ owner: 'up-replaced', name: 'hello' });
    await here.until({ reason: 'upstream-missing', decidedOn: 'replaced' });
    expect(here.pulls()).toEqual([]);
    // The refresh of upstream's installation asks, too: an operation that was queued before the answer tells it again, in the same check run.
    expect(here.writes()[0]).toBe(told);
    expect(
      here
        .writes()
        .slice(1)
        .filter((write) => write !== cured),
    ).toEqual([]);
  });

  it('whose branch goes and comes back is followed again', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'branch', { branch: 'trunk', upstreamInstalled: false });
    const sha = (await here.link()).decidedOn ?? '';
    await github.deleteBranch(here.upstream, 'trunk');
    await here.until({ reason: 'upstream-branch-missing', state: 'failing', decidedOn: 'no-branch' });
    await github.createBranch(here.upstream, 'trunk', sha);
    await here.until({ reason: 'up-to-date', state: 'in-sync', decidedOn: sha, retryAt: null });
    expect(here.writes()).toEqual([told, cured]);
  });

  it('that goes private is out of sight', async ({ expect }) => {
    const here = await scene(ring, 'private', { upstreamInstalled: false });
    ring.github.setPrivate(here.upstream, true);
    await here.until({ reason: 'upstream-missing', state: 'failing', decidedOn: 'gone' });
    expect(here.writes()).toEqual([told]);
  });

  it('with a history of its own is not merged', async ({ expect }) => {
    const here = await scene(ring, 'unrelated');
    const sha = await ring.github.forcePush(here.upstream, 'main', { files: { 'x.txt': 'x\n' }, onto: null });
    await here.until({ reason: 'unrelated-histories', state: 'failing', decidedOn: sha });
    // A second operation of the same moment tells it again, in the same check run.
    expect(here.writes()[0]).toBe(told);
    expect(here.writes().filter((write) => !write.includes('/check-runs'))).toEqual([]);
  });

  it.for([false, true])('and fork of one owner (private: %s) are linked by id', async (isPrivate, { expect }) => {
    const { github } = ring;
    const org = isPrivate ? 'secret-family' : 'family';
    github.createOrg(org);
    github.createUser(`${org}-member`);
    await github.createRepository({ owner: org, name: 'hello', private: isPrivate });
    await github.fork({ source: `${org}/hello`, owner: org, name: 'hello-fork' });
    github.grant(`${org}/hello-fork`, `${org}-member`, 'push');
    const installation = github.install(org, 'all');
    const names = { upstream: `${org}/hello`, fork: `${org}/hello-fork`, owner: org, branch: 'main' };
    const here = follow(ring, { ...names, installation, by: `${org}-member` });
    await here.until({ reason: 'up-to-date' });
    const sha = await here.push('a.txt');
    await here.until({ reason: 'pull-opened', state: 'pull-open' });
    expect(here.pulls()).toMatchObject([{ head: { repository: `${org}/hello`, sha }, base: { branch: 'main' } }]);
    expect(here.writes()).toEqual(['CreatePull']);
    await here.idle();
    await here.push('b.txt');
    await here.until({ reason: 'pull-updated' });
    expect(here.pulls()).toHaveLength(1);
    expect(github.pulls(`${org}/hello`)).toEqual([]);
  });
});

describe.concurrent('a fork', () => {
  it('without its branch says so, until it is back', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'nobranch');
    const sha = github.head(here.fork, 'main') ?? '';
    await github.deleteBranch(here.fork, 'main');
    await here.until({ reason: 'fork-branch-missing', state: 'failing' });
    await here.push('a.txt');
    await here.answered();
    expect(here.pulls()).toEqual([]);
    await github.createBranch(here.fork, 'main', sha);
    await here.until({ reason: 'pull-opened', state: 'pull-open' });
  });

  it('that is archived is left alone', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'archived');
    github.setArchived(here.fork, true);
    await here.push('a.txt');
    await here.until({ reason: 'fork-archived', state: 'failing' });
    expect(here.writes()).toEqual([]);
    github.setArchived(here.fork, false);
    await here.until({ reason: 'pull-opened', state: 'pull-open' });
  });
});
