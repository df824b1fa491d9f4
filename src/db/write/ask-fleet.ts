/** Asks of many links at once that can run. */
import { and, eq, inArray, isNotNull, isNull, not, notInArray, type SQL } from 'drizzle-orm';
import type { Person } from '../../core/act.ts';
import type { LinkState } from '../../core/reason.ts';
import { brakedOwner, brakedUpstream } from '../brakes.ts';
import type { Database } from '../connect.ts';
import type { Queryable } from '../read.ts';
import { installations, links, repositories } from '../schema.ts';
import { recordActs } from './acts.ts';
import { ask } from './asks.ts';

/** What a person has to settle, or let go of, stays as it is. */
const unclean: LinkState[] = ['held', 'conflict', 'failing', 'disabled'];

/** Links that can run and were not asked already, of these forks where some are named; in a query of links. */
function able(db: Queryable, forkIds?: number[]): SQL | undefined {
  const on = db
    .select({ id: repositories.id })
    .from(repositories)
    .innerJoin(installations, eq(installations.id, repositories.installationId))
    .where(
      and(
        forkIds && inArray(repositories.id, forkIds),
        isNotNull(installations.accountType),
        isNull(installations.suspendedAt),
        not(brakedOwner),
      ),
    );
  return and(
    inArray(links.forkId, on),
    eq(links.enabled, true),
    isNull(links.off),
    not(brakedUpstream),
    eq(links.requested, links.answeredRequested),
  );
}

/**
 * Asks every link of these forks that can run, waits for nobody and was not asked already; returns their ids. They may be many, so
 * they take turns, and what they open counts, like what a schedule opens. Nothing is released.
 */
export async function askClean(
  db: Database,
  given: { forkIds: number[]; requestId: string; by: Person },
): Promise<string[]> {
  if (given.forkIds.length === 0) return [];
  const where = and(able(db, given.forkIds), notInArray(links.state, unclean));
  return db.transaction(async (tx) => {
    const asked = await ask(tx, where, { trigger: 'schedule', requestId: given.requestId });
    await recordActs(tx, asked, { kind: 'sync-all', by: given.by });
    return asked;
  });
}

/** Asks the links that can run and whose newest result is `failed`, but those that were asked since. */
export function askDeadLetters(db: Queryable, requestId: string): Promise<string[]> {
  return ask(db, and(able(db), eq(links.reason, 'failed')), { trigger: 'retry', requestId });
}
