import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { installations, links } from '../../src/db/schema.ts';
import { requestRefresh } from '../../src/db/write/installations.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { call } from './call.ts';
import { become, configured, linksOf, path, repositoryOf, write } from './configured.ts';
import { follow, scene } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

describe.concurrent('a file in the fork', () => {
  it('says which branches follow which; what it says no more is off, and knows all it knew when it is back', async ({
    expect,
  }) => {
    const { github } = ring;
    const here = await scene(ring, 'branches', {
      before: async ({ upstream, fork }) => {
        await github.createBranch(upstream, 'next', 'main');
        await github.createBranch(fork, 'next', 'main');
      },
    });
    const first = await here.link();
    await write(ring, here, 'branches:\n  - from: next\n    to: next\n');
    await become(ring, here, { 'main < up-branches:main': 'disabled', 'next < up-branches:next': 'on' });
    await here.push('a.txt', { branch: 'next' });
    await eventually(() => here.pulls()[0]);
    await here.push('b.txt');
    expect(here.pulls()).toMatchObject([{ base: { branch: 'next' }, head: { label: 'up-branches:next' } }]);

    await write(ring, here, null);
    await become(ring, here, { 'main < up-branches:main': 'on', 'next < up-branches:next': 'disabled' });
    await eventually(() => here.pulls().length === 2);
    const again = await ring.database.db
      .select()
      .from(links)
      .where(and(eq(links.forkId, first.forkId), eq(links.forkBranch, 'main')));
    expect(again).toMatchObject([{ id: first.id }]);
  });

  it('says how pull requests look', async ({ expect }) => {
    const here = await scene(ring, 'looks');
    // Without `issues: write` GitHub makes no labels.
    ring.github.createLabel(here.fork, 'upstream');
    const lines = ['title: "{{upstream}} on {{branch}}"', 'labels: [upstream]', 'draft: true'];
    await write(ring, here, `pull-request:\n${lines.map((line) => `  ${line}\n`).join('')}`);
    await eventually(async () => (await here.link()).settings.pullRequest.draft);
    await here.push('a.txt');
    await here.until({ reason: 'pull-opened' });
    const [pull] = here.pulls();
    expect(pull).toMatchObject({ title: 'up-looks/hello on main', draft: true, labels: ['upstream'] });
  });

  it('switches everything off, and on again', async ({ expect }) => {
    const here = await scene(ring, 'off');
    await write(ring, here, 'enabled: false\n');
    await become(ring, here, { 'main < up-off:main': 'disabled' });
    await here.push('a.txt');
    const token = ring.github.createUserToken(here.owner);
    const shown = await call(ring, `/v1/links/${(await here.link()).id}`, { token });
    expect(shown.body).toMatchObject({ state: 'disabled', reason: 'disabled' });
    expect(here.pulls()).toEqual([]);
    await write(ring, here, 'enabled: true\n');
    await here.until({ reason: 'pull-opened' });
  });

  it('with a problem changes nothing, and takes effect once it is corrected', async ({ expect }) => {
    const here = await scene(ring, 'typo');
    await write(ring, here, 'every: 1d\n');
    await eventually(async () => (await here.link()).settings.everyMs);
    await write(ring, here, 'evry: 7d\nenabled: false\n');
    const row = await configured(ring, here, 'invalid');
    expect(row.configProblem).toContain('did you mean `every`');
    expect(row.config).toEqual({ every: '1d' });
    expect(await linksOf(ring, here)).toEqual({ 'main < up-typo:main': 'on' });
    expect((await here.link()).settings.everyMs).toBe(86_400_000);
    await write(ring, here, 'every: 7d\n');
    await eventually(async () => (await here.link()).settings.everyMs === 7 * 86_400_000);
    expect(await repositoryOf(ring, here)).toMatchObject({ configState: 'valid', configProblem: null });
  });

  it('that was broken from the first keeps the link off until it is valid', async ({ expect }) => {
    const { github } = ring;
    github.createOrg('up-first');
    github.createUser('octo-first');
    await github.createRepository({ owner: 'up-first', name: 'hello', files: { 'README.md': 'hello\n' } });
    await github.fork({ source: 'up-first/hello', owner: 'octo-first' });
    await github.commit('octo-first/hello', 'main', { files: { [path]: 'branches: main\n' } });
    await github.commit('up-first/hello', 'main', { files: { 'a.txt': 'a\n' } });
    const names = { upstream: 'up-first/hello', fork: 'octo-first/hello', owner: 'octo-first', branch: 'main' };
    const installation = github.install('octo-first', ['octo-first/hello']);
    const here = follow(ring, { ...names, installation });
    await become(ring, here, { 'main < up-first:main': 'config-invalid' });
    const token = github.createUserToken('octo-first');
    const shown = await call(ring, `/v1/links/${(await here.link()).id}`, { token });
    expect(shown.body).toMatchObject({ state: 'failing', reason: 'config-invalid' });
    expect(JSON.stringify(shown.body)).toContain('octo-first/hello/blob/HEAD/.github/backstroke.yml');
    expect(here.pulls()).toEqual([]);
    await write(ring, here, 'branches: [main]\n');
    await here.until({ reason: 'pull-opened' });
  });

  it("that is upstream's own does not count", async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'inherited', {
      before: async ({ upstream, fork }) => {
        const sha = await github.commit(upstream, 'main', { files: { [path]: 'enabled: false\n' } });
        await github.forcePush(fork, 'main', sha);
      },
    });
    expect(await linksOf(ring, here)).toEqual({ 'main < up-inherited:main': 'on' });
    expect(await repositoryOf(ring, here)).toMatchObject({ configState: 'default', config: null });
    await here.push('a.txt');
    await here.until({ reason: 'pull-opened' });
  });

  it('that came from upstream does not count either once upstream has changed its own', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'older', {
      before: async ({ upstream, fork }) => {
        const sha = await github.commit(upstream, 'main', { files: { [path]: 'enabled: false\n' } });
        await github.forcePush(fork, 'main', sha);
        await github.commit(upstream, 'main', { files: { [path]: 'every: 1d\n' } });
      },
    });
    expect(await linksOf(ring, here)).toEqual({ 'main < up-older:main': 'on' });
    expect(await repositoryOf(ring, here)).toMatchObject({ configState: 'default', config: null });
    await here.until({ reason: 'pull-opened' });
    // What was decided of the file holds, also when upstream has none any more.
    await github.commit(here.upstream, 'main', { files: { [path]: null } });
    await requestRefresh(ring.database.db, [here.installation]);
    await eventually(async () => {
      const rows = await ring.database.db.select().from(installations).where(eq(installations.id, here.installation));
      return rows[0]?.refreshRequestedAt === null;
    });
    expect(await linksOf(ring, here)).toEqual({ 'main < up-older:main': 'on' });
    await write(ring, here, 'enabled: false\nevery: 2d\n');
    await become(ring, here, { 'main < up-older:main': 'disabled' });
  });

  it('of which no delivery came is found by the next refresh', async () => {
    const here = await scene(ring, 'lost');
    await write(ring, here, 'enabled: false\n', { silent: true });
    await requestRefresh(ring.database.db, [here.installation]);
    await become(ring, here, { 'main < up-lost:main': 'disabled' });
  });
});
