import { and, eq } from 'drizzle-orm';
import { links } from '../../src/db/schema.ts';
import { eventually, type Ring } from '../support/ring.ts';
import type { LinkRow, Scene } from './scene.ts';

const minute = 60_000;
const hour = 60 * minute;

/** The link, once its pull request was merged by itself: whatever head that has is made to have been there for an hour, so that no minute passes. */
export async function untilMerged(ring: Ring, here: Scene): Promise<LinkRow> {
  await eventually(
    async () => {
      const row = await here.link();
      await age(ring, row);
      return row.pullNumber === null && row.reason !== null && (await here.reasons()).includes('pull-merged');
    },
    { what: `the pull request of ${here.fork} is merged`, within: minute },
  );
  return here.until({ reason: 'pull-merged', state: 'in-sync', pullNumber: null }, minute);
}

/** Time alone leads to nothing before an hour is over: what comes of the link comes of an event. */
export async function sleeps(ring: Ring, { id }: LinkRow): Promise<void> {
  const retryAt = new Date(Date.now() + hour);
  await ring.database.db.update(links).set({ retryAt }).where(eq(links.id, id));
}

async function age(ring: Ring, { id, retryAt, mergeability, lastOperationId }: LinkRow): Promise<void> {
  const { headAt } = mergeability ?? {};
  if (!mergeability || headAt === undefined || Date.parse(headAt) < Date.now() - hour / 2) return;
  const earlier = new Date(Date.now() - hour).toISOString();
  // What waits for something else than the minute waits on.
  const due = retryAt?.getTime() === Date.parse(headAt) + minute ? { retryAt: new Date() } : {};
  await ring.database.db
    .update(links)
    .set({ ...due, mergeability: { ...mergeability, headAt: earlier } })
    // An answer that came since then stays as it is.
    .where(and(eq(links.id, id), eq(links.lastOperationId, lastOperationId ?? '')));
}
