import { sql } from 'drizzle-orm';
import type { Mover } from '../core/config/circle.ts';
import type { Queryable } from './read.ts';

/**
 * The links that move a branch of one of these repositories without a pull request, those that move what they follow, and so on. A branch is
 * moved by one link at most, so that these are few.
 */
export async function moversOf(db: Queryable, repositoryIds: readonly number[]): Promise<Mover[]> {
  if (repositoryIds.length === 0) return [];
  const ids = sql.join(
    repositoryIds.map((id) => sql`${id}::bigint`),
    sql`, `,
  );
  const rows = await db.execute<{ to_id: string; to_branch: string; from_id: string; from_branch: string }>(sql`
    with recursive moving as not materialized (
      select links.fork_id as to_id, links.fork_branch as to_branch, ref.repository_id as from_id, ref.branch as from_branch
      from links join upstream_refs as ref on ref.id = links.upstream_ref_id
      where links.enabled and links.off is null and links.strategy <> 'pull-request'
    ), behind as (
      select * from moving where to_id in (${ids})
      union
      select moving.* from behind join moving on moving.to_id = behind.from_id and moving.to_branch = behind.from_branch
    )
    select * from behind`);
  return rows.map((row) => ({
    from: { repositoryId: Number(row.from_id), branch: row.from_branch },
    to: { repositoryId: Number(row.to_id), branch: row.to_branch },
  }));
}
