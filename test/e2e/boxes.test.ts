import { afterAll, beforeAll, describe, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { configured, told, write } from './configured.ts';
import { own } from './moves.ts';
import { type Scene, scene } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const within = 45_000;
const bodyOf = (here: Scene) => here.pulls()[0]?.body ?? '';
const mark = (here: Scene, by: string, to: '[x]' | '[ ]') =>
  ring.github.editPull(here.fork, 1, { body: bodyOf(here).replace(/\[[ x]\](?= <!-- backstroke:sync)/, to), by });
const lookUps = (here: Scene) =>
  ring.github
    .requests()
    .filter(({ installationId, route }) => installationId === here.installation && route?.endsWith('/permission'))
    .length;

describe.concurrent('the box "Sync now" in the text of a pull request', () => {
  it('is emptied whoever ticks it', async ({ expect }) => {
    const here = await scene(ring, 'box');
    await here.push('a.txt');
    await here.until({ state: 'pull-open' });
    await here.idle();
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
    await here.until({ reason: 'conflict', state: 'conflict' }, within);
    await own(ring, here, 'a.txt', 'a.txt\n');
    await here.until({ reason: 'held-interval' }, within);
    await here.idle();

    await mark(here, ring.github.createUser('stranger-now').login, '[x]');
    expect(await here.idle()).toMatchObject({ reason: 'held-interval', ticked: null });
    expect(lookUps(here)).toBe(1);

    await mark(here, here.owner, '[ ]');
    await mark(here, here.owner, '[x]');
    await here.until({ reason: 'merged', state: 'in-sync', ticked: null }, within);
    expect(here.pulls()).toMatchObject([{ number: 1, merged: true }]);
  });
});
