/** What a person's fleet page shows: the links of all the repositories they can push to. */
import { and, asc, eq, exists, ilike, inArray, isNotNull, not, or, type SQL, sql } from 'drizzle-orm';
import type { LinkState } from '../core/reason.ts';
import { fork, type Queryable, upstream } from './read.ts';
import { installations, links, repositories, upstreamRefs } from './schema.ts';
import { type LinkView, pageOfViews, shownState, there } from './views.ts';

export const fleetSorts = ['attention', 'name', 'synced', 'newest'] as const;
export type FleetSort = (typeof fleetSorts)[number];

export interface FleetFilter {
  /** Only forks with these ids. */
  forkIds: number[];
  /** Of the fork, in any case. */
  owner?: string | undefined;
  states?: readonly LinkState[] | undefined;
  /** Stands in a name of one of the two ends, or in that of the link. */
  search?: string | undefined;
  sort: FleetSort;
  page: number;
  perPage: number;
}

/** What a person has to look at comes first, what is off last. */
const rank = sql`case ${shownState} when 'conflict' then 0 when 'failing' then 0 when 'held' then 1 when 'behind' then 2
  when 'new' then 2 when 'pull-open' then 3 when 'in-sync' then 4 else 5 end`;
const byName = [
  asc(sql`lower(${fork.ownerLogin})`),
  asc(sql`lower(${fork.name})`),
  asc(links.forkBranch),
  asc(links.id),
];
const orders: Record<FleetSort, SQL[]> = {
  attention: [asc(rank), ...byName],
  name: byName,
  synced: [sql`${links.lastSyncedAt} desc nulls last`, asc(links.id)],
  newest: [sql`${links.createdAt} desc`, asc(links.id)],
};

/** One page of links, and how many there are in all. */
export async function fleetPage(db: Queryable, filter: FleetFilter): Promise<{ total: number; data: LinkView[] }> {
  if (filter.forkIds.length === 0) return { total: 0, data: [] };
  return pageOfViews(db, { ...filter, where: matching(filter), order: orders[filter.sort] });
}

function matching({ forkIds, owner, states, search }: FleetFilter): SQL | undefined {
  return and(
    there,
    inArray(links.forkId, forkIds),
    owner === undefined ? undefined : eq(sql`lower(${fork.ownerLogin})`, owner.toLowerCase()),
    states === undefined ? undefined : inArray(shownState, [...states]),
    search === undefined ? undefined : named(search),
  );
}

function named(search: string): SQL | undefined {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  const [ours, theirs] = [fork, upstream].map((end) => sql`${end.ownerLogin} || '/' || ${end.name}`);
  const texts = [ours, theirs, links.forkBranch, upstreamRefs.branch, links.name];
  return or(...texts.filter((text) => text !== undefined).map((text) => ilike(text as SQL, pattern)));
}

/** How many links each owner has in each state. */
export async function fleetCounts(
  db: Queryable,
  forkIds: number[],
): Promise<{ owner: string; state: LinkState; count: number }[]> {
  if (forkIds.length === 0) return [];
  return db
    .select({
      owner: fork.ownerLogin,
      state: sql<LinkState>`${shownState}`,
      count: sql<number>`count(*)`.mapWith(Number),
    })
    .from(links)
    .innerJoin(fork, eq(fork.id, links.forkId))
    .leftJoin(installations, eq(installations.id, fork.installationId))
    .where(and(there, inArray(links.forkId, forkIds)))
    .groupBy(fork.ownerLogin, sql`2`);
}

/** Forks among these that the App is on and that have no link, by name: `limit` of them, and how many there are. */
export async function forksWithoutLink(
  db: Queryable,
  repositoryIds: number[],
  limit: number,
): Promise<{ total: number; data: { owner: string; name: string }[] }> {
  if (repositoryIds.length === 0) return { total: 0, data: [] };
  const linked = db
    .select({ id: links.id })
    .from(links)
    .where(and(eq(links.forkId, repositories.id), there));
  const where = and(
    inArray(repositories.id, repositoryIds),
    isNotNull(repositories.installationId),
    isNotNull(repositories.parentId),
    eq(repositories.archived, false),
    not(exists(linked)),
  );
  const data = await db
    .select({ owner: repositories.ownerLogin, name: repositories.name })
    .from(repositories)
    .where(where)
    .orderBy(asc(repositories.ownerLogin), asc(repositories.name))
    .limit(limit);
  const [count] = await db
    .select({ total: sql<number>`count(*)`.mapWith(Number) })
    .from(repositories)
    .where(where);
  return { total: count?.total ?? 0, data };
}
