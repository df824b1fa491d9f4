import { and, eq, gt, inArray, lte, sql } from 'drizzle-orm';
import { alias, union } from 'drizzle-orm/pg-core';
import { DAY } from '../core/duration.ts';
import type { LinkRow } from '../core/job.ts';
import { defaultSettings, LinkSettings } from '../core/link.ts';
import type { Looked } from '../core/schedule.ts';
import type { Sighting } from '../core/sightings.ts';
import { leftState, tagsState } from '../core/tags.ts';
import { active } from './active.ts';
import { putBack, sightingsOf } from './beside.ts';
import type { Database } from './connect.ts';
import type { Transaction } from './reader.ts';
import { installations, links, refMoves, repositories, upstreamRefs } from './schema.ts';

export type Queryable = Database | Transaction;

export const fork = alias(repositories, 'fork');
export const upstream = alias(repositories, 'upstream');

/** Milliseconds after which an unanswered push is left to the comparison of heads, which finds the same links. */
const pushRemembered = DAY;

/**
 * Ids of links that were asked more often than answered, or whose retry has come. Each part has an index of its own, so
 * that a tick over a million links that ask for nothing reads next to nothing.
 */
function askingIds(db: Queryable, now: Date) {
  const since = new Date(now.getTime() - pushRemembered);
  const id = { id: links.id };
  return union(
    db.select(id).from(links).where(gt(links.requested, links.answeredRequested)),
    db.select(id).from(links).where(lte(links.retryAt, now)),
    db
      .select(id)
      .from(links)
      .innerJoin(upstreamRefs, eq(upstreamRefs.id, links.upstreamRefId))
      .where(and(gt(upstreamRefs.pushedAt, since), gt(upstreamRefs.pushes, links.answeredPushes))),
  );
}

/** How many links an installation has that could have a pull request open, counted up to one more than its places. */
const linksOfInstallation = sql`(select count(*) from (
  select from ${repositories} as place join ${links} as other on other.fork_id = place.id
  where place.installation_id = ${installations.id} and other.enabled and other.off is null
  limit ${installations.maxOpen} + 1
) as counted)`;

/** A link that takes only what was seen upstream for a time. */
export const delayed = sql`(${links.settings} ->> 'delayMs') is not null`;

/** A link whose fork is given upstream's tags. */
export const wantsTags = sql`(${links.settings} ->> 'tags') is not null`;

const columns = {
  linkId: links.id,
  upstreamRefId: links.upstreamRefId,
  installationId: installations.id,
  accountType: sql<'User' | 'Organization'>`${installations.accountType}`,
  upstreamInstallationId: sql<
    number | null
  >`case when ${upstream.private} and ${upstream.installationId} <> ${installations.id} then ${upstream.installationId} end`.mapWith(
    Number,
  ),
  fork: { id: fork.id, owner: fork.ownerLogin, name: fork.name, branch: links.forkBranch },
  upstream: {
    id: upstream.id,
    owner: upstream.ownerLogin,
    name: upstream.name,
    branch: upstreamRefs.branch,
    url: upstream.url,
  },
  strategy: links.strategy,
  settings: links.settings,
  placed: sql<boolean>`(${links.placeAt} is not null or ${installations.maxOpen} >= ${linksOfInstallation})`,
  check: links.check,
  mergeability: links.mergeability,
  ticked: links.ticked,
  configBlob: fork.configBlob,
  state: links.state,
  reason: links.reason,
  pullNumber: links.pullNumber,
  pullUrl: links.pullUrl,
  decidedOn: links.decidedOn,
  answeredReadAt: links.answeredReadAt,
  retryAt: links.retryAt,
  failures: links.failures,
  heldSince: links.heldSince,
  branchSeenAt: links.branchSeenAt,
  releasedAt: links.releasedAt,
  lastSyncedSha: links.lastSyncedSha,
  undo: { moveId: refMoves.id, before: refMoves.beforeSha, after: refMoves.afterSha },
  sightings: sql<Sighting[]>`case when ${delayed} then ${sightingsOf(links.upstreamRefId)} else '[]' end`,
  tagsDecidedOn: links.tagsDecidedOn,
  undoneAt: links.undoneAt,
  putBack,
  lastSyncedAt: links.lastSyncedAt,
  requested: links.requested,
  answeredRequested: links.answeredRequested,
  requestedTrigger: links.requestedTrigger,
  requestedId: links.requestedId,
  pushes: upstreamRefs.pushes,
  answeredPushes: links.answeredPushes,
  pushedBefore: upstreamRefs.pushedBefore,
  pushedHead: upstreamRefs.pushedHead,
  pushedDelivery: upstreamRefs.pushedDelivery,
};

function selectLinks(db: Queryable) {
  return db
    .select(columns)
    .from(links)
    .innerJoin(upstreamRefs, eq(upstreamRefs.id, links.upstreamRefId))
    .innerJoin(upstream, eq(upstream.id, upstreamRefs.repositoryId))
    .innerJoin(fork, eq(fork.id, links.forkId))
    .innerJoin(installations, eq(installations.id, fork.installationId))
    .leftJoin(refMoves, eq(refMoves.id, links.undoMoveId))
    .$dynamic();
}

type Selected = Awaited<ReturnType<typeof selectLinks>>[number];

/** A row that cannot be read ends as an operation that failed: what stands beside it has nothing to do with it. */
function toRow(selected: Selected): LinkRow {
  const { pullNumber, pullUrl, ...row } = selected;
  const settings = LinkSettings.safeParse(row.settings);
  const issue = settings.error?.issues[0];
  return {
    ...row,
    settings: settings.data ?? defaultSettings,
    unreadable: issue ? `its settings cannot be read: ${issue.path.join('.')}: ${issue.message}` : null,
    pull: pullNumber === null || pullUrl === null ? null : { number: pullNumber, url: pullUrl },
  };
}

/** The place of a link among the first syncs of its installation, most recently pushed fork first. */
const turn = sql`row_number() over (partition by ${installations.id}, ${links.state} = 'new' order by ${fork.pushedAt} desc nulls last, ${links.id})`;

/** Links that asked or whose retry is due: those that worked before first, first syncs fairly across installations. */
export async function askingLinks(db: Queryable, given: { now: Date; limit: number }): Promise<LinkRow[]> {
  // PostgreSQL guesses that a third of all links asks, and would join them all to learn that none does.
  if ((await askingIds(db, given.now).limit(1)).length === 0) return [];
  const rows = await selectLinks(db)
    .where(and(active, inArray(links.id, askingIds(db, given.now))))
    .orderBy(sql`${links.state} = 'new'`, turn)
    .limit(given.limit);
  return rows.map(toRow);
}

/** The active links among these, as operations need them. */
export async function linksById(db: Queryable, ids: string[]): Promise<LinkRow[]> {
  if (ids.length === 0) return [];
  return (await selectLinks(db).where(and(active, inArray(links.id, ids)))).map(toRow);
}

/** Active links of an installation that asked, most recently pushed fork first, at most `limit`. */
export async function linksAskingOf(db: Queryable, installationId: number, limit: number): Promise<LinkRow[]> {
  const rows = await selectLinks(db)
    .where(and(active, eq(installations.id, installationId), gt(links.requested, links.answeredRequested)))
    .orderBy(turn)
    .limit(limit);
  return rows.map(toRow);
}

/** Active links of these upstream refs that a push left behind, at most `limit`, every installation in its turn. */
export async function linksPushed(db: Queryable, refIds: string[], limit: number): Promise<LinkRow[]> {
  if (refIds.length === 0) return [];
  const rows = await selectLinks(db)
    .where(and(active, inArray(links.upstreamRefId, refIds), gt(upstreamRefs.pushes, links.answeredPushes)))
    .orderBy(turn)
    .limit(limit);
  return rows.map(toRow);
}

/**
 * Active links of these refs that were decided on something else than what is given for their ref, at most `limit`, every
 * installation in its turn.
 */
export async function linksOffHead(db: Queryable, heads: Map<string, Looked>, limit: number): Promise<LinkRow[]> {
  if (heads.size === 0) return [];
  const tags = (seen: Looked['tags']) => (seen === null ? null : tagsState('', seen));
  // A query takes 65,534 parameters, and all refs are looked at after Redis was emptied.
  const given = JSON.stringify([...heads].map(([id, { head, tags: seen }]) => ({ id, state: head, tags: tags(seen) })));
  const state = sql`(${links.settings} ->> 'tags') || head.tags`;
  const decided = sql`coalesce(${links.tagsDecidedOn} in (${state}, ${leftState('')}::text || ${state}), false)`;
  const otherTags = sql`${wantsTags} and not ${decided}`;
  const rows = await selectLinks(db)
    .innerJoin(
      sql`jsonb_to_recordset(${given}::jsonb) as head (id uuid, state text, tags text)`,
      sql`head.id = ${links.upstreamRefId}`,
    )
    .where(and(active, sql`(${links.decidedOn} is distinct from head.state or head.tags is not null and ${otherTags})`))
    .orderBy(turn)
    .limit(limit);
  return rows.map(toRow);
}
