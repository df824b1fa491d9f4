/** Repositories that follow what is not on GitHub: a git server over https, real processes, and the sandbox as GitHub. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type HttpsGit, startHttpsGit } from '../support/https-git.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { answerTo } from './checked.ts';
import { path, repositoryOf, write } from './configured.ts';
import { headOf, requestsOf } from './moves.ts';
import { passed } from './passed.ts';
import type { Scene } from './scene.ts';
import { type ThereOptions, there as thereOn } from './there.ts';

let ring: Ring;
let host: HttpsGit;
beforeAll(async () => {
  host = await startHttpsGit();
  ring = await startRing({ env: { UPSTREAM_HOSTS: host.host, UPSTREAM_CA: host.ca } });
}, 60_000);
afterAll(async () => {
  await ring?.stop();
  await host?.stop();
});

const makes = 'POST /repos/:owner/:repo/git/refs';
const forwards = 'PATCH /repos/:owner/:repo/git/refs/*ref';
const opens = 'POST /repos/:owner/:repo/pulls';
const edits = 'PATCH /repos/:owner/:repo/pulls/:number';
const branch = 'backstroke/localhost/main';

const there = (name: string, given?: ThereOptions) => thereOn({ ring, host }, name, given);

const asked = (here: Scene, since: number) => requestsOf(ring, here, since).filter((one) => one !== 'Heads');

async function flushed(): Promise<void> {
  const redis = new Redis(ring.redis.url);
  await redis.flushall();
  redis.disconnect();
}

// By itself: it empties Redis.
it('what moves elsewhere is a pull request with its head here, which follows; what does not costs nothing', async ({
  expect,
}) => {
  const { github } = ring;
  const here = await there('e-follows');
  const opened = await here.until({ reason: 'pull-opened', state: 'pull-open' });
  expect(opened.sentence).toContain('1 commit of main of localhost/e-follows/project');
  expect(here.pulls()).toMatchObject([
    { number: 1, head: { repository: here.fork, branch, sha: opened.lastSyncedSha } },
  ]);
  await here.rested();
  expect(here.writes()).toEqual([makes, opens]);

  const [since, calls] = [github.requests().length, host.asked.length];
  await eventually(() => host.asked.length > calls + 4, { what: 'the dispatcher looks there again and again' });
  await here.idle();
  expect([asked(here, since), here.writes()]).toEqual([[], [makes, opens]]);

  await flushed();
  const second = await here.move('second.txt');
  await here.until({ reason: 'pull-updated', lastSyncedSha: second });
  expect(here.pulls()).toMatchObject([{ number: 1, state: 'open', head: { sha: second } }]);
  expect(here.writes()).toEqual([makes, opens, forwards, edits]);

  await here.idle();
  await github.mergePull(here.fork, 1, { method: 'squash', by: here.owner });
  await here.until({ reason: 'pull-merged', state: 'in-sync', pullNumber: null });
  await eventually(() => headOf(ring, here, branch) === '', { what: 'the head is removed' });
  expect(host.asked.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
});

/** What of upstream's commits lies in the fork where nobody sees it. */
const staged = (here: Scene) =>
  Object.entries(ring.github.refs(here.fork)).filter(([ref]) => ref.startsWith('refs/backstroke/upstream/'));

describe.concurrent('what is not on GitHub', () => {
  it('leaves nothing in the fork once it is followed no more, and is there again when it is', async ({ expect }) => {
    const here = await there('e-left');
    const { id, lastSyncedSha } = await here.until({ state: 'pull-open' });
    const ref = `refs/backstroke/upstream/${id}`;
    expect(staged(here)).toEqual([[ref, lastSyncedSha]]);
    await write(ring, here, 'enabled: false\n');
    await eventually(() => staged(here).length === 0, { what: 'nothing is left of it' });
    expect(await here.link()).toMatchObject({ off: 'disabled', state: 'pull-open', check: null });
    await write(ring, here, `upstream: ${here.url}\nbranches: [main]\n`);
    await eventually(() => staged(here).length === 1, { what: 'it is brought again' });
    await here.until({ off: null, state: 'pull-open', lastSyncedSha });
    expect(here.pulls()).toHaveLength(1);
  });

  it('comes when it was seen for as long as its delay says, one head after the other', async ({ expect }) => {
    const here = await there('e-delay', { branches: '[{from: main, strategy: merge, delay: 1h}]' });
    const held = await here.until({ reason: 'held-delay', state: 'held' });
    expect(held.sentence).toContain('localhost/e-delay/project');
    await passed(ring, here, 40);
    const second = await here.move('second.txt');
    await here.until({ reason: 'held-delay', decidedOn: second });
    expect(here.writes()).toEqual([]);
    await passed(ring, here, 21);
    const first = await here.until({ reason: 'merged', lastSyncedSha: held.decidedOn });
    expect((first.retryAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(35 * 60_000);
    await passed(ring, here, 40);
    await here.until({ reason: 'merged', lastSyncedSha: second, state: 'in-sync' });
    expect(here.pulls()).toEqual([]);
  });

  it('is held as everything is once somebody closed its pull request, and nothing more comes to be seen', async ({
    expect,
  }) => {
    const here = await there('e-held');
    const { lastSyncedSha } = await here.until({ state: 'pull-open' });
    ring.github.closePull(here.fork, 1, here.owner);
    await here.until({ reason: 'held-pull-closed', state: 'held' });
    const head = await here.move('more.txt');
    await here.until({ decidedOn: head, reason: 'held-pull-closed' });
    expect(headOf(ring, here, branch)).toBe(lastSyncedSha);
    expect(here.pulls()).toHaveLength(1);
  });

  it('moves a branch forward, or is merged into it, without a pull request', async ({ expect }) => {
    const here = await there('e-moves', { says: 'strategy: merge\n' });
    const merged = await here.until({ reason: 'merged', state: 'in-sync' });
    expect(merged.sentence).toContain('main of localhost/e-moves/project was merged into main');
    expect(here.pulls()).toEqual([]);
  });

  it('is told of when its branch is gone, and goes on when it is back', async ({ expect }) => {
    const here = await there('e-branch');
    await here.until({ state: 'pull-open' });
    const sha = await host.run('e-branch/project.git', 'rev-parse', 'main');
    await host.run('e-branch/project.git', 'update-ref', '-d', 'refs/heads/main');
    const gone = await here.until({ reason: 'upstream-branch-missing', decidedOn: 'no-branch' });
    expect(gone.sentence).toContain(`see ${here.url} `);
    await host.run('e-branch/project.git', 'update-ref', 'refs/heads/main', sha);
    await here.until({ state: 'pull-open', decidedOn: sha });
  });

  it('is asked whether it has a branch that a pushed file names, before that counts', async ({ expect }) => {
    const here = await there('e-named');
    await here.until({ state: 'pull-open' });
    const text = `upstream: ${here.url}\nbranches: [main, {from: lost, to: main2}]\n`;
    const sha = await ring.github.commit(here.fork, 'topic', { files: { [path]: text } });
    const { summary } = await answerTo(ring, here, sha);
    expect(summary).toContain('`lost`: upstream has no such branch');
    expect(summary).toContain('`main`: it is fetched with git and compared once this file counts');
  });

  it('is told of when it is gone, with what its server said', async ({ expect }) => {
    const here = await there('e-gone');
    await here.until({ state: 'pull-open' });
    await host.remove('e-gone/project.git');
    const gone = await here.until({ reason: 'upstream-missing', state: 'failing', decidedOn: 'gone' });
    expect(gone.sentence).toContain('localhost/e-gone/project cannot be fetched (“there is no such repository”)');
    expect(gone.check).not.toBeNull();
  });

  it('has no say in a file of its own that comes with it, nor does a file that is the same', async ({ expect }) => {
    const here = await there('e-file', { defaults: true });
    await here.until({ state: 'pull-open' });
    const file = `upstream: ${host.urlOf('e-silent/project.git')}\nbranches: [main]\nstrategy: merge\n`;
    const sha = await host.commit('e-file/project.git', 'main', { [path]: file });
    await here.until({ lastSyncedSha: sha });
    await here.idle();
    const known = async () => (await repositoryOf(ring, here))?.configBlob ?? null;
    await ring.github.mergePull(here.fork, 1, { method: 'squash', by: here.owner });
    await eventually(async () => (await known()) !== null, { what: 'the file is read' });
    expect(await repositoryOf(ring, here)).toMatchObject({ configState: 'default', config: null });
    expect(await here.link()).toMatchObject({ off: null, strategy: 'pull-request' });
  });

  it('is waited for while its server fails, and that is what is said', async ({ expect }) => {
    const here = await there('e-silent');
    await here.until({ state: 'pull-open' });
    host.fail('e-silent/project.git', 503);
    await here.sync();
    const waits = await here.until({ reason: 'github-unavailable', state: 'pull-open' });
    expect(waits.sentence).toMatch(/^localhost did not answer as it should about localhost\/e-silent\/project \(.*503/);
    host.fail('e-silent/project.git', null);
    const head = await here.move('more.txt');
    await here.until({ lastSyncedSha: head, state: 'pull-open' });
  });

  it('whose workflows the App may not write waits for the permission', async ({ expect }) => {
    const here = await there('e-workflow', {
      permissions: { contents: 'write', pull_requests: 'write', checks: 'write' },
    });
    await here.until({ state: 'pull-open' });
    await here.move('.github/workflows/ci.yml');
    const refused = await here.until({ reason: 'missing-permission' });
    expect(refused.sentence).toContain('workflow');
  });
});
