import { and, eq, inArray, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Person } from '../../core/act.ts';
import type { Trigger } from '../../core/message.ts';
import type { Reason } from '../../core/reason.ts';
import { followsBranch } from '../../core/track.ts';
import type { Database } from '../connect.ts';
import type { Queryable } from '../read.ts';
import type { Transaction } from '../reader.ts';
import { links, repositories, upstreamRefs } from '../schema.ts';
import { recordActs } from './acts.ts';

export interface Push {
  repositoryId: number;
  branch: string;
  /** null where the branch was made by this push. */
  before: string | null;
  /** null where it was deleted. */
  after: string | null;
  delivery: string;
}

/**
 * Writes a push once, on the upstream ref it moved; returns the ref's id when somebody follows it. Deliveries may come in the
 * wrong order: one that leads up to the push written last leaves that one's head, and only its beginning is moved back.
 */
export async function recordPush(tx: Transaction, push: Push): Promise<string | null> {
  const leadsUp = sql`${upstreamRefs.pushedBefore} = ${push.after}::text
    and ${upstreamRefs.pushedHead} is distinct from ${push.before}::text`;
  const rows = await tx
    .update(upstreamRefs)
    .set({
      pushes: sql`${upstreamRefs.pushes} + 1`,
      pushedBefore: push.before,
      pushedHead: sql`case when ${leadsUp} then ${upstreamRefs.pushedHead} else ${push.after}::text end`,
      pushedAt: sql`now()`,
      pushedDelivery: push.delivery,
    })
    .where(
      and(
        eq(upstreamRefs.repositoryId, push.repositoryId),
        eq(upstreamRefs.branch, push.branch),
        eq(upstreamRefs.track, followsBranch),
      ),
    )
    .returning({ id: upstreamRefs.id });
  return rows[0]?.id ?? null;
}

/** Adds one ask to each link that `where` names; returns their ids. */
export async function ask(
  db: Queryable,
  where: SQL | undefined,
  cause: { trigger: Trigger; requestId: string },
): Promise<string[]> {
  const rows = await db
    .update(links)
    .set({
      requested: sql`${links.requested} + 1`,
      requestedTrigger: cause.trigger,
      requestedId: cause.requestId,
      updatedAt: sql`now()`,
    })
    .where(where)
    .returning({ id: links.id });
  return rows.map((row) => row.id);
}

/** Asks the enabled links that move a branch of this fork: something happened to the branch or its pull requests. */
export function askLinksOfBranch(
  tx: Transaction,
  given: { forkId: number; branch: string; requestId: string },
): Promise<string[]> {
  const where = and(eq(links.forkId, given.forkId), eq(links.forkBranch, given.branch), eq(links.enabled, true));
  return ask(tx, where, { trigger: 'event', requestId: given.requestId });
}

/** Asks the enabled links that move any branch of this fork: something happened to the repository itself. */
export function askLinksOfFork(tx: Transaction, given: { forkId: number; requestId: string }): Promise<string[]> {
  const where = and(eq(links.forkId, given.forkId), eq(links.enabled, true));
  return ask(tx, where, { trigger: 'event', requestId: given.requestId });
}

/**
 * What a release lets go of: the closing that was seen, by GitHub's own clock. Where none was seen yet, everything before
 * the last whole second (GitHub dates a closing by its second, and what was closed in the second of a release holds).
 */
const released = sql`greatest(${links.releasedAt}, coalesce(${links.heldSince}, date_trunc('second', now()) - interval '1 second'))`;

/**
 * A person's ask, of an operator who is not named where `by` is null; `release` also lets go of what a closed pull request or an undo
 * holds, and of an undo that is not done yet.
 */
export async function askLink(
  db: Database,
  given: { linkId: string; requestId: string; release: boolean; by: Person | null },
): Promise<boolean> {
  const { linkId, requestId, release, by } = given;
  return db.transaction(async (tx) => {
    if (release) {
      const freed = { releasedAt: released, undoneAt: null, undoMoveId: null };
      await tx.update(links).set(freed).where(eq(links.id, linkId));
    }
    const asked = await ask(tx, eq(links.id, linkId), { trigger: 'manual', requestId });
    await recordActs(tx, asked, { kind: release ? 'release' : by ? 'sync' : 'retry', by });
    return asked.length > 0;
  });
}

/** Cured by permissions, by being selected, by no longer being suspended or archived. */
const curable: readonly Reason[] = [
  'missing-permission',
  'not-installed',
  'suspended',
  'fork-missing',
  'fork-archived',
  'pulls-disabled',
  'upstream-missing',
  'upstream-private',
];

/**
 * Asks the links of these forks that wait for a person and that a change of the installation or the fork may have cured. They
 * may be many, so what they open counts like what installing opens.
 */
export function askCurable(
  tx: Transaction,
  given: { forkIds: number[]; reasons?: readonly Reason[]; requestId: string },
): Promise<string[]> {
  if (given.forkIds.length === 0) return Promise.resolve([]);
  const where = and(
    inArray(links.forkId, given.forkIds),
    inArray(links.reason, [...(given.reasons ?? curable)]),
    eq(links.enabled, true),
  );
  return ask(tx, where, { trigger: 'install', requestId: given.requestId });
}

/** Asks every link of these forks that is on: the App is back on them, and nothing was told meanwhile. */
export function askReturned(tx: Transaction, given: { forkIds: number[]; requestId: string }): Promise<string[]> {
  if (given.forkIds.length === 0) return Promise.resolve([]);
  const where = and(inArray(links.forkId, given.forkIds), eq(links.enabled, true), isNull(links.off));
  return ask(tx, where, { trigger: 'install', requestId: given.requestId });
}

/**
 * Asks the links of these forks that may have missed an event: the fork was pushed to after the last look, or their pull
 * request was not looked at for a day.
 */
export function askMissed(tx: Transaction, given: { forkIds: number[]; requestId: string }): Promise<string[]> {
  if (given.forkIds.length === 0) return Promise.resolve([]);
  const pushedAt = tx.select({ at: repositories.pushedAt }).from(repositories).where(eq(repositories.id, links.forkId));
  const where = and(
    inArray(links.forkId, given.forkIds),
    eq(links.enabled, true),
    isNull(links.off),
    eq(links.requested, links.answeredRequested),
    or(
      // GitHub dates a push by its second.
      lte(sql`date_trunc('second', ${links.answeredReadAt})`, pushedAt),
      and(
        or(eq(links.state, 'pull-open'), inArray(links.reason, ['held-pull-closed', 'held-checks'])),
        lt(links.answeredReadAt, sql`now() - interval '1 day'`),
      ),
    ),
  );
  return ask(tx, where, { trigger: 'schedule', requestId: given.requestId });
}

/** Ids of the repositories that an installation covers, as last refreshed. */
export async function repositoriesOf(db: Queryable, installationId: number): Promise<number[]> {
  const rows = await db
    .select({ id: repositories.id })
    .from(repositories)
    .where(eq(repositories.installationId, installationId));
  return rows.map((row) => row.id);
}
