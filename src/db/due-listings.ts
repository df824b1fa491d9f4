import { and, asc, eq, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { PhaseRange } from '../core/schedule.ts';
import { fork, type Queryable, upstream } from './read.ts';
import { installations, listings } from './schema.ts';

/** A repository that globs are matched against, and an installation that may be asked for it. */
export interface DueListing {
  repositoryId: number;
  owner: string;
  name: string;
  private: boolean;
  installationId: number;
  /** The push that all forks with such globs know of; null: one of them may have missed one. */
  pushedAt: Date | null;
}

/** Those whose phase lies in one of `ranges`, of forks that the App is on. */
export async function dueListings(db: Queryable, ranges: PhaseRange[]): Promise<DueListing[]> {
  const phase = sql`min(${listings.phase})`;
  const due = or(...ranges.map(({ after, upTo }) => sql`(${phase} > ${after} and ${phase} <= ${upTo})`));
  if (due === undefined) return [];
  const unknown = sql`bool_or(${listings.pushedAt} is null)`;
  const oldest = sql`case when ${unknown} then null else min(${listings.pushedAt}) end`;
  return db
    .select({
      repositoryId: upstream.id,
      owner: upstream.ownerLogin,
      name: upstream.name,
      private: upstream.private,
      installationId: sql<number>`min(${installations.id})`.mapWith(Number),
      pushedAt: oldest.mapWith((at: unknown) => (at === null ? null : new Date(String(at)))),
    })
    .from(listings)
    .innerJoin(upstream, eq(upstream.id, listings.repositoryId))
    .innerJoin(fork, eq(fork.id, listings.forkId))
    .innerJoin(installations, eq(installations.id, fork.installationId))
    .where(and(isNotNull(installations.accountType), isNull(installations.suspendedAt), eq(fork.archived, false)))
    .groupBy(upstream.id)
    .having(due)
    .orderBy(asc(phase));
}
