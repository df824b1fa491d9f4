/** What pages and the API show: rows put together as people see them. */
import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { ForkConfig, OwnerConfig } from '../core/config/schema.ts';
import { type ConfigState, defaultSettings, type LinkOff, LinkSettings } from '../core/link.ts';
import type { LinkState, Reason } from '../core/reason.ts';
import type { Strategy } from '../core/strategy.ts';
import { braked } from './brakes.ts';
import { fork, type Queryable, upstream } from './read.ts';
import { installations, links, upstreamRefs } from './schema.ts';

/** A link with the names of its two ends as they are known now. */
export interface LinkView {
  id: string;
  name: string | null;
  enabled: boolean;
  source: 'install' | 'config' | 'api';
  forkId: number;
  fork: { owner: string; repo: string; branch: string };
  /** `url` where it is not on GitHub. */
  upstream: { owner: string; repo: string; branch: string; url?: string };
  /** Between the default branches of the fork and its parent: the one that follows from being a fork. */
  everyForkHasIt: boolean;
  strategy: Strategy;
  settings: LinkSettings;
  state: LinkState;
  reason: Reason | null;
  sentence: string | null;
  pullRequest: { number: number; url: string } | null;
  lastSyncedSha: string | null;
  lastSyncedAt: Date | null;
  lastOperationId: string | null;
  retryAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  installationId: number | null;
  accountType: 'User' | 'Organization' | null;
  suspended: boolean;
  /** An operator stopped it. */
  braked: boolean;
  /** What the configuration says against it. Those that a person deleted are not there at all. */
  off: Exclude<LinkOff, 'removed'> | null;
  /** Part of its secret address. */
  webhookId: string;
  /** The files that may declare it, as last valid, and what is wrong with them now. */
  own: { config: ForkConfig | null; state: ConfigState | null; problem: string | null };
  defaults: { config: OwnerConfig | null; state: ConfigState | null; problem: string | null };
}

/** Every link with what it takes to show it; `where` and the rest are added. */
export function selectViews(db: Queryable) {
  return db
    .select({
      link: links,
      fork: { id: fork.id, owner: fork.ownerLogin, repo: fork.name, installationId: fork.installationId },
      upstream: { owner: upstream.ownerLogin, repo: upstream.name, branch: upstreamRefs.branch, url: upstream.url },
      everyForkHasIt: sql<boolean>`coalesce(${fork.parentId} = ${upstream.id} and ${fork.defaultBranch} = ${links.forkBranch}
        and ${upstream.defaultBranch} = ${upstreamRefs.branch}, false)`,
      accountType: installations.accountType,
      suspendedAt: installations.suspendedAt,
      braked: sql<boolean>`${braked}`,
      own: { config: fork.config, state: fork.configState, problem: fork.configProblem },
      defaults: {
        config: installations.defaults,
        state: installations.defaultsState,
        problem: installations.defaultsProblem,
      },
    })
    .from(links)
    .innerJoin(upstreamRefs, eq(upstreamRefs.id, links.upstreamRefId))
    .innerJoin(upstream, eq(upstream.id, upstreamRefs.repositoryId))
    .innerJoin(fork, eq(fork.id, links.forkId))
    .leftJoin(installations, eq(installations.id, fork.installationId))
    .$dynamic();
}

type Selected = Awaited<ReturnType<typeof selectViews>>[number];

/** A row of `selectViews` as people see it. */
export function toView({ link, ...row }: Selected): LinkView {
  const { pullNumber, pullUrl } = link;
  const { url, ...theirs } = row.upstream;
  return {
    id: link.id,
    name: link.name,
    enabled: link.enabled,
    source: link.source,
    forkId: row.fork.id,
    fork: { owner: row.fork.owner, repo: row.fork.repo, branch: link.forkBranch },
    upstream: { ...theirs, ...(url === null ? {} : { url }) },
    everyForkHasIt: row.everyForkHasIt,
    strategy: link.strategy,
    settings: LinkSettings.safeParse(link.settings).data ?? defaultSettings,
    state: link.state,
    reason: link.reason,
    sentence: link.sentence,
    pullRequest: pullNumber === null || pullUrl === null ? null : { number: pullNumber, url: pullUrl },
    lastSyncedSha: link.lastSyncedSha,
    lastSyncedAt: link.lastSyncedAt,
    lastOperationId: link.lastOperationId,
    retryAt: link.retryAt,
    createdAt: link.createdAt,
    updatedAt: link.updatedAt,
    installationId: row.fork.installationId,
    accountType: row.accountType === null ? null : row.accountType === 'User' ? 'User' : 'Organization',
    suspended: row.suspendedAt !== null,
    braked: row.braked,
    off: link.off === 'removed' ? null : link.off,
    webhookId: link.webhookId,
    own: row.own,
    defaults: row.defaults ?? { config: null, state: null, problem: null },
  };
}

/** Not deleted by a person. */
export const there = sql`${links.off} is distinct from 'removed'`;

/** One link, null when there is none with this id. */
export async function linkView(db: Queryable, id: string): Promise<LinkView | null> {
  const [row] = await selectViews(db).where(and(eq(links.id, id), there));
  return row ? toView(row) : null;
}

export interface LinkFilter {
  /** Only forks with these ids. */
  forkIds: number[];
  fork?: { owner: string; name: string } | undefined;
  upstream?: { owner: string; name: string } | undefined;
  state?: LinkState | undefined;
  page: number;
  perPage: number;
}

/** Links of the forks given, newest first, one page and how many there are in all. Owners and names match in any case. */
export async function linkViews(db: Queryable, filter: LinkFilter): Promise<{ total: number; data: LinkView[] }> {
  if (filter.forkIds.length === 0) return { total: 0, data: [] };
  const where = and(
    there,
    inArray(links.forkId, filter.forkIds),
    named(fork, filter.fork),
    named(upstream, filter.upstream),
    filter.state === undefined ? undefined : eq(shownState, filter.state),
  );
  return pageOfViews(db, { ...filter, where, order: [desc(links.createdAt), desc(links.id)] });
}

/** One page of the links that `where` names, and how many there are in all. */
export async function pageOfViews(
  db: Queryable,
  { where, order, page, perPage }: { where: SQL | undefined; order: SQL[]; page: number; perPage: number },
): Promise<{ total: number; data: LinkView[] }> {
  const rows = await selectViews(db)
    .where(where)
    .orderBy(...order)
    .limit(perPage)
    .offset((page - 1) * perPage);
  const [count] = await db
    .select({ total: sql<number>`count(*)`.mapWith(Number) })
    .from(selectViews(db).where(where).as('counted'));
  return { total: count?.total ?? 0, data: rows.map(toView) };
}

/** The state people are shown (api/link-json.ts): a link that cannot run is off, whatever its last result was. */
export const shownState = sql`case
  when not ${links.enabled} or ${fork.installationId} is null or ${installations.suspendedAt} is not null
    or ${links.off} = 'disabled' or ${braked} then 'disabled'
  when ${links.off} = 'config-invalid' then 'failing'
  else ${links.state} end`;

function named(
  table: typeof fork | typeof upstream,
  wanted: { owner: string; name: string } | undefined,
): SQL | undefined {
  if (wanted === undefined) return undefined;
  return sql`lower(${table.ownerLogin}) = lower(${wanted.owner}) and lower(${table.name}) = lower(${wanted.name})`;
}
