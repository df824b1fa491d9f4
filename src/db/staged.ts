import { and, eq, inArray, isNotNull, isNull, or } from 'drizzle-orm';
import { broughtBy } from '../core/staged-ref.ts';
import type { UnstageJob } from '../core/unstage-message.ts';
import { fork, type Queryable, upstream } from './read.ts';
import { installations, links, upstreamRefs } from './schema.ts';

export type Staged = Pick<UnstageJob, 'linkId' | 'requests' | 'installationId' | 'fork' | 'upstream' | 'shas'>;

/** Those of these links that are off and brought commits into their fork from what is not on GitHub, where the App is on the fork. */
export async function stagedBy(db: Queryable, linkIds: readonly string[]): Promise<Staged[]> {
  if (linkIds.length === 0) return [];
  const rows = await db
    .select({
      linkId: links.id,
      requests: links.requested,
      installationId: installations.id,
      fork: { id: fork.id, nodeId: fork.nodeId, owner: fork.ownerLogin, name: fork.name },
      upstream: { id: upstream.id },
      decidedOn: links.decidedOn,
      synced: links.lastSyncedSha,
    })
    .from(links)
    .innerJoin(fork, eq(fork.id, links.forkId))
    .innerJoin(installations, eq(installations.id, fork.installationId))
    .innerJoin(upstreamRefs, eq(upstreamRefs.id, links.upstreamRefId))
    .innerJoin(upstream, eq(upstream.id, upstreamRefs.repositoryId))
    .where(
      and(
        inArray(links.id, [...linkIds]),
        or(eq(links.enabled, false), isNotNull(links.off)),
        isNotNull(upstream.url),
        isNull(installations.suspendedAt),
      ),
    );
  return rows.flatMap(({ decidedOn, synced, ...row }) => {
    const shas = broughtBy([decidedOn, synced]);
    return shas.length === 0 ? [] : [{ ...row, shas }];
  });
}
