import { and, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import type { ActKind, Person } from '../../core/act.ts';
import { DAY } from '../../core/duration.ts';
import type { Database } from '../connect.ts';
import type { Transaction } from '../reader.ts';
import { acts, links } from '../schema.ts';

const keptMs = 90 * DAY;
/** Acts that are kept of a link, whatever a program asks of it. */
const keptOfLink = 50;

export interface Act {
  kind: ActKind;
  detail?: string;
  /** null: not to be named. */
  by: Person | null;
}

/**
 * Writes down what somebody did to these links, in the transaction that does it and after their rows were locked. The same by the same
 * person once more takes the place of the one before: who asks for a sync every minute hides nothing.
 */
export async function recordActs(tx: Transaction, linkIds: string[], ...done: Act[]): Promise<void> {
  for (const { kind, detail = null, by } of linkIds.length === 0 ? [] : done) {
    const ofLinks = inArray(acts.linkId, linkIds);
    const ranked = tx
      .select({
        id: acts.id,
        rank: sql<number>`row_number() over (partition by ${acts.linkId} order by ${acts.id} desc)`.as('rank'),
      })
      .from(acts)
      .where(ofLinks)
      .as('ranked');
    const newest = tx.select({ id: ranked.id }).from(ranked).where(eq(ranked.rank, 1));
    const same = and(
      eq(acts.kind, kind),
      sql`${acts.detail} is not distinct from ${detail}::text`,
      sql`${acts.personId} is not distinct from ${by?.id ?? null}::bigint`,
    );
    await tx.delete(acts).where(and(ofLinks, inArray(acts.id, newest), same));
    await tx.execute(sql`
      insert into ${acts} (link_id, kind, detail, person_id, login)
      select ${links.id}, ${kind}, ${detail}::text, ${by?.id ?? null}::bigint, ${by?.login ?? null}::text
      from ${links} where ${inArray(links.id, linkIds)}`);
    const over = tx.select({ id: ranked.id }).from(ranked).where(gt(ranked.rank, keptOfLink));
    await tx.delete(acts).where(inArray(acts.id, over));
  }
}

/** Forgets who somebody is, wherever they did something: they do not let the App act for them any more. */
export async function forgetPerson(tx: Transaction, personId: number): Promise<void> {
  await tx.update(acts).set({ personId: null, login: null }).where(eq(acts.personId, personId));
}

/** Forgets what was done more than 90 days ago. */
export async function forgetActs(db: Database, now: Date): Promise<void> {
  await db.delete(acts).where(lt(acts.at, new Date(now.getTime() - keptMs)));
}
