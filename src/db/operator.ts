import { and, count, desc, eq, inArray, sql } from 'drizzle-orm';
import { ourReasons, passingReasons, personReasons, type Reason } from '../core/reason.ts';
import type { Queryable } from './read.ts';
import { installations, links } from './schema.ts';
import { there } from './views.ts';

const troubles: Reason[] = [...ourReasons, ...personReasons, ...passingReasons];

/** How many links each reason keeps from being up to date, the most frequent first. Those that are switched off do not count. */
export async function troublesByReason(db: Queryable): Promise<{ reason: Reason; count: number }[]> {
  const rows = await db
    .select({ reason: links.reason, count: count() })
    .from(links)
    .where(and(there, eq(links.enabled, true), inArray(links.reason, troubles)))
    .groupBy(links.reason)
    .orderBy(desc(count()));
  return rows.flatMap(({ reason, ...row }) => (reason === null ? [] : [{ reason, ...row }]));
}

/** How much there is, and what keeps it. */
export async function sizes(db: Queryable): Promise<{ links: number; installations: number; postgres: string }> {
  const [row] = await db.execute<{ links: string; installations: string; postgres: string }>(sql`
    select (select count(*) from ${links} where ${there}) as links, (select count(*) from ${installations}) as installations,
      current_setting('server_version') as postgres`);
  return {
    links: Number(row?.links ?? 0),
    installations: Number(row?.installations ?? 0),
    postgres: row?.postgres ?? '',
  };
}
