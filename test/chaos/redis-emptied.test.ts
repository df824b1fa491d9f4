import { afterAll, beforeAll, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { createFleet, expectEnd, type Fleet, linksWhere, onRedis, pullCount, pushTo } from './support.ts';

let ring: Ring;
let fleet: Fleet;

beforeAll(async () => {
  ring = await startRing();
  fleet = await createFleet(ring, { owners: 10, each: 20 });
});
afterAll(() => ring?.stop());

/** Resolves when so many links were decided on the head that was pushed last. */
const decided = (heads: Map<string, string>, count: number) =>
  eventually(
    async () => (await linksWhere(ring, (link) => [...heads.values()].includes(link.decidedOn ?? ''))) >= count,
    {
      what: `${count} links decided`,
    },
  );

it('opens every pull request once when Redis is emptied twice in the middle of 200 links', async () => {
  const heads = await pushTo(ring, fleet.upstreams);
  await eventually(() => pullCount(ring, fleet) >= 100, { what: 'half of the pull requests' });
  await onRedis(ring, (redis) => redis.flushall());
  await eventually(() => pullCount(ring, fleet) >= 150, { what: 'three quarters' });
  await onRedis(ring, (redis) => redis.flushall());
  await expectEnd(ring, fleet, heads);
});

it('goes on when the scripts are gone', async () => {
  const heads = await pushTo(ring, fleet.upstreams);
  await decided(heads, 60);
  await onRedis(ring, (redis) => redis.script('FLUSH'));
  await expectEnd(ring, fleet, heads);
});

it('goes on when Redis was restarted empty', async () => {
  const heads = await pushTo(ring, fleet.upstreams);
  await decided(heads, 60);
  await ring.redis.restart();
  await expectEnd(ring, fleet, heads);
});
