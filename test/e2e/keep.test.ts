import { afterAll, beforeAll, describe, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { path } from './configured.ts';
import { headOf, own, requestsOf } from './moves.ts';
import { type Scene, scene } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const creates = ['POST /repos/:owner/:repo/git/trees', 'POST /repos/:owner/:repo/git/commits'];
const merges = 'POST /repos/:owner/:repo/merges';
const makes = 'POST /repos/:owner/:repo/git/refs';
const opens = 'POST /repos/:owner/:repo/pulls';
const edits = 'PATCH /repos/:owner/:repo/pulls/:number';

/** A fork that changed a file of upstream's and deleted another, and keeps both. */
function keeping(name: string, said: string): Promise<Scene> {
  return scene(ring, name, {
    before: async ({ upstream, fork }) => {
      const files = { 'docs/a.md': 'a\n', 'docs/gone.md': 'gone\n', 'x.lock': '1\n' };
      const onto = await ring.github.commit(upstream, 'main', { files });
      const mine = { 'docs/a.md': 'mine\n', 'docs/gone.md': null, 'x.lock': 'mine\n' };
      const text = `${said}\nkeep: [docs, "*.lock"]\n`;
      await ring.github.forcePush(fork, 'main', { files: { ...mine, [path]: text }, onto });
    },
  });
}

const theirs = { 'docs/a.md': 'theirs\n', 'docs/gone.md': 'changed\n', 'docs/new.md': 'new\n', 'x.lock': '2\n' };

/** All files of a branch of the fork, but for the configuration's, with what is in them. */
async function filesOf({ fork }: Scene, branch = 'main'): Promise<Record<string, string>> {
  const api = `${ring.github.url}/api/v3/repos/${fork}`;
  const headers = { accept: 'application/vnd.github.raw+json' };
  const listed = await fetch(`${api}/git/trees/${branch}?recursive=1`);
  const { tree } = (await listed.json()) as { tree: { path: string; type: string }[] };
  const files = tree.filter(({ path: one, type }) => type === 'blob' && one !== path);
  const read = files.map(async ({ path: one }) => {
    const answer = await fetch(`${api}/contents/${one}?ref=${branch}`, { headers });
    return [one, await answer.text()] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

const ours = { 'README.md': 'hello\n', 'docs/a.md': 'mine\n', 'x.lock': 'mine\n' };
const branchOf = ({ upstream }: Scene) => `backstroke/${upstream.split('/')[0]}/main`;
const commitAt = (here: Scene, sha: string) => ring.github.commitOf(here.fork, sha);

describe.concurrent('paths that stay as the fork has them', () => {
  it('stay so where upstream is merged into the branch, which then has all commits of upstream', async ({ expect }) => {
    const here = await keeping('k-merge', 'strategy: merge');
    await here.idle();
    for (const at of ['1', '2']) {
      const before = headOf(ring, here);
      const files = { ...theirs, 'docs/a.md': `theirs ${at}\n`, [`src/${at}.txt`]: `${at}\n` };
      const sha = await ring.github.commit(here.upstream, 'main', { files });
      await here.until({ reason: 'merged', lastSyncedSha: sha, state: 'in-sync' });
      const { parents } = await commitAt(here, headOf(ring, here));
      expect(parents[0]).toBe(before);
      const kept = await commitAt(here, parents[1] ?? '');
      expect(kept).toMatchObject({
        parents: [sha],
        author: kept.committer,
        message: expect.stringContaining('4 files'),
      });
      expect(kept.author).toMatchObject({
        name: ring.github.bot.login,
        date: (await ring.github.commitOf(here.upstream, sha)).committer.date,
      });
      await here.idle();
    }
    expect(await filesOf(here)).toEqual({ ...ours, 'src/1.txt': '1\n', 'src/2.txt': '2\n' });
    expect(here.writes()).toEqual([...creates, merges, ...creates, merges]);

    const since = ring.github.requests().length;
    await here.sync();
    await here.idle();
    expect(requestsOf(ring, here, since).filter((one) => one !== 'Heads')).toEqual(['Observe']);

    const other = await here.push('src/3.txt');
    const plain = await ring.github.commit(here.upstream, 'main', {
      files: { 'docs/a.md': 'mine\n', 'docs/gone.md': null, 'docs/new.md': null, 'x.lock': 'mine\n' },
    });
    await here.until({ reason: 'merged', lastSyncedSha: plain });
    expect(other).toBe((await commitAt(here, plain)).parents[0]);
    await here.idle();
    expect((await commitAt(here, headOf(ring, here))).parents[1]).toBe(plain);
    expect(here.pulls()).toEqual([]);
  });

  it('stay so where the rest conflicts, in a pull request from a head in the fork', async ({ expect }) => {
    const here = await keeping('k-conflict', 'strategy: merge');
    await own(ring, here, 'src.txt', 'mine\n');
    await here.idle();
    const sha = await ring.github.commit(here.upstream, 'main', { files: { ...theirs, 'src.txt': 'theirs\n' } });
    await here.until({ reason: 'conflict', state: 'conflict', lastSyncedSha: sha, pullNumber: 1 });
    await here.idle();
    const [pull] = here.pulls();
    expect(pull).toMatchObject({ state: 'open', head: { repository: here.fork, branch: branchOf(here) } });
    expect((await commitAt(here, pull?.head.sha ?? '')).parents).toEqual([sha]);
    expect(pull?.body).toContain('**These 4 files stay as they are** in this fork');
    expect(pull?.body).toContain('`docs/a.md`, `docs/gone.md`, `docs/new.md`, `x.lock`.');

    await ring.github.commit(here.fork, branchOf(here), { files: { 'src.txt': 'mine\n' } });
    await here.until({ state: 'pull-open' });
    await here.idle();
    await ring.github.mergePull(here.fork, 1, { method: 'merge', by: here.owner });
    await here.until({ reason: 'pull-merged', state: 'in-sync', pullNumber: null });
    expect(await filesOf(here)).toEqual({ ...ours, 'src.txt': 'mine\n' });
    await eventually(() => headOf(ring, here, branchOf(here)) === '', { what: 'the head is removed' });
  });

  it('stay so in a pull request with its head in the fork, which follows both sides', async ({ expect }) => {
    const { github } = ring;
    const here = await keeping('k-head', 'pull-request: {head: fork}');
    await here.idle();
    const placed = () => commitAt(here, headOf(ring, here, branchOf(here)));
    const change = (at: string) => github.commit(here.upstream, 'main', { files: { ...theirs, 'src.txt': `${at}\n` } });
    const first = await change('1');
    await here.until({ reason: 'pull-opened', lastSyncedSha: first, state: 'pull-open' });
    await here.idle();
    expect((await placed()).parents).toEqual([first]);
    expect(await filesOf(here, branchOf(here))).toEqual({ ...ours, 'src.txt': '1\n' });
    expect(here.writes()).toEqual([...creates, makes, opens]);

    const second = await change('2');
    await here.until({ reason: 'pull-updated', lastSyncedSha: second });
    await here.idle();
    const before = await placed();
    expect(before.parents).toEqual([second]);
    expect(here.writes()).toEqual([...creates, makes, opens, ...creates, 'UpdateRefs', edits]);

    await own(ring, here, 'docs/a.md', 'mine too\n');
    await eventually(async () => (await placed()).sha !== before.sha, { what: 'the head is placed anew' });
    await here.idle();
    expect((await placed()).parents).toEqual([second]);
    expect(await filesOf(here, branchOf(here))).toEqual({ ...ours, 'docs/a.md': 'mine too\n', 'src.txt': '2\n' });
    expect(await here.link()).toMatchObject({ state: 'pull-open', pullNumber: 1 });

    await github.mergePull(here.fork, 1, { method: 'merge', by: here.owner });
    await here.until({ reason: 'pull-merged', state: 'in-sync', pullNumber: null });
    await eventually(() => headOf(ring, here, branchOf(here)) === '', { what: 'the head is removed' });
    await here.idle();
    const merged = { ...ours, 'docs/a.md': 'mine too\n', 'src.txt': '2\n' };
    expect(await filesOf(here)).toEqual(merged);

    const kept = await github.commit(here.upstream, 'main', { files: { 'docs/a.md': 'again\n' } });
    await here.until({ reason: 'up-to-date', decidedOn: kept });
    expect(here.pulls()).toHaveLength(1);
    const third = await change('3');
    await here.until({ reason: 'pull-opened', lastSyncedSha: third, pullNumber: 2 });
    expect((await placed()).parents).toEqual([third]);
  });

  it('stay so beside what somebody pushed to the head, which is lost in no case', async ({ expect }) => {
    const here = await keeping('k-mine', 'pull-request: {head: fork}');
    await here.idle();
    const files = { ...theirs, 'a.txt': 'a.txt\n' };
    const first = await ring.github.commit(here.upstream, 'main', { files });
    await here.until({ reason: 'pull-opened', lastSyncedSha: first });
    await here.idle();
    const mine = await ring.github.commit(here.fork, branchOf(here), { files: { 'b.txt': 'mine\n' } });
    await here.idle();
    const second = await ring.github.commit(here.upstream, 'main', {
      files: { 'docs/a.md': 'more\n', 'c.txt': 'c\n' },
    });
    await here.until({ reason: 'pull-updated', lastSyncedSha: second });
    await here.idle();
    const { parents } = await commitAt(here, headOf(ring, here, branchOf(here)));
    expect(parents[0]).toBe(mine);
    expect((await commitAt(here, parents[1] ?? '')).parents).toEqual([second]);
    const both = { ...ours, 'a.txt': 'a.txt\n', 'b.txt': 'mine\n', 'c.txt': 'c\n' };
    expect(await filesOf(here, branchOf(here))).toEqual(both);
  });
});
