import { afterAll, beforeAll, describe, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { answersTo, answerTo } from './checked.ts';
import { path, repositoryOf, write } from './configured.ts';
import { scene } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

/** The push of this commit, or a pull request with this head. */
const tellsOf = ({ after, pull_request: pull }: Record<string, unknown>, sha: string) =>
  after === sha || JSON.stringify(pull ?? null).includes(`"sha":"${sha}"`);

describe.concurrent('a commit that touches the file', () => {
  it('is answered at its lines when there is a problem, and by what each branch would do when there is none', async ({
    expect,
  }) => {
    const { github } = ring;
    const here = await scene(ring, 'lines', {
      before: async ({ upstream, fork }) => {
        await github.createBranch(upstream, 'next', 'main');
        await github.createBranch(fork, 'next', 'main');
      },
    });
    const broken = await answerTo(ring, here, await write(ring, here, 'enabled: true\nevry: 7d\nbranches: []\n'));
    expect(broken).toMatchObject({
      name: 'Backstroke configuration',
      status: 'completed',
      conclusion: 'failure',
      title: '2 problems in .github/backstroke.yml',
      annotations: [
        { path, start_line: 2, end_line: 2, start_column: 1, message: expect.stringContaining('did you mean `every`') },
        { path, start_line: 3, start_column: 11 },
      ],
    });
    expect(broken.summary).toContain('the default stays in use');
    await here.push('a.txt', { branch: 'next' });
    const good = await answerTo(ring, here, await write(ring, here, 'branches: [main, next]\n'));
    expect(good).toMatchObject({ conclusion: 'success', title: '2 branches are kept up to date', annotations: [] });
    expect(good.summary?.split('\n')).toEqual([
      'What a sync would do now:',
      '',
      '- `main` ← `up-lines/hello` `main`: it has everything (`up-to-date`)',
      expect.stringMatching(/^- `next` ← `up-lines\/hello` `next`: .* with 1 commit \(`pull-open(ed)?`\)$/),
    ]);
    const again = await answerTo(ring, here, await write(ring, here, 'every: never\n'));
    expect(again.summary).toContain('what was valid last stays in use');
  });

  it('is answered on the head of a pull request, and not where the file changed in its base alone', async ({
    expect,
  }) => {
    const { github } = ring;
    const here = await scene(ring, 'offered');
    github.createUser('pal');
    await github.fork({ source: here.fork, owner: 'pal', name: 'offered' });
    await github.commit('pal/offered', 'idle', { files: { 'idle.txt': 'x\n' } });
    const sha = await github.commit('pal/offered', 'main', { files: { [path]: 'branches:\n  main\n' } });
    await write(ring, here, 'every: 1d\n');
    const pull = { repo: here.fork, base: 'main', by: 'pal' };
    await github.openPull({ ...pull, head: 'pal:offered:main' });
    const answer = await answerTo(ring, here, sha);
    expect(answer).toMatchObject({ conclusion: 'failure', annotations: [{ path, start_line: 2 }] });
    expect(answer.summary).toContain('On `main` a file with a problem would change nothing');
    const mended = await github.commit('pal/offered', 'main', { files: { [path]: 'branches: [main]\n' } });
    expect((await answerTo(ring, here, mended)).summary).toContain('would do once this is on `main`:');
    const idle = await github.openPull({ ...pull, head: 'pal:offered:idle' });
    expect(await answersTo(ring, here, idle.head.sha)).toEqual([]);
  });

  it('is answered once, when it is pushed and offered, and each delivery comes twice', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'once');
    const sha = await github.commit(here.fork, 'topic', { files: { [path]: 'every: 1d\n' } });
    await answerTo(ring, here, sha);
    await github.openPull({ repo: here.fork, head: 'topic', base: 'main', by: here.owner });
    await github.settled();
    const { id } = github.repository(here.fork);
    const told = github
      .deliveries()
      .filter(({ repositoryId, payload }) => repositoryId === id && tellsOf(payload, sha));
    expect(told.map(({ event }) => event).sort()).toEqual(['pull_request', 'push']);
    for (const { guid } of told) await github.redeliver(guid);
    expect(await answersTo(ring, here, sha)).toEqual(['success: 1 branch is kept up to date']);
  });

  it('is told what holds again when it removes the file', async ({ expect }) => {
    const here = await scene(ring, 'removed');
    await write(ring, here, 'enabled: false\n');
    const gone = await answerTo(ring, here, await write(ring, here, null));
    expect(gone).toMatchObject({ conclusion: 'neutral', title: 'No file: 1 branch is kept up to date' });
    expect(gone.summary).toContain('- `main` ← `up-removed/hello` `main`: it has everything');
  });

  it('is told that a directory or a link is no file', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'odd');
    const directory = await github.commit(here.fork, 'main', { files: { [`${path}/a.yml`]: 'x\n' } });
    expect((await answerTo(ring, here, directory)).annotations).toMatchObject([
      { start_line: 1, message: expect.stringContaining('This is a directory') },
    ]);
    const link = { mode: '120000', content: '../README.md' } as const;
    const linked = await github.commit(here.fork, 'main', { files: { [path]: link } });
    expect((await answerTo(ring, here, linked)).annotations).toMatchObject([
      { start_line: 1, message: expect.stringContaining('symbolic link') },
    ]);
  });

  it("is answered in the owner's defaults", async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'home', {
      before: ({ owner }) => github.createRepository({ owner, name: '.github', files: { 'README.md': 'me\n' } }),
    });
    const home = { ...here, fork: `${here.owner}/.github` };
    github.addRepositories(here.installation, [home.fork]);
    await eventually(() => repositoryOf(ring, home), { what: 'a repository that is known' });
    const broken = await write(ring, home, 'max-open: 0\n');
    expect(await answersTo(ring, home, broken)).toEqual(['failure: 1 problem in .github/backstroke.yml']);
    const good = await write(ring, home, 'max-open: 5\n');
    expect(await answersTo(ring, home, good)).toEqual(['success: Defaults for all forks']);
  });
});

describe.concurrent('nothing is said', () => {
  it('of a push that leaves the file alone', async ({ expect }) => {
    const here = await scene(ring, 'untouched');
    const sha = await ring.github.commit(here.fork, 'main', { files: { 'own.txt': 'mine\n' } });
    expect(await answersTo(ring, here, sha)).toEqual([]);
  });

  it("of a commit that is upstream's; of one that brings its file it is said that this does not count", async ({
    expect,
  }) => {
    const { github } = ring;
    const here = await scene(ring, 'theirs');
    const theirs = await github.commit(here.upstream, 'main', { files: { [path]: 'enabled: false\n' } });
    await github.forcePush(here.fork, 'main', theirs);
    expect(await answersTo(ring, here, theirs)).toEqual([]);
    await write(ring, here, 'every: 1d\n');
    const same = await write(ring, here, 'enabled: false\n');
    const title = "Upstream's own file, which does not count: 1 branch is kept up to date";
    expect(await answersTo(ring, here, same)).toEqual([`neutral: ${title}`]);
  });

  it('and nothing tried again where the App may make no check runs', async ({ expect }) => {
    const here = await scene(ring, 'forbidden', { permissions: { contents: 'write', pull_requests: 'write' } });
    const sha = await write(ring, here, 'evry: 1d\n');
    expect(await answersTo(ring, here, sha)).toEqual([]);
    const asked = ring.github.deliveries().find(({ payload }) => tellsOf(payload, sha));
    const given = await ring.worker.waitForLine(
      ({ json }) => json?.msg === 'Could not answer a commit' && json.requestId === asked?.guid,
    );
    expect(given.json).toMatchObject({ reason: 'missing-permission', notBefore: null });
  });
});

it('what GitHub cannot do now is done when it can', async ({ expect }) => {
  const { github } = ring;
  const here = await scene(ring, 'later');
  const creating = { method: 'POST', path: /octo-later\/hello\/check-runs$/ };
  github.faults.add({ match: creating, kind: '502', times: 1 });
  const sha = await write(ring, here, 'every: 1d\n');
  expect(await answersTo(ring, here, sha)).toEqual(['success: 1 branch is kept up to date']);
  expect(github.countRequests(creating)).toBe(2);
});
