import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { type TcpProxy, tcpProxy } from '../support/services.ts';
import { createFleet, expectEnd, type Fleet, onRedis, pullCount, pushTo, queued, said } from './support.ts';

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
});
afterAll(async () => {
  await ring?.stop();
  await proxy?.stop();
});

/** Pushes while the database is away: answered 503 in time, so that GitHub shows it as failed. */
async function refusedPush(before = 0): Promise<{ heads: Map<string, string>; redeliver: () => Promise<void> }> {
  const { github } = ring;
  const heads = await pushTo(ring, fleet.upstreams);
  await github.settled();
  const pushes = github.deliveries().filter(({ event }) => event === 'push');
  expect(pushes.at(-1)?.statusCode).toBe(503);
  // The pull requests that workers opened meanwhile were told about as well.
  const refused = github
    .deliveries()
    .slice(before)
    .filter(({ statusCode }) => statusCode !== 200);
  for (const { statusCode, duration } of refused) {
    expect(statusCode).toBe(503);
    // GitHub waits for ten seconds.
    expect(duration).toBeLessThan(10);
  }
  const redeliver = async () => {
    const ready = async () => (await fetch(`${ring.url}/readyz`)).status === 200;
    await eventually(ready, { what: 'web has its database again' });
    for (const { guid } of [...refused, ...refused.slice(-1)]) {
      expect((await github.redeliver(guid)).statusCode).toBe(200);
    }
  };
  return { heads, redeliver };
}

it('finishes what was queued, keeps the results, and takes the push again that it refused', async () => {
  const { github } = ring;
  github.faults.add({ match: { method: 'POST', path: /\/pulls$/ }, kind: 'delay', ms: 300 });
  // Workers stand still until the last operation is queued: what is not queued yet needs the database.
  ring.worker.kill('SIGSTOP');
  await pushTo(ring, fleet.upstreams);
  await eventually(async () => (await queued(ring)) === 40, { what: 'everything queued' });
  ring.worker.kill('SIGCONT');
  await eventually(() => pullCount(ring, fleet) >= 5, { what: 'work begun' });
  await proxy.cut();

  await eventually(() => pullCount(ring, fleet) === 40, {
    what: 'workers finish without the database',
  });
  await eventually(() => onRedis(ring, async (redis) => (await redis.zcard('backstroke:queue:results')) > 0));
  const { heads, redeliver } = await refusedPush();
  expect((await fetch(`${ring.url}/readyz`)).status).toBe(503);

  await proxy.restore();
  await redeliver();
  await expectEnd(ring, fleet, heads);
});

it('answers in time when the database hangs', async () => {
  const before = ring.github.deliveries().length;
  proxy.stall();
  const { heads, redeliver } = await refusedPush(before);
  await proxy.restore();
  await redeliver();
  await expectEnd(ring, fleet, heads);
  for (const process of [ring.web, ring.dispatcher, ring.worker]) expect(said(process, 'Stopped')).toBe(0);
});
