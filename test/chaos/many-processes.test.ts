import { afterAll, beforeAll, it } from 'vitest';
import { freePort } from '../../src/local/port.ts';
import type { Running } from '../support/processes.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { createFleet, expectCleanEnd, expectEnd, type Fleet, pullCount, pushTo, restarted } from './support.ts';

let ring: Ring;
let fleet: Fleet;
let secondWeb: Running;
let secondPort: number;

beforeAll(async () => {
  ring = await startRing();
  fleet = await createFleet(ring, { owners: 5, each: 20, upstreams: 2 });
  secondPort = await freePort();
  await Promise.all([ring.start('worker'), ring.start('worker'), ring.start('dispatcher')]);
});
afterAll(() => ring?.stop());

it('three workers and two dispatchers open no pull request twice, and web may be restarted meanwhile', async () => {
  const heads = await pushTo(ring, fleet.upstreams);
  await eventually(() => pullCount(ring, fleet) >= 20, { what: 'a fifth of the pull requests' });
  ring.web = await restarted(ring, ring.web);
  await expectEnd(ring, fleet, heads);
});

it('two webs take deliveries and apply results at once', async () => {
  const { github } = ring;
  secondWeb = await ring.start('web', { PORT: String(secondPort) });
  const target = { url: `${ring.url}/api/github/webhooks`, secret: ring.env.WEBHOOK_SECRET ?? '' };
  await pushTo(ring, fleet.upstreams);
  github.setWebhook({ ...target, url: `http://localhost:${secondPort}/api/github/webhooks` });
  await pushTo(ring, fleet.upstreams);
  // The same deliveries at the other web: its GUID is known there too.
  await github.settled();
  github.setWebhook(target);
  for (const { guid } of github.deliveries().slice(-4)) await github.redeliver(guid);
  const heads = await pushTo(ring, fleet.upstreams);
  await expectEnd(ring, fleet, heads);
  await expectCleanEnd(secondWeb);
});
