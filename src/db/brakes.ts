import { desc, eq, inArray, sql } from 'drizzle-orm';
import type { Brakes } from '../core/brake.ts';
import type { Queryable } from './read.ts';
import { brakes, installations, links, upstreamRefs } from './schema.ts';

const subjects = (kind: 'upstream' | 'owner') => sql`select subject_id from ${brakes} where kind = ${kind}`;

/** A link that an operator stopped with what it follows or with everything, in a query of links. Worked out once, not for each link. */
export const brakedUpstream = sql`(exists (select from ${brakes} where kind = 'all')
  or ${links.upstreamRefId} in (select ref.id from ${upstreamRefs} as ref where ref.repository_id in (${subjects('upstream')})))`;

/** An installation of an account that an operator stopped, in a query of installations. */
export const brakedOwner = sql`coalesce(${installations.accountId} in (${subjects('owner')}), false)`;

/** A link that an operator stopped, in a query of links and installations. */
export const braked = sql`(${brakedUpstream} or ${brakedOwner})`;

export type Brake = typeof brakes.$inferSelect;

/** What is stopped, the newest first. */
export function listBrakes(db: Queryable): Promise<Brake[]> {
  return db.select().from(brakes).orderBy(desc(brakes.createdAt));
}

/** The same as workers know it. */
export async function brakesInForce(db: Queryable): Promise<Brakes> {
  const set = await listBrakes(db);
  const of = (kind: Brake['kind']) => set.filter((one) => one.kind === kind).map(({ subjectId }) => subjectId);
  const { id } = installations;
  const covering =
    of('owner').length === 0
      ? []
      : await db
          .select({ id })
          .from(installations)
          .where(inArray(installations.accountId, of('owner')));
  return {
    all: of('all').length > 0,
    upstreamIds: of('upstream'),
    installationIds: covering.map((row) => row.id),
  };
}

/**
 * The upstream that is called so, or has this address, and is followed by a link; null: none. Of several that have or had the name one that is
 * not stopped yet comes first, then the one that GitHub showed with it last.
 */
export async function upstreamNamed(db: Queryable, fullName: string): Promise<{ id: number; name: string } | null> {
  const [row] = await db.execute<{ id: string; name: string }>(sql`
    select r.id, r.owner_login || '/' || r.name as name from repositories r
    where (lower(r.owner_login || '/' || r.name) = lower(${fullName}) or r.url = ${fullName}) and exists (select from ${upstreamRefs} as ref where ref.repository_id = r.id)
    order by r.id in (${subjects('upstream')}), r.updated_at desc limit 1`);
  return row ? { id: Number(row.id), name: row.name } : null;
}

/** The account that is called so and has the App; null: none. Of several that had the name the one that was read last. */
export async function accountNamed(db: Queryable, login: string): Promise<{ id: number; name: string } | null> {
  const [row] = await db
    .select({ id: installations.accountId, name: installations.accountLogin })
    .from(installations)
    .where(eq(sql`lower(${installations.accountLogin})`, login.toLowerCase()))
    .orderBy(sql`${installations.refreshedAt} desc nulls last`)
    .limit(1);
  return row?.id && row.name ? { id: row.id, name: row.name } : null;
}
