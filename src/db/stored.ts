/** What the tables hold of repositories and their links, for those who make them true. */
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { CheckJob } from '../core/check-message.ts';
import { holdsDefaults } from '../core/config/file.ts';
import { type Followed, followedOf } from '../core/config/followed.ts';
import type { ExistingLink } from '../core/config/reconcile.ts';
import type { ForkConfig, OwnerConfig } from '../core/config/schema.ts';
import { type ConfigState, configUse, LinkSettings } from '../core/link.ts';
import { putBack, sightingsOf } from './beside.ts';
import type { Queryable } from './read.ts';
import { installations, links, repositories, upstreamRefs } from './schema.ts';

interface Names {
  id: number;
  nodeId: string;
  owner: string;
  ownerId: number;
  name: string;
  private: boolean;
  archived: boolean;
  defaultBranch: string | null;
}

export interface StoredRepository {
  id: number;
  configState: ConfigState | null;
  config: ForkConfig | null;
  configBlob: string | null;
  configProblem: string | null;
  /** The parent it had when it was first seen as a fork, with the names it had last. */
  parentId: number | null;
  parent: Names | null;
}

const parent = alias(repositories, 'parent');

/** By id; those that are new are missing. */
export async function storedRepositories(db: Queryable, ids: number[]): Promise<Map<number, StoredRepository>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({
      id: repositories.id,
      configState: repositories.configState,
      config: repositories.config,
      configBlob: repositories.configBlob,
      configProblem: repositories.configProblem,
      parentId: repositories.parentId,
      parent: {
        id: parent.id,
        nodeId: parent.nodeId,
        owner: parent.ownerLogin,
        ownerId: parent.ownerId,
        name: parent.name,
        private: parent.private,
        archived: parent.archived,
        defaultBranch: parent.defaultBranch,
      },
    })
    .from(repositories)
    .leftJoin(parent, eq(parent.id, repositories.parentId))
    .where(inArray(repositories.id, ids));
  return new Map(rows.map((row) => [row.id, row]));
}

/** All links of these forks, those that are switched off and removed as well, by fork. */
export async function existingLinks(db: Queryable, forkIds: number[]): Promise<Map<number, ExistingLink[]>> {
  const found = new Map<number, ExistingLink[]>();
  if (forkIds.length === 0) return found;
  const rows = await db
    .select({
      id: links.id,
      forkId: links.forkId,
      source: links.source,
      off: links.off,
      followsDefault: links.followsDefault,
      forkBranch: links.forkBranch,
      upstreamId: upstreamRefs.repositoryId,
      upstreamBranch: upstreamRefs.branch,
      strategy: links.strategy,
      settings: links.settings,
    })
    .from(links)
    .innerJoin(upstreamRefs, eq(upstreamRefs.id, links.upstreamRefId))
    .where(inArray(links.forkId, forkIds));
  for (const { forkId, settings, ...link } of rows) {
    // What cannot be read is like nothing that is wanted, and so is written anew.
    const one = { ...link, settings: LinkSettings.safeParse(settings).data ?? null };
    found.set(forkId, [...(found.get(forkId) ?? []), one]);
  }
  return found;
}

/** The branches that links of these forks follow, by fork, by the names they have now; of those that are not on GitHub, commits that the fork was given. */
export async function followedBranches(db: Queryable, forkIds: number[]): Promise<Map<number, Followed[]>> {
  const found = new Map<number, Followed[]>();
  if (forkIds.length === 0) return found;
  const rows = await db
    .select({
      forkId: links.forkId,
      linkId: links.id,
      owner: repositories.ownerLogin,
      branch: upstreamRefs.branch,
      url: repositories.url,
      synced: links.lastSyncedSha,
      decidedOn: links.decidedOn,
    })
    .from(links)
    .innerJoin(upstreamRefs, eq(upstreamRefs.id, links.upstreamRefId))
    .innerJoin(repositories, eq(repositories.id, upstreamRefs.repositoryId))
    .where(inArray(links.forkId, forkIds));
  for (const { forkId, synced, decidedOn, ...followed } of rows) {
    const all = followedOf({ ...followed, states: [synced, decidedOn] });
    found.set(forkId, [...(found.get(forkId) ?? []), ...all]);
  }
  return found;
}

/** The database's clock, which all who write share. */
export async function databaseNow(db: Queryable): Promise<Date> {
  const [row] = await db.execute<{ now: string }>(sql`select clock_timestamp()::timestamptz(3) as now`);
  return new Date(row?.now ?? Date.now());
}

/** The owner's defaults as they are in use. */
export async function defaultsOf(
  db: Queryable,
  installationId: number,
): Promise<{ state: ConfigState | null; config: OwnerConfig | null; blob: string | null; problem: string | null }> {
  const [row] = await db
    .select({
      state: installations.defaultsState,
      config: installations.defaults,
      problem: installations.defaultsProblem,
    })
    .from(installations)
    .where(eq(installations.id, installationId));
  return { state: null, config: null, problem: null, ...row, blob: null };
}

/** What a worker has to know to answer a commit of a repository; null when the App is not on it, or suspended. */
export async function checkContext(
  db: Queryable,
  repositoryId: number,
): Promise<Pick<
  CheckJob,
  'installationId' | 'accountType' | 'fork' | 'parent' | 'defaults' | 'uses' | 'links'
> | null> {
  const [row] = await db
    .select({
      installation: installations,
      fork: { id: repositories.id, owner: repositories.ownerLogin, name: repositories.name },
      branch: repositories.defaultBranch,
      own: { state: repositories.configState, config: repositories.config },
      parent: { id: parent.id, owner: parent.ownerLogin, name: parent.name, branch: parent.defaultBranch },
    })
    .from(repositories)
    .innerJoin(installations, eq(installations.id, repositories.installationId))
    .leftJoin(parent, eq(parent.id, repositories.parentId))
    .where(and(eq(repositories.id, repositoryId), isNull(installations.suspendedAt)));
  if (!row || row.branch === null) return null;
  const { installation } = row;
  const known = await db
    .select({ link: links, ref: upstreamRefs, sightings: sightingsOf(links.upstreamRefId), putBack })
    .from(links)
    .innerJoin(upstreamRefs, eq(upstreamRefs.id, links.upstreamRefId))
    .where(eq(links.forkId, repositoryId));
  return {
    installationId: installation.id,
    accountType: installation.accountType === 'User' ? 'User' : 'Organization',
    fork: { ...row.fork, branch: row.branch },
    parent: row.parent?.branch ? { ...row.parent, branch: row.parent.branch } : null,
    defaults: installation.defaults,
    uses: holdsDefaults(row.fork.name)
      ? configUse(installation.defaultsState, installation.defaults)
      : configUse(row.own.state, row.own.config),
    links: known.map(({ link, ref, sightings, putBack }) => ({
      forkBranch: link.forkBranch,
      upstreamId: ref.repositoryId,
      upstreamBranch: ref.branch,
      pull: link.pullNumber !== null && link.pullUrl !== null ? { number: link.pullNumber, url: link.pullUrl } : null,
      decidedOn: link.decidedOn,
      branchSeenAt: link.branchSeenAt?.toISOString() ?? null,
      releasedAt: link.releasedAt?.toISOString() ?? null,
      undoneAt: link.undoneAt?.toISOString() ?? null,
      putBack,
      lastSyncedAt: link.lastSyncedAt?.toISOString() ?? null,
      sightings,
    })),
  };
}
