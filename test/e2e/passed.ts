import { eq, sql } from 'drizzle-orm';
import { links, sightings } from '../../src/db/schema.ts';
import type { Ring } from '../support/ring.ts';
import type { Scene } from './scene.ts';

/** So much time passes for this link: what was seen was seen earlier, and what it waits for comes sooner. */
export async function passed(ring: Ring, here: Scene, minutes: number): Promise<void> {
  // What ran meanwhile would tell when it is due by what was seen before.
  const { id, upstreamRefId } = await here.rested();
  const earlier = sql.raw(`interval '${minutes} minutes'`);
  await ring.database.db.transaction(async (tx) => {
    const seenAt = sql`${sightings.seenAt} - ${earlier}`;
    await tx.update(sightings).set({ seenAt }).where(eq(sightings.upstreamRefId, upstreamRefId));
    await tx
      .update(links)
      .set({ retryAt: sql`${links.retryAt} - ${earlier}` })
      .where(eq(links.id, id));
  });
}
