/** Repositories to pick from. */
import { and, asc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Queryable } from './read.ts';
import { repositories } from './schema.ts';

/** Those of these repositories that the App is on and that can be written to: forks first, then by name, at most `limit`. */
export function pickableForks(
  db: Queryable,
  repositoryIds: number[],
  limit: number,
): Promise<{ owner: string; name: string }[]> {
  if (repositoryIds.length === 0) return Promise.resolve([]);
  return db
    .select({ owner: repositories.ownerLogin, name: repositories.name })
    .from(repositories)
    .where(
      and(
        inArray(repositories.id, repositoryIds),
        isNotNull(repositories.installationId),
        eq(repositories.archived, false),
      ),
    )
    .orderBy(
      sql`${repositories.parentId} is null`,
      asc(sql`lower(${repositories.ownerLogin})`),
      asc(sql`lower(${repositories.name})`),
    )
    .limit(limit);
}
