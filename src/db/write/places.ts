import { eq, sql } from 'drizzle-orm';
import { passingReasons } from '../../core/reason.ts';
import type { Transaction } from '../reader.ts';
import { installations } from '../schema.ts';

/** A place is given back after so long when nothing but limits and outages came of it. */
const unclearFor = sql`interval '1 hour'`;

/**
 * Gives the owner's free places for open pull requests to the links that wait for one, those of the forks most recently
 * pushed to first; one that was not answered yet keeps its turn. One that GitHub keeps from using its place gives it back, and waits
 * for another once GitHub answers. Returns the ids of held links that were asked again by this.
 */
export async function grantPlaces(
  tx: Transaction,
  given: { installationId: number; requestId: string },
): Promise<string[]> {
  const { installationId, requestId } = given;
  const [owner] = await tx
    .select({ maxOpen: installations.maxOpen })
    .from(installations)
    .where(eq(installations.id, installationId))
    .for('update');
  if (!owner) return [];
  await tx.execute(sql`
    update links set place_at = null from repositories as fork
    where fork.id = links.fork_id and fork.installation_id = ${installationId}
      and links.place_at < now() - ${unclearFor} and links.reason in ${passingReasons}`);
  const rows = await tx.execute<{ id: string; held: boolean }>(sql`
    with mine as (
      select links.id, links.state, links.reason, links.place_at, fork.pushed_at
      from links join repositories as fork on fork.id = links.fork_id
      where fork.installation_id = ${installationId} and links.enabled and links.off is null
    ), waiting as (
      select id, row_number() over (order by pushed_at desc nulls last, id) as turn
      from mine where place_at is null and ((state = 'new' and reason is null) or reason = 'held-max-open')
    ), free as (
      select ${owner.maxOpen}::int - count(*) as places from mine
      where place_at is not null or state in ('pull-open', 'conflict') or reason = 'held-checks'
    )
    update links set
      place_at = now(),
      requested = requested + case when reason = 'held-max-open' then 1 else 0 end,
      requested_trigger = case when reason = 'held-max-open' then 'schedule' else requested_trigger end,
      requested_id = case when reason = 'held-max-open' then ${requestId} else requested_id end
    from waiting, free
    where waiting.id = links.id and waiting.turn <= free.places
    returning links.id, coalesce(reason = 'held-max-open', false) as held`);
  return rows.filter((row) => row.held).map((row) => row.id);
}
