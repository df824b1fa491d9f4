import { and, desc, eq, sql } from 'drizzle-orm';
import { fork, type Queryable, upstream } from './read.ts';
import { links, upstreamRefs } from './schema.ts';
import { there } from './views.ts';

/** A link whose newest result is a failure of ours. */
export interface DeadLetter {
  linkId: string;
  fork: { owner: string; repo: string; branch: string };
  upstream: { owner: string; repo: string; branch: string };
  sentence: string | null;
  /** In a row. */
  failures: number;
  retryAt: Date | null;
  lastOperationId: string | null;
  /** When the operation that failed began to read GitHub. */
  failedAt: Date | null;
}

/** Dead letters, the newest first, one page and how many there are in all. */
export async function deadLetters(
  db: Queryable,
  { page, perPage }: { page: number; perPage: number },
): Promise<{ total: number; data: DeadLetter[] }> {
  const failed = and(eq(links.reason, 'failed'), there);
  const data = await db
    .select({
      linkId: links.id,
      fork: { owner: fork.ownerLogin, repo: fork.name, branch: links.forkBranch },
      upstream: { owner: upstream.ownerLogin, repo: upstream.name, branch: upstreamRefs.branch },
      sentence: links.sentence,
      failures: links.failures,
      retryAt: links.retryAt,
      lastOperationId: links.lastOperationId,
      failedAt: links.answeredReadAt,
    })
    .from(links)
    .innerJoin(upstreamRefs, eq(upstreamRefs.id, links.upstreamRefId))
    .innerJoin(upstream, eq(upstream.id, upstreamRefs.repositoryId))
    .innerJoin(fork, eq(fork.id, links.forkId))
    .where(failed)
    .orderBy(desc(links.answeredReadAt), desc(links.id))
    .limit(perPage)
    .offset((page - 1) * perPage);
  const [count] = await db
    .select({ total: sql<number>`count(*)`.mapWith(Number) })
    .from(links)
    .where(failed);
  return { total: count?.total ?? 0, data };
}
