import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { configured, told, write } from './configured.ts';
import { changeLink, own, strategyScene } from './moves.ts';
import { type LinkRow, type Scene, scene, ticked } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const opening = 'POST /repos/:owner/:repo/pulls';
const labelling = 'POST /repos/:owner/:repo/issues/:number/labels';
const rewriting = 'PATCH /repos/:owner/:repo/pulls/:number';
const asking = 'POST /repos/:owner/:repo/pulls/:number/requested_reviewers';
const unlabelling = 'DELETE /repos/:owner/:repo/issues/:number/labels/:name';

/** A fork that has a line of its own where upstream gets another, and a file that says what is to happen then. */
async function dispute(name: string): Promise<Scene> {
  const { github } = ring;
  const here = await scene(ring, name);
  github.createLabel(here.fork, 'conflict');
  github.grant(here.fork, github.createUser(`mona-${name}`).login, 'push');
  await write(ring, here, `conflict:\n  labels: [conflict]\n  reviewers: [mona-${name}]\n`);
  await configured(ring, here, 'valid');
  await told(ring, here);
  await own(ring, here, 'a.txt', 'mine\n');
  await here.idle();
  return here;
}

/** But for the check run, which tells of every reason that needs a person, and the pull request's text, which follows both branches. */
const writesOf = (here: Scene) => here.writes().filter((one) => !one.includes('/check-runs') && one !== rewriting);
/** That the link is looked at again so many seconds after the answer, which came between its reading of GitHub and what web wrote then. */
const looksAgain = (seconds: number, { retryAt, answeredReadAt, updatedAt }: LinkRow) => {
  const answered = (retryAt?.getTime() ?? 0) - seconds * 1_000;
  return answered >= (answeredReadAt?.getTime() ?? 0) && answered <= updatedAt.getTime();
};

async function forget(): Promise<void> {
  const redis = new Redis(ring.redis.url);
  await redis.flushall();
  redis.disconnect();
}

// By itself: it empties Redis.
it('gets a label and a reviewer once, and loses the label when they are solved', async ({ expect }) => {
  const here = await dispute('con');
  await here.push('a.txt');
  const link = await here.until({ reason: 'conflict', state: 'conflict', pullNumber: 1 });
  expect(link.sentence).toMatch(/changed the same lines: open pull request http\S+\/octo-con\/hello\/pull\/1 to see/);
  expect(link.sentence).toContain('its text has the commands');
  expect(link.mergeability).toMatchObject({ number: 1, conflicting: true, labels: ['conflict'] });
  expect(here.pulls()).toMatchObject([{ number: 1, labels: ['conflict'], reviewers: ['mona-con'] }]);
  const marked = [opening, labelling, asking];
  const bodyOf = () => here.pulls()[0]?.body ?? '';
  expect(bodyOf()).toContain('**There are conflicts in this file:** `a.txt`.');
  expect(bodyOf()).toContain("git fetch 'http");
  const rewrites = () => here.writes().filter((one) => one === rewriting).length;
  await here.idle();
  const written = rewrites();
  expect(writesOf(here)).toEqual(marked);

  await forget();
  await ticked(ring);
  await here.sync();
  await here.idle();
  expect(await here.link()).toMatchObject({ reason: 'conflict', state: 'conflict' });
  expect(writesOf(here)).toEqual(marked);
  expect(rewrites()).toBe(written);

  await own(ring, here, 'a.txt', 'a.txt\n');
  const open = await here.until({ reason: 'pull-open', state: 'pull-open', retryAt: null });
  expect(open.mergeability).toMatchObject({ conflicting: false, labels: [] });
  expect(here.pulls()).toMatchObject([{ number: 1, state: 'open', labels: [] }]);
  expect(bodyOf()).not.toContain('There are conflicts');
  expect(writesOf(here)).toEqual([...marked, unlabelling]);

  await ring.github.mergePull(here.fork, 1, { method: 'merge', by: here.owner });
  await here.until({ reason: 'pull-merged', state: 'in-sync', pullNumber: null, mergeability: null });
  expect(writesOf(here)).toEqual([...marked, unlabelling]);
});

// By itself, too: its worker dies.
it('loses the label also where the worker that put it on did not live to tell', async ({ expect }) => {
  const { github } = ring;
  const here = await dispute('dies');
  const reviewing = { method: 'POST', path: new RegExp(`^/repos/${here.fork}/pulls/1/requested_reviewers$`) };
  github.faults.add({ match: reviewing, kind: 'hang', times: 1 });
  await here.push('a.txt');
  await eventually(() => github.countRequests(reviewing) > 0, { what: 'a reviewer asked for' });
  expect(here.pulls()).toMatchObject([{ number: 1, labels: ['conflict'] }]);
  ring.worker.kill('SIGKILL');
  await ring.worker.exited;
  expect((await here.link()).mergeability).toMatchObject({ conflicting: false });
  await own(ring, here, 'a.txt', 'a.txt\n');
  ring.worker = await ring.start('worker');
  await here.until({ reason: 'pull-open', state: 'pull-open', retryAt: null });
  expect(here.pulls()).toMatchObject([{ number: 1, state: 'open', labels: [] }]);
  expect(writesOf(here).filter((one) => one === labelling || one === unlabelling)).toEqual([labelling, unlabelling]);
});

describe.concurrent('a pull request that has conflicts', () => {
  it('is told once GitHub knows, which is looked at after ten seconds and a minute', async ({ expect }) => {
    const here = await dispute('late');
    const release = ring.github.holdMergeable(here.fork);
    await here.push('a.txt');
    const opened = await here.until({ reason: 'pull-opened', state: 'pull-open' });
    expect(looksAgain(opened.mergeability?.looks === 1 ? 10 : 60, opened)).toBe(true);
    const again = await eventually(
      async () => {
        const link = await here.link();
        return link.mergeability?.looks === 2 && link;
      },
      { what: 'the second look' },
    );
    expect(again).toMatchObject({ reason: 'pull-open', state: 'pull-open' });
    expect(looksAgain(60, again)).toBe(true);
    expect(writesOf(here)).toEqual([opening]);
    release();
    await here.sync();
    await here.until({ reason: 'conflict', state: 'conflict' });
    expect(writesOf(here)).toEqual([opening, labelling, asking]);
  });

  it('in place of a merge is the same, with one pull request and one merge tried', async ({ expect }) => {
    const here = await strategyScene(ring, 'merge', 'merge');
    await own(ring, here, 'a.txt', 'mine\n');
    await here.idle();
    const sha = await here.push('a.txt');
    const link = await here.until({ reason: 'conflict', state: 'conflict', pullNumber: 1, decidedOn: sha });
    expect(link.lastSyncedSha).toBe(sha);
    expect((await here.reasons()).slice(-2)).toEqual(['pull-opened', 'conflict']);
    const tried = ['POST /repos/:owner/:repo/merges', opening];
    expect(writesOf(here)).toEqual(tried);
    await here.sync();
    await here.idle();
    expect(await here.link()).toMatchObject({ reason: 'conflict', state: 'conflict', pullNumber: 1 });
    expect(writesOf(here)).toEqual(tried);
    expect(here.pulls()).toHaveLength(1);
  });

  it('is told of one that a person opened, which is left as it is', async ({ expect }) => {
    const here = await dispute('theirs');
    // Else a tick could come in between.
    await changeLink(ring, here, { enabled: false });
    await here.push('a.txt', { silent: true });
    await ring.github.openPull({ repo: here.fork, head: 'up-theirs:main', base: 'main', by: here.owner });
    await changeLink(ring, here, { enabled: true });
    const link = await here.until({ reason: 'conflict', state: 'conflict', pullNumber: 1 });
    expect(link.sentence).toContain('merge them in a clone and push the result');
    expect(here.pulls()).toMatchObject([{ number: 1, labels: [], reviewers: [] }]);
    expect(writesOf(here)).toEqual([]);
  });
});
