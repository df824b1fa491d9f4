/** Forks of forks, and repositories and branches that follow each other. */
import { afterAll, beforeAll, describe, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { branchesOf, branchLink } from './branches.ts';
import { linksOf, path, write } from './configured.ts';
import { follow, type Scene, scene, ticked } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const head = (repository: string) => branchesOf(ring, repository).main;
/** An owner's defaults, which are no commit of any fork's own. */
const defaults = (owner: string, text: string) =>
  ring.github.createRepository({ owner, name: '.github', files: { [path]: text } });

/** How many operations there were, once none waits or runs and the dispatcher has found no other. */
async function operationsAtRest(...scenes: Scene[]): Promise<number> {
  const count = async () => (await Promise.all(scenes.map((one) => one.reasons()))).flat().length;
  return eventually(async () => {
    for (const one of scenes) await one.idle();
    const before = await count();
    await ticked(ring);
    for (const one of scenes) await one.idle();
    return (await count()) === before && before;
  });
}

describe.concurrent('links of links', () => {
  it.for(['fast-forward', 'mirror'] as const)(
    'a chain of forks comes to have what the first has: %s',
    async (strategy, { expect }) => {
      const { github } = ring;
      const text = `strategy: ${strategy}\n`;
      const middle = await scene(ring, `chain-${strategy}`, { before: ({ owner }) => defaults(owner, text) });
      const owner = `octo-end-${strategy}`;
      github.createUser(owner);
      await defaults(owner, text);
      await github.fork({ source: middle.fork, owner });
      const fork = `${owner}/hello`;
      const installation = github.install(owner, [fork]);
      const last = follow(ring, { upstream: middle.fork, fork, owner, installation, branch: 'main' });
      await branchLink(ring, last, 'main', { reason: 'up-to-date', strategy });
      for (const file of ['a.txt', 'b.txt', 'c.txt']) await middle.push(file, { silent: file === 'b.txt' });
      const sha = await middle.push('d.txt');
      await branchLink(ring, last, 'main', { lastSyncedSha: sha, state: 'in-sync' });
      await operationsAtRest(middle, last);
      expect([head(middle.fork), head(fork)]).toEqual([sha, sha]);
      expect([middle.pulls(), last.pulls()]).toEqual([[], []]);
    },
  );

  it('two that follow each other by pull requests come to rest, when nobody merges and when all is merged', async ({
    expect,
  }) => {
    const { github } = ring;
    const here = await scene(ring, 'each', {
      upstreamInstalled: false,
      before: () => defaults('up-each', 'repositories: {hello: {upstream: octo-each/hello}}\n'),
    });
    const installation = github.install('up-each', [here.upstream]);
    const ends = { upstream: here.fork, fork: here.upstream, owner: 'up-each', branch: 'main' };
    const there = follow(ring, { ...ends, installation });
    await branchLink(ring, there, 'main', { reason: 'up-to-date' });
    await here.push('theirs.txt');
    await github.commit(here.fork, 'main', { files: { 'ours.txt': 'ours\n' } });
    await here.until({ state: 'pull-open', pullNumber: 1 });
    await there.until({ state: 'pull-open', pullNumber: 1 });
    await operationsAtRest(here, there);
    expect([here.pulls().length, there.pulls().length]).toEqual([1, 1]);

    await github.mergePull(here.fork, 1, { by: here.owner });
    await here.until({ state: 'in-sync' });
    await github.mergePull(here.upstream, 1, { by: 'up-each' });
    await there.until({ state: 'in-sync' });
    await operationsAtRest(here, there);
    // The merge of what came from here brings nothing: no pull request offers it.
    expect([here.pulls(), there.pulls()]).toMatchObject([[{ merged: true }], [{ merged: true }]]);
    expect(await here.link()).toMatchObject({ state: 'in-sync', pullNumber: null });
    await github.commit(here.fork, 'main', { files: { 'more.txt': 'more\n' } });
    await there.until({ state: 'pull-open', pullNumber: 2 });
  });

  it('branches of one repository follow each other like those of two', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'same', { before: ({ fork }) => github.createBranch(fork, 'stable', 'main') });
    await write(ring, here, 'branches:\n  - main\n  - {from: "octo-same:main", to: stable, strategy: fast-forward}\n');
    await eventually(() => branchesOf(ring, here.fork).stable === head(here.fork));
    expect(await linksOf(ring, here)).toEqual({ 'main < up-same:main': 'on', 'stable < octo-same:main': 'on' });
    await here.push('a.txt');
    const pull = await eventually(() => here.pulls()[0]);
    await github.mergePull(here.fork, pull.number, { by: here.owner });
    await branchLink(ring, here, 'stable', { lastSyncedSha: head(here.fork) ?? '', state: 'in-sync' });
    expect(branchesOf(ring, here.fork).stable).toBe(head(here.fork));
    expect(here.pulls()).toHaveLength(1);
  });
});
