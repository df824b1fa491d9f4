import { afterAll, beforeAll, it } from 'vitest';
import { type Ring, startRing } from '../support/ring.ts';
import { createFleet, expectEnd, type Fleet, pushTo } from './support.ts';

let ring: Ring;
let fleet: Fleet;

beforeAll(async () => {
  ring = await startRing();
  fleet = await createFleet(ring, { owners: 3, each: 10, upstreams: 10 });
});
afterAll(() => ring?.stop());

it('every link ends on the latest head when deliveries are doubled, reordered and lost', async () => {
  const { webhooks } = ring.github;
  webhooks.double(true);
  webhooks.reorder(true);
  let heads = new Map<string, string>();
  for (let round = 0; round < 5; round += 1) {
    const upstreams = fleet.upstreams.slice(round).concat(fleet.upstreams.slice(0, round));
    for (const half of [upstreams.slice(0, 5), upstreams.slice(5)]) {
      webhooks.drop(1);
      heads = new Map([...heads, ...(await pushTo(ring, half))]);
    }
  }
  // The very last word on one upstream is lost as well: the next look at it finds the difference.
  webhooks.drop(1);
  heads = new Map([...heads, ...(await pushTo(ring, fleet.upstreams.slice(0, 1)))]);
  await expectEnd(ring, fleet, heads);
});
