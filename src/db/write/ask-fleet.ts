import { and, eq, inArray, isNotNull, isNull, not, notInArray } from 'drizzle-orm';
import type { Person } from '../../core/act.ts';
import type { LinkState } from '../../core/reason.ts';
import { brakedOwner, brakedUpstream } from '../brakes.ts';
import type { Database } from '../connect.ts';
import { installations, links, repositories } from '../schema.ts';
import { recordActs } from './acts.ts';
import { ask } from './asks.ts';

/** What a person has to settle, or let go of, stays as it is. */
const unclean: LinkState[] = ['held', 'conflict', 'failing', 'disabled'];

/**
 * Asks every link of these forks that can run, waits for nobody and was not asked already; returns their ids. They may be many, so
 * they take turns, and what they open counts, like what a schedule opens. Nothing is released.
 */
export async function askClean(
  db: Database,
  given: { forkIds: number[]; requestId: string; by: Person },
): Promise<string[]> {
  if (given.forkIds.length === 0) return [];
  const on = db
    .select({ id: repositories.id })
    .from(repositories)
    .innerJoin(installations, eq(installations.id, repositories.installationId))
    .where(
      and(
        inArray(repositories.id, given.forkIds),
        isNotNull(installations.accountType),
        isNull(installations.suspendedAt),
        not(brakedOwner),
      ),
    );
  const where = and(
    inArray(links.forkId, on),
    eq(links.enabled, true),
    isNull(links.off),
    notInArray(links.state, unclean),
    not(brakedUpstream),
    eq(links.requested, links.answeredRequested),
  );
  return db.transaction(async (tx) => {
    const asked = await ask(tx, where, { trigger: 'schedule', requestId: given.requestId });
    await recordActs(tx, asked, { kind: 'sync-all', by: given.by });
    return asked;
  });
}
