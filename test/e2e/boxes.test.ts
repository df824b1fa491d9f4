import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Box } from '../../src/core/ticked.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { configured, told, write } from './configured.ts';
import { headOf, own } from './moves.ts';
import { type Scene, scene, ticked } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const bodyOf = (here: Scene) => here.pulls()[0]?.body ?? '';
const marked = (body: string, box: Box, to: '[x]' | '[ ]') =>
  body.replace(new RegExp(`\\[[ x]\\](?= <!-- backstroke:${box})`), to);
const mark = (here: Scene, by: string, to: '[x]' | '[ ]', box: Box = 'sync') =>
  ring.github.editPull(here.fork, 1, { body: marked(bodyOf(here), box, to), by });
const lookUps = (here: Scene) =>
  ring.github
    .requests()
    .filter(({ installationId, route }) => installationId === here.installation && route?.endsWith('/permission'))
    .length;

const branchOf = ({ upstream }: Scene) => `backstroke/${upstream.split('/')[0]}/main`;
const placedOf = (here: Scene) => headOf(ring, here, branchOf(here));
const moves = 'POST /repos/:owner/:repo/git/refs';
const opens = 'POST /repos/:owner/:repo/pulls';
const edits = 'PATCH /repos/:owner/:repo/pulls/:number';

/** A pull request with conflicts, whose text has the box for moving it. Upstream pushes a file besides. */
async function disputed(name: string, besides = 'b.txt'): Promise<Scene & { sha: string }> {
  const here = await scene(ring, name);
  await own(ring, here, 'a.txt', 'mine\n');
  await here.idle();
  await here.push(besides);
  const sha = await here.push('a.txt');
  await here.until({ reason: 'conflict', state: 'conflict', lastSyncedSha: sha });
  await eventually(() => bodyOf(here).includes('- [ ] <!-- backstroke:move -->'), { what: 'the box' });
  await here.idle();
  return { ...here, sha };
}

// By itself: it empties Redis.
it('a box moves a pull request with conflicts to a branch in the fork, on which they are resolved', async ({
  expect,
}) => {
  const { github } = ring;
  const here = await disputed('move');
  const old = bodyOf(here);
  expect(old).toContain("**This fork's own workflows then run on upstream's code with this fork's secrets**");
  const before = here.writes().length;

  await github.editPull(here.fork, 1, { body: `Mine.\n\n${marked(old, 'move', '[x]')}`, by: here.owner });
  await here.until({ reason: 'conflict', pullNumber: 2, ticked: null });
  expect(here.writes().slice(before).slice(0, 3)).toEqual([moves, opens, edits]);
  expect(here.pulls()).toMatchObject([
    { number: 1, state: 'closed', head: { repository: here.upstream } },
    { number: 2, state: 'open', head: { repository: here.fork, branch: branchOf(here), sha: here.sha } },
  ]);
  expect(bodyOf(here)).toMatch(/^Mine\.\n\n<!-- backstroke -->\n\*\*Replaced by #2\*\*, whose head/);
  expect(here.pulls()[0]?.timeline.at(-1)).toMatchObject({ type: 'ClosedEvent', actor: github.bot.login });
  expect(here.pulls()[1]?.body).not.toContain('backstroke:move');

  await here.idle();
  const redis = new Redis(ring.redis.url);
  await redis.flushall();
  redis.disconnect();
  await ticked(ring);
  await here.idle();
  expect(await here.link()).toMatchObject({ state: 'conflict', pullNumber: 2 });
  const next = await here.push('c.txt');
  await here.until({ lastSyncedSha: next, state: 'conflict', pullNumber: 2 });
  expect(placedOf(here)).toBe(next);

  const resolved = await github.resolveConflicts(here.fork, 2, { files: { 'a.txt': 'both\n' }, by: here.owner });
  await here.until({ reason: 'pull-open', state: 'pull-open', pullNumber: 2 });
  await here.idle();
  expect(placedOf(here)).toBe(resolved);
  expect(here.pulls()[1]?.body).not.toContain('There are conflicts');

  await github.mergePull(here.fork, 2, { method: 'merge', by: here.owner });
  await here.until({ reason: 'pull-merged', state: 'in-sync', pullNumber: null });
  await eventually(() => placedOf(here) === '', { what: 'the head is removed' });
  await here.idle();
  expect(await here.link()).toMatchObject({ state: 'in-sync', failures: 0 });

  const after = await here.push('d.txt');
  await here.until({ reason: 'pull-opened', pullNumber: 3, lastSyncedSha: after });
  expect(here.pulls()[2]).toMatchObject({ head: { repository: here.upstream, sha: after } });
});

describe.concurrent('the box "Move to a branch in this fork"', () => {
  it('waits for the second one where workflows differ', async ({ expect }) => {
    const here = await disputed('flows', '.github/workflows/ci.yml');
    expect(bodyOf(here)).toContain('I have looked at `.github/workflows/ci.yml`');
    await mark(here, here.owner, '[x]', 'move');
    await here.sync();
    await here.idle();
    expect(bodyOf(here)).toContain('- [x] <!-- backstroke:move');
    expect([here.pulls(), placedOf(here), lookUps(here)]).toMatchObject([[{ number: 1, state: 'open' }], '', 0]);
    await mark(here, here.owner, '[x]', 'workflows');
    await here.until({ pullNumber: 2, ticked: null });
    expect(here.pulls()).toMatchObject([{ state: 'closed' }, { state: 'open', head: { repository: here.fork } }]);
  });

  it('moves nothing for who may not push, nor once upstream has gone on, and is emptied', async ({ expect }) => {
    const here = await disputed('shy');
    const emptied = () => bodyOf(here).includes('- [ ] <!-- backstroke:move');
    await mark(here, ring.github.createUser('stranger-shy').login, '[x]', 'move');
    await eventually(() => lookUps(here) === 1 && emptied(), { what: 'an empty box' });
    expect(await here.idle()).toMatchObject({ state: 'conflict', pullNumber: 1, ticked: null });

    // The text that they look at is of before, whether or not it was written anew by then.
    const body = marked(bodyOf(here), 'move', '[x]');
    const went = await here.push('c.txt', { silent: true });
    await ring.github.editPull(here.fork, 1, { body, by: here.owner });
    await eventually(() => bodyOf(here).includes(`..${went} `) && emptied(), { what: 'a text for what came' });
    expect(await here.idle()).toMatchObject({ state: 'conflict', pullNumber: 1, decidedOn: went, ticked: null });
    expect([here.pulls(), placedOf(here)]).toMatchObject([[{ number: 1, state: 'open' }], '']);
    expect(lookUps(here)).toBe(2);
  });

  it('leaves one open where GitHub does not close the old one at once, and it is closed by the next', async ({
    expect,
  }) => {
    const here = await disputed('twice');
    ring.github.faults.add({
      kind: '502',
      times: 1,
      match: ({ method, path, body }) =>
        method === 'PATCH' && path === `/repos/${here.fork}/pulls/1` && JSON.stringify(body).includes('closed'),
    });
    await mark(here, here.owner, '[x]', 'move');
    await eventually(() => here.pulls().length === 2, { what: 'the new one' });
    await eventually(async () => (await here.reasons()).includes('github-unavailable'), { what: 'the refusal' });
    await here.sync();
    await here.until({ state: 'conflict', pullNumber: 2 });
    await here.idle();
    expect(here.pulls()).toMatchObject([
      { number: 1, state: 'closed' },
      { number: 2, state: 'open' },
    ]);
    expect(bodyOf(here)).toContain('**Replaced by #2**');
    expect(here.writes().filter((one) => one === opens)).toHaveLength(2);
  });
});

describe.concurrent('the box "Sync now" in the text of a pull request', () => {
  it('is emptied whoever ticks it', async ({ expect }) => {
    const here = await scene(ring, 'box');
    await here.push('a.txt');
    await here.until({ state: 'pull-open' });
    await here.rested();
    const before = (await here.reasons()).length;
    for (const [at, by] of [here.owner, ring.github.createUser('stranger-box').login].entries()) {
      await mark(here, by, '[x]');
      await eventually(() => bodyOf(here).includes('- [ ] <!-- backstroke:sync'), { what: 'an empty box' });
      expect(await here.idle()).toMatchObject({ state: 'pull-open', ticked: null });
      expect(lookUps(here)).toBe(at + 1);
    }
    expect(await here.reasons()).toHaveLength(before + 2);
  });

  it('does not wait for the period of the settings where somebody ticks it who may push, and else does', async ({
    expect,
  }) => {
    const here = await scene(ring, 'now');
    await write(ring, here, 'strategy: merge\nevery: 1d\n');
    await configured(ring, here, 'valid');
    await told(ring, here);
    await own(ring, here, 'a.txt', 'mine\n');
    await here.idle();
    await here.push('a.txt');
    await here.until({ reason: 'conflict', state: 'conflict' });
    await own(ring, here, 'a.txt', 'a.txt\n');
    await here.until({ reason: 'held-interval' });
    await here.idle();

    await mark(here, ring.github.createUser('stranger-now').login, '[x]');
    expect(await here.idle()).toMatchObject({ reason: 'held-interval', ticked: null });
    expect(lookUps(here)).toBe(1);

    await mark(here, here.owner, '[ ]');
    await mark(here, here.owner, '[x]');
    await here.until({ reason: 'merged', state: 'in-sync', ticked: null });
    expect(here.pulls()).toMatchObject([{ number: 1, merged: true }]);
  });
});
