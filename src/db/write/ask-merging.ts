import { and, eq, sql } from 'drizzle-orm';
import type { Transaction } from '../reader.ts';
import { links } from '../schema.ts';
import { ask } from './asks.ts';

/**
 * Asks the enabled links of this fork that are to merge their open pull request: this one, or the one whose head is this commit. One of
 * another's is none of a link's.
 */
export function askMerging(
  tx: Transaction,
  given: { forkId: number; requestId: string } & ({ number: number } | { headSha: string }),
): Promise<string[]> {
  const about =
    'number' in given
      ? eq(links.pullNumber, given.number)
      : sql`${links.pullNumber} is not null and ${links.mergeability} ->> 'headSha' = ${given.headSha}`;
  const merging = sql`coalesce(${links.settings} -> 'pullRequest' ->> 'merge', 'never') <> 'never'`;
  const where = and(eq(links.forkId, given.forkId), eq(links.enabled, true), merging, about);
  return ask(tx, where, { trigger: 'event', requestId: given.requestId });
}
