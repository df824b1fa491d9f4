import { and, asc, eq, gt, lte, or, sql } from 'drizzle-orm';
import type { PhaseRange } from '../core/schedule.ts';
import { active } from './active.ts';
import { fork, type Queryable, upstream, wantsTags } from './read.ts';
import { installations, links, upstreamRefs } from './schema.ts';

/** The installation that covers a private upstream: it sees what those of forks may not. */
const own = sql`(
  select covering.id from ${installations} as covering
  where ${upstream.private} and covering.id = ${upstream.installationId} and covering.suspended_at is null
)`;

/** An upstream ref that is due, and an installation that may be asked for it. */
export interface DueRef {
  refId: string;
  repositoryId: number;
  owner: string;
  name: string;
  private: boolean;
  /** Where it is, when that is not GitHub. */
  url: string | null;
  branch: string;
  /** What is followed of it. */
  track: string;
  reported: string | null;
  /** A link gives its fork the tags of the repository. */
  tags: boolean;
  installationId: number;
}

/** Refs of active links whose phase lies in one of `ranges`, and those in `alsoIds`. */
export async function dueRefs(db: Queryable, given: { ranges: PhaseRange[]; alsoIds: string[] }): Promise<DueRef[]> {
  const inRange = given.ranges.map((range) =>
    and(gt(upstreamRefs.phase, range.after), lte(upstreamRefs.phase, range.upTo)),
  );
  // They may be more than a query takes parameters: an outage of GitHub leaves all of them unread.
  const also = sql`${upstreamRefs.id} = any (string_to_array(${given.alsoIds.join(',')}, ',')::uuid[])`;
  const wanted = or(...inRange, given.alsoIds.length > 0 ? also : undefined);
  if (wanted === undefined) return [];
  return db
    .select({
      refId: upstreamRefs.id,
      repositoryId: upstream.id,
      owner: upstream.ownerLogin,
      name: upstream.name,
      private: upstream.private,
      url: upstream.url,
      branch: upstreamRefs.branch,
      track: upstreamRefs.track,
      reported: upstreamRefs.reported,
      tags: sql<boolean>`bool_or(${wantsTags})`,
      installationId: sql<number>`coalesce(${own}, min(${installations.id}))`.mapWith(Number),
    })
    .from(upstreamRefs)
    .innerJoin(upstream, eq(upstream.id, upstreamRefs.repositoryId))
    .innerJoin(links, eq(links.upstreamRefId, upstreamRefs.id))
    .innerJoin(fork, eq(fork.id, links.forkId))
    .innerJoin(installations, eq(installations.id, fork.installationId))
    .where(and(active, wanted))
    .groupBy(upstreamRefs.id, upstream.id)
    .orderBy(asc(upstreamRefs.phase));
}
