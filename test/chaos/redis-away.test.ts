import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { createFleet, expectEnd, type Fleet, pushTo, said } from './support.ts';

let ring: Ring;
let fleet: Fleet;

beforeAll(async () => {
  ring = await startRing();
  fleet = await createFleet(ring, { owners: 4, each: 10, upstreams: 4 });
});
afterAll(() => ring?.stop());

const running = () => [ring.web, ring.dispatcher, ring.worker];
const answers = () => ring.github.deliveries().map(({ statusCode }) => statusCode);

it('takes deliveries and asks while Redis is away, and does everything when it is back', async () => {
  const { github } = ring;
  const before = answers().length;
  await ring.redis.kill();
  const away = Date.now();
  const lines = running().map(({ lines: { length } }) => length);

  let heads = await pushTo(ring, fleet.upstreams);
  heads = await pushTo(ring, fleet.upstreams);
  await github.settled();
  expect(answers().slice(before)).toEqual(Array.from({ length: 8 }, () => 200));
  await syncByHand();

  // Longer than any time limit a client of ours has.
  await eventually(() => Date.now() - away > 7_000);
  const seconds = (Date.now() - away) / 1000;
  const wrote = running().map((process, at) => process.lines.length - (lines[at] ?? 0));
  for (const count of wrote) expect(count / seconds).toBeLessThan(60 / 7);
  await ring.redis.restart();
  await expectEnd(ring, fleet, heads);
  for (const process of running()) expect(said(process, 'Stopped')).toBe(0);
});

it('goes on when Redis hung for some seconds', async () => {
  const heads = await pushTo(ring, fleet.upstreams);
  ring.redis.pause();
  const paused = Date.now();
  const later = await pushTo(ring, fleet.upstreams.slice(0, 2));
  await ring.github.settled();
  await eventually(() => Date.now() - paused > 7_000);
  ring.redis.resume();
  await expectEnd(ring, fleet, new Map([...heads, ...later]));
});

/** Somebody asks for a sync with the API: written down, whatever the queue says. */
async function syncByHand(): Promise<void> {
  const link = await ring.database.db.query.links.findFirst();
  const repository = await ring.database.db.query.repositories.findFirst({
    where: (row, { eq }) => eq(row.id, link?.forkId ?? 0),
  });
  const token = ring.github.createUserToken(repository?.ownerLogin ?? '');
  const response = await fetch(`${ring.url}/v1/links/${link?.id}/sync`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{}',
  });
  expect([202, 503]).toContain(response.status);
  const after = await ring.database.db.query.links.findFirst({ where: (row, { eq }) => eq(row.id, link?.id ?? '') });
  expect(after?.requested).toBe((link?.requested ?? 0) + 1);
}
