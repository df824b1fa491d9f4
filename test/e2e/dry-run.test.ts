import { afterAll, beforeAll, describe, it } from 'vitest';
import { type Ring, startRing } from '../support/ring.ts';
import { headOf, strategyScene } from './moves.ts';
import { ticked } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing({ env: { DRY_RUN: 'true' } });
});
afterAll(() => ring?.stop());

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
});
