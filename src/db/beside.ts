/** What is stored beside the row of a link, as JSON. */
import { type AnyColumn, sql } from 'drizzle-orm';
import type { Sighting } from '../core/sightings.ts';
import type { PutBack } from '../core/undo.ts';
import { links, refMoves, sightings } from './schema.ts';

function isoOf(moment: AnyColumn) {
  return sql`to_char(${moment} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** What was seen of an upstream ref, as JSON. */
export function sightingsOf(refId: AnyColumn) {
  return sql<Sighting[]>`(select coalesce(jsonb_agg(jsonb_build_object('sha', ${sightings.sha},
    'at', ${isoOf(sightings.seenAt)})), '[]')
    from ${sightings} where ${sightings.upstreamRefId} = ${refId})`;
}

/** The last move of a link's branch that was put back, as JSON. */
export const putBack = sql<PutBack | null>`(select jsonb_build_object('movedAt', ${isoOf(refMoves.movedAt)},
  'undoneAt', ${isoOf(refMoves.undoneAt)}) from ${refMoves}
  where ${refMoves.repositoryId} = ${links.forkId} and ${refMoves.branch} = ${links.forkBranch} and ${refMoves.undoneAt} is not null
  order by ${refMoves.movedAt} desc limit 1)`;
