import { afterAll, beforeAll, describe, it } from 'vitest';
import { requestRefresh } from '../../src/db/write/installations.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { call } from './call.ts';
import { answersTo, answerTo } from './checked.ts';
import { become, configured, linksOf, repositoryOf, write } from './configured.ts';
import { follow, type Scene, scene } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const path = '.github/pull.yml';
const rules = (upstream: string, ...lines: string[]) =>
  `version: "1"\nrules:\n  - base: next\n    upstream: ${upstream}\n${lines.map((line) => `    ${line}\n`).join('')}`;

/** The fork's owner writes the file of wei/pull, or removes it. */
const writePull = (here: Scene, text: string | null) =>
  ring.github.commit(here.fork, 'main', { files: { [path]: text }, message: 'Configure Pull' });

/** Both sides have a branch `next` besides. */
const withNext = (name: string, before?: (fork: string, upstream: string) => Promise<unknown>) =>
  scene(ring, name, {
    before: async ({ upstream, fork }) => {
      await ring.github.createBranch(upstream, 'next', 'main');
      await ring.github.createBranch(fork, 'next', 'main');
      await before?.(fork, upstream);
    },
  });

describe.concurrent('a file for wei/pull', () => {
  it('is done as it says where there is none of ours; ours takes its place, and it is back when that is removed', async ({
    expect,
  }) => {
    const here = await withNext('pull', (fork) =>
      ring.github.commit(fork, 'main', {
        files: { [path]: `${rules('up-pull:next', 'assignees: [octo-pull]')}label: from-upstream\n` },
      }),
    );
    ring.github.createLabel(here.fork, 'from-upstream');
    await become(ring, here, { 'next < up-pull:next': 'on' });
    await here.push('a.txt', { branch: 'next' });
    const pull = await eventually(() => here.pulls().find(({ assignees }) => assignees.length > 0));
    expect(pull).toMatchObject({
      base: { branch: 'next' },
      head: { label: 'up-pull:next' },
      labels: ['from-upstream'],
      assignees: ['octo-pull'],
    });

    const ours = await answerTo(ring, here, await write(ring, here, 'branches: [main]\n'));
    expect(ours.summary).not.toContain('wei/pull');
    await become(ring, here, { 'main < up-pull:main': 'on', 'next < up-pull:next': 'disabled' });
    expect(await answersTo(ring, here, await writePull(here, rules('nobody:x')))).toEqual([]);
    expect(await linksOf(ring, here)).toEqual({ 'main < up-pull:main': 'on', 'next < up-pull:next': 'disabled' });

    await writePull(here, rules('up-pull:next'));
    const again = await answerTo(ring, here, await write(ring, here, null));
    expect(again).toMatchObject({ conclusion: 'success', title: '1 branch is kept up to date' });
    expect(again.summary).toContain('This is read as a file of wei/pull');
    await become(ring, here, { 'main < up-pull:main': 'disabled', 'next < up-pull:next': 'on' });
  });

  it('with hardreset moves the branch forward, and where it has commits of its own opens a pull request', async ({
    expect,
  }) => {
    const { github } = ring;
    const here = await withNext('pull-hard');
    await writePull(here, rules('up-pull-hard:next', 'mergeMethod: hardreset'));
    await become(ring, here, { 'main < up-pull-hard:main': 'disabled', 'next < up-pull-hard:next': 'on' });
    const theirs = await here.push('a.txt', { branch: 'next' });
    await eventually(() => github.head(here.fork, 'next') === theirs);
    expect(here.pulls()).toEqual([]);
    const own = await github.commit(here.fork, 'next', { files: { 'own.txt': 'mine\n' } });
    await here.push('b.txt', { branch: 'next' });
    await eventually(() => here.pulls()[0]);
    expect(here.pulls()).toMatchObject([{ base: { branch: 'next' }, head: { label: 'up-pull-hard:next' } }]);
    expect(github.head(here.fork, 'next')).toBe(own);
  });

  it("that is upstream's own does not count, nor once upstream has changed its own", async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'their-pull', {
      before: async ({ upstream, fork }) => {
        const files = { [path]: rules('up-their-pull:next', 'mergeMethod: hardreset') };
        await github.forcePush(fork, 'main', await github.commit(upstream, 'main', { files }));
      },
    });
    const inherited = { configState: 'default', config: null };
    expect(await linksOf(ring, here)).toEqual({ 'main < up-their-pull:main': 'on' });
    expect(await repositoryOf(ring, here)).toMatchObject(inherited);
    await github.commit(here.upstream, 'main', { files: { [path]: rules('up-their-pull:dev') } });
    await here.until({ reason: 'pull-opened' });
    const before = (await repositoryOf(ring, here))?.configReadAt;
    await requestRefresh(ring.database.db, [here.installation]);
    await eventually(async () => (await repositoryOf(ring, here))?.configReadAt?.getTime() !== before?.getTime());
    expect(await repositoryOf(ring, here)).toMatchObject(inherited);
    expect(await linksOf(ring, here)).toEqual({ 'main < up-their-pull:main': 'on' });
  });

  it('with a typo is answered at its line, and changes nothing', async ({ expect }) => {
    const here = await withNext('pull-typo');
    await writePull(here, rules('up-pull-typo:next'));
    await become(ring, here, { 'main < up-pull-typo:main': 'disabled', 'next < up-pull-typo:next': 'on' });
    const broken = await answerTo(ring, here, await writePull(here, rules('up-pull-typo:main', 'mergeMethod: sqash')));
    expect(broken).toMatchObject({
      conclusion: 'failure',
      title: '1 problem in .github/pull.yml',
      annotations: [{ path, start_line: 5, message: expect.stringContaining('did you mean `squash`') }],
    });
    expect(broken.summary).toContain('what was valid last stays in use');
    expect((await configured(ring, here, 'invalid')).configProblem).toMatch(/^\.github\/pull\.yml line 5: /);
    expect(await linksOf(ring, here)).toEqual({
      'main < up-pull-typo:main': 'disabled',
      'next < up-pull-typo:next': 'on',
    });
  });

  it('that never was valid keeps the link off, and is named', async ({ expect }) => {
    const { github } = ring;
    github.createOrg('up-pull-first');
    github.createUser('octo-pull-first');
    await github.createRepository({ owner: 'up-pull-first', name: 'hello', files: { 'README.md': 'hello\n' } });
    await github.fork({ source: 'up-pull-first/hello', owner: 'octo-pull-first' });
    const names = { upstream: 'up-pull-first/hello', fork: 'octo-pull-first/hello', owner: 'octo-pull-first' };
    await github.commit(names.fork, 'main', {
      files: { [path]: 'rules:\n  - base: main\n    upstream: up-pull-first:main\n' },
    });
    const installation = github.install('octo-pull-first', ['octo-pull-first/hello']);
    const here = follow(ring, { ...names, branch: 'main', installation });
    await become(ring, here, { 'main < up-pull-first:main': 'config-invalid' });
    const token = github.createUserToken(here.owner);
    const shown = await call(ring, `/v1/links/${(await here.link()).id}`, { token });
    expect(JSON.stringify(shown.body)).toContain('octo-pull-first/hello/blob/HEAD/.github/pull.yml');
  });
});
