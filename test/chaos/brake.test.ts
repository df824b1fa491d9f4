/** An operator stops an owner while everything runs. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { brakes, installations } from '../../src/db/schema.ts';
import { call } from '../e2e/call.ts';
import { scene } from '../e2e/scene.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { onRedis } from './support.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

it('keeps everything from being written there, whatever is lost, and goes on when it is let go of', async () => {
  const [stopped, other] = await Promise.all([scene(ring, 'stopped'), scene(ring, 'other')]);
  const [row] = await ring.database.db.select().from(installations).where(eq(installations.id, stopped.installation));
  await ring.database.db.insert(brakes).values({
    ...{ kind: 'owner', subjectId: row?.accountId ?? 0, name: stopped.owner, why: 'A test', setBy: 'operator' },
  });
  await stopped.push('a.txt');
  await other.push('a.txt');
  await other.until({ state: 'pull-open' });
  await onRedis(ring, (redis) => redis.flushall());
  await other.push('b.txt');
  await eventually(async () => (await other.reasons()).includes('pull-updated'));
  expect(stopped.pulls()).toEqual([]);
  const token = ring.github.createUserToken(stopped.owner);
  const link = await stopped.link();
  const { body } = await call(ring, `/v1/links/${link.id}`, { token });
  expect(body).toMatchObject({
    state: 'disabled',
    reason: 'suspended',
    sentence: expect.stringContaining('The operator of this Backstroke stopped this sync'),
  });
  expect((await call(ring, `/v1/links/${link.id}/sync`, { method: 'POST', token })).status).toBe(409);

  await ring.database.db.delete(brakes);
  await stopped.until({ state: 'pull-open' });
  expect(stopped.pulls()).toHaveLength(1);
});
