import { and, asc, eq, isNotNull, sql } from 'drizzle-orm';
import type { LinkState } from '../core/reason.ts';
import { fork, type Queryable } from './read.ts';
import { installations, links } from './schema.ts';
import { shownState, there } from './views.ts';

/** What stands on a badge: the state that a person has to know of first. */
const rank = sql`case ${shownState} when 'conflict' then 0 when 'failing' then 1 when 'held' then 2 when 'behind' then 3
  when 'pull-open' then 4 when 'new' then 5 when 'in-sync' then 6 else 7 end`;

/**
 * The state of a public repository's links, of several the one that matters most; null: it is not public, the App is not on it, or it has no
 * link. Nobody is told which.
 */
export async function publicState(
  db: Queryable,
  { owner, name }: { owner: string; name: string },
): Promise<LinkState | null> {
  const [row] = await db
    .select({ state: sql<LinkState>`${shownState}` })
    .from(links)
    .innerJoin(fork, eq(fork.id, links.forkId))
    .innerJoin(installations, eq(installations.id, fork.installationId))
    .where(
      and(
        sql`lower(${fork.ownerLogin}) = lower(${owner}) and lower(${fork.name}) = lower(${name})`,
        eq(fork.private, false),
        isNotNull(fork.installationId),
        there,
      ),
    )
    .orderBy(asc(rank))
    .limit(1);
  return row?.state ?? null;
}
