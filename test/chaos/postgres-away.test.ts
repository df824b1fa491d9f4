import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { type TcpProxy, tcpProxy } from '../support/services.ts';
import { createFleet, expectEnd, type Fleet, onRedis, pullCount, pushTo, said } from './support.ts';

let ring: Ring;
let proxy: TcpProxy;
let fleet: Fleet;

beforeAll(async () => {
  ring = await startRing({
    databaseUrl: async (url) => {
      proxy = await tcpProxy(url);
      return proxy.url;
    },
  });
  fleet = await createFleet(ring, { owners: 4, each: 10 });
}, 90_000);
afterAll(async () => {
  await ring?.stop();
  await proxy?.stop();
});

/** Pushes while the database is away: answered 503 in time, so that GitHub shows it as failed. */
async function refusedPush(): Promise<{ guid: string; heads: Map<string, string> }> {
  const before = ring.github.deliveries().length;
  const heads = await pushTo(ring, fleet.upstreams);
  await ring.github.settled();
  const refused = ring.github.deliveries().slice(before);
  expect(refused.map(({ statusCode }) => statusCode)).toEqual([503]);
  for (const { duration } of refused) expect(duration).toBeLessThan(8);
  return { guid: refused[0]?.guid ?? '', heads };
}

it('finishes what was queued, keeps the results, and takes the push again that it refused', async () => {
  const { github } = ring;
  github.faults.add({ match: { method: 'POST', path: /\/pulls$/ }, kind: 'delay', ms: 300 });
  await pushTo(ring, fleet.upstreams);
  await eventually(() => pullCount(ring, fleet) >= 5, { what: 'work begun' });
  await proxy.cut();

  await eventually(() => pullCount(ring, fleet) === 40, {
    within: 30_000,
    what: 'workers finish without the database',
  });
  await eventually(() => onRedis(ring, async (redis) => (await redis.zcard('backstroke:queue:results')) > 0));
  const { guid, heads } = await refusedPush();
  expect((await fetch(`${ring.url}/readyz`)).status).toBe(503);

  await proxy.restore();
  expect((await github.redeliver(guid)).statusCode).toBe(200);
  expect((await github.redeliver(guid)).statusCode).toBe(200);
  await expectEnd(ring, fleet, heads);
}, 90_000);

it('answers in time when the database hangs', async () => {
  proxy.stall();
  const { guid, heads } = await refusedPush();
  await proxy.restore();
  expect((await ring.github.redeliver(guid)).statusCode).toBe(200);
  await expectEnd(ring, fleet, heads);
  for (const process of [ring.web, ring.dispatcher, ring.worker]) expect(said(process, 'Stopped')).toBe(0);
}, 90_000);
