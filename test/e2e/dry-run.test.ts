import { afterAll, beforeAll, describe, it } from 'vitest';
import { type HttpsGit, startHttpsGit } from '../support/https-git.ts';
import { type Ring, startRing } from '../support/ring.ts';
import { headOf, strategyScene } from './moves.ts';
import { ticked } from './scene.ts';
import { there } from './there.ts';

let ring: Ring;
let host: HttpsGit;
beforeAll(async () => {
  host = await startHttpsGit();
  ring = await startRing({ env: { DRY_RUN: 'true', UPSTREAM_HOSTS: host.host, UPSTREAM_CA: host.ca } });
}, 60_000);
afterAll(async () => {
  await ring?.stop();
  await host?.stop();
});

describe.concurrent('a Backstroke that is to write nothing', () => {
  it.for(['pull-request', 'fast-forward', 'mirror'] as const)(
    'says what would be done by %s, and does nothing',
    async (strategy, { expect }) => {
      const here = await strategyScene(ring, `dry-${strategy}`, strategy);
      const before = headOf(ring, here);
      const sha = await here.push('a.txt');
      const link = await here.until({ reason: 'planned', state: 'behind', decidedOn: sha });
      expect(link.sentence).toContain('turn DRY_RUN off');
      expect(link.lastSyncedSha).not.toBe(sha);
      await ticked(ring);
      await here.idle();
      expect(headOf(ring, here)).toBe(before);
      expect(here.pulls()).toEqual([]);
      expect(here.writes()).toEqual([]);
    },
  );

  it.for([
    ['pull-request', '[main]'],
    ['merge', '[{from: main, strategy: merge}]'],
    ['delay', '[{from: main, strategy: merge, delay: 1h}]'],
  ] as const)('leaves nothing in a fork of what is not on GitHub: %s', async ([name, branches], { expect }) => {
    const here = await there({ ring, host }, `dry-there-${name}`, { branches });
    const refs = ring.github.refs(here.fork);
    await here.until({ reason: 'planned', state: 'behind' });
    const sha = await here.move('second.txt');
    const link = await here.until({ reason: 'planned', state: 'behind', decidedOn: sha });
    expect(link.sentence).toContain('turn DRY_RUN off');
    expect(link.lastSyncedSha).toBeNull();
    await ticked(ring);
    await here.idle();
    expect(Object.keys(ring.github.refs(here.fork))).toEqual(Object.keys(refs));
    expect([here.pulls(), here.writes()]).toEqual([[], []]);
  });
});
