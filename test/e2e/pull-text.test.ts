import { afterAll, beforeAll, describe, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { requestsOf } from './moves.ts';
import { type Scene, scene } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  // No tick comes in between what is counted here.
  ring = await startRing({ without: ['dispatcher'] });
});
afterAll(() => ring?.stop());

const compare = 'GET /repos/:owner/:repo/compare/*basehead';
const opening = 'POST /repos/:owner/:repo/pulls';
const rewriting = 'PATCH /repos/:owner/:repo/pulls/:number';

const bodyOf = (here: Scene) => here.pulls()[0]?.body ?? '';

/** What GitHub is asked from `happens` until the link is at rest with this upstream head. */
async function asked(here: Scene, happens: () => Promise<string>): Promise<string[]> {
  const before = ring.github.requests().length;
  const decidedOn = await happens();
  await here.until({ decidedOn, state: 'pull-open' });
  await here.idle();
  return requestsOf(ring, here, before);
}

const push = (here: Scene, files: Record<string, string>, message: string, author?: string) =>
  ring.github.commit(here.upstream, 'main', { files, message, ...(author ? { author } : {}) });

describe.concurrent('the text of a pull request', () => {
  it('names what comes, what both sides changed and what deserves a look, and follows a push', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'text');
    await github.commit(here.fork, 'main', { files: { 'README.md': 'new\n' }, message: 'Our own words' });
    await here.idle();
    const mallory = github.createUser('mallory').login;
    const files = { 'README.md': 'new\n', 'yarn.lock': 'a\n', '.github/workflows/ci.yml': 'on: push\n' };
    const opened = await asked(here, () => push(here, files, 'Fix all, closes #1, thanks @octocat', mallory));
    expect(opened).toEqual(['Observe', compare, compare, opening]);
    expect(bodyOf(here)).toContain('lacks **1 commit** of');
    expect(bodyOf(here)).toContain(' Fix all, closes ＃1, thanks ＠octocat\n');
    expect(bodyOf(here)).toContain(' Our own words\n');
    expect(bodyOf(here)).toContain('**Both sides changed this file** since they parted: `README.md`.');
    expect(bodyOf(here)).toContain(
      "- Workflows, which run with this fork's secrets once merged: `.github/workflows/ci.yml`",
    );
    expect(bodyOf(here)).toContain('- Lockfiles: `yarn.lock`');
    expect(bodyOf(here)).toContain('- New committers, in none of the last 100 commits here: `mallory`');

    await github.editPull(here.fork, 1, { body: `Please wait for Ada.\n\n${bodyOf(here)}`, by: here.owner });
    const followed = await asked(here, () => push(here, { 'src/a.ts': 'a\n' }, 'Add a'));
    // The first comparison is the reading's own: whether upstream lost what was synced last.
    expect(followed).toEqual(['Observe', compare, compare, compare, rewriting]);
    expect(bodyOf(here)).toMatch(/^Please wait for Ada\.\n\n<!-- backstroke -->\n.* lacks \*\*2 commits\*\* of /);
    expect(bodyOf(here).match(/<!-- /g)).toHaveLength(3);

    await here.sync();
    await here.until({ reason: 'pull-open' });
    await here.idle();
    expect(here.writes()).toEqual([opening, rewriting]);
  });

  it('tells of a release, and reads once where the fork has nothing of its own', async ({ expect }) => {
    const { github } = ring;
    const here = await scene(ring, 'release', {
      before: ({ upstream }) => github.release(upstream, 'v1', { from: 'main', notes: 'The first' }),
    });
    await here.idle();
    const opened = await asked(here, () => here.push('a.txt'));
    expect(opened).toEqual(['Observe', compare, opening]);
    expect(bodyOf(here)).not.toContain('release `v');
    const followed = await asked(here, async () => {
      const sha = await github.commit(here.upstream, 'main', { files: { b: 'b\n' }, silent: true });
      await github.release(here.upstream, 'v2', { from: sha, notes: '## New\n* engines by @ada in #7' });
      return here.push('c.txt');
    });
    expect(followed).toEqual(['Observe', compare, rewriting]);
    expect(bodyOf(here)).toContain('It brings the release `v2`.');
    expect(bodyOf(here)).toContain('\n    ## New\n    * engines by ＠ada in ＃7\n');
  });

  it('says what the fork changed since, too', async ({ expect }) => {
    const here = await scene(ring, 'since');
    await here.push('a.txt');
    await here.until({ state: 'pull-open' });
    await here.idle();
    await ring.github.commit(here.fork, 'main', { files: { 'a.txt': 'ours\n' } });
    await eventually(() => bodyOf(here).includes('**Both sides changed this file** since they parted: `a.txt`.'));
    await here.idle();
    expect(here.writes()).toEqual([opening, rewriting]);
  });

  it('is opened whatever GitHub refuses to compare, and made whole by the next operation', async ({ expect }) => {
    const here = await scene(ring, 'less');
    const path = new RegExp(`^/repos/${here.fork}/compare/`);
    ring.github.faults.add({ match: { method: 'GET', path }, times: 1, kind: '502' });
    await here.push('a.txt');
    await here.until({ state: 'pull-open' });
    expect(bodyOf(here)).toContain('GitHub could not say what is in them when this was written');
    await here.idle();
    await here.sync();
    await eventually(() => bodyOf(here).includes(' Add a.txt\n'));
    await here.idle();
    expect(here.writes()).toEqual([opening, rewriting]);
  });

  it("is nobody's to change but a person's once the person took it over", async ({ expect }) => {
    const here = await scene(ring, 'taken');
    await here.push('a.txt');
    await here.until({ state: 'pull-open' });
    await here.idle();
    await ring.github.editPull(here.fork, 1, { body: 'All mine.', by: here.owner });
    const sha = await here.push('b.txt');
    await here.until({ reason: 'pull-updated', decidedOn: sha });
    await here.idle();
    expect(bodyOf(here)).toBe('All mine.');
    expect(here.writes()).toEqual([opening]);
  });
});
