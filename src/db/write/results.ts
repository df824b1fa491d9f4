import { and, eq, sql } from 'drizzle-orm';
import type { OperationResult } from '../../core/message.ts';
import { purposeAfter } from '../../core/purpose.ts';
import { datesItself, passesByItself, type Reason, stateAfter } from '../../core/reason.ts';
import { leftState } from '../../core/tags.ts';
import type { Database } from '../connect.ts';
import type { Transaction } from '../reader.ts';
import { installations, links, repositories, upstreamRefs } from '../schema.ts';
import { atomically } from './atomically.ts';
import { tickedAfter } from './boxes.ts';
import { requestRefresh } from './installations.ts';
import { recordMove } from './moves.ts';
import { recordRead } from './sightings.ts';
import { endMove, undoAfter } from './undo.ts';

type Link = typeof links.$inferSelect;

/** After these no pull request of the link is open. */
const closes: ReadonlySet<Reason> = new Set([
  'up-to-date',
  'tags-created',
  'pull-merged',
  'pull-closed-caught-up',
  'fast-forwarded',
  'merged',
  'mirrored',
  'rebased',
  'branch-created',
]);
const opens: ReadonlySet<Reason> = new Set(['pull-opened', 'pull-updated', 'pull-open']);

/**
 * Applies a result in one transaction, unless a newer one was applied before: late, doubled and reordered results change
 * nothing. Returns whether it was applied.
 */
export async function applyResult(db: Database, result: OperationResult): Promise<boolean> {
  return atomically(db, async (tx) => {
    const [link] = await tx.select().from(links).where(eq(links.id, result.linkId)).for('update');
    if (!link) return false;
    await recordMoved(tx, link, result);
    await recordBranch(tx, result);
    await endMove(tx, result);
    const asked = await countedAt(tx, link, result.asked);
    if (!isNews(link, { asked, readAt: result.readAt })) return false;
    // Before its own time of reading stands in the row, which says what was read later.
    await recordSeen(tx, link.upstreamRefId, result);
    await tx
      .update(links)
      .set(changes(link, { ...result, asked }))
      .where(eq(links.id, link.id));
    const { fork, upstream } = result.seen;
    if (fork && (await saveNames(tx, fork))) await refreshWhenMoved(tx, fork.id);
    if (upstream) await saveNames(tx, upstream);
    return true;
  });
}

/** What GitHub confirmed stays true, however late its result comes. */
async function recordMoved(tx: Transaction, { forkId }: Link, { moved, finishedAt }: OperationResult): Promise<void> {
  if (!moved) return;
  const { branch, before, after, backup } = moved;
  const kind = backup === null ? ('forward' as const) : ('other' as const);
  const told = { branch, before, after, kind, backupRef: backup, at: new Date(finishedAt), delivery: null };
  await recordMove(tx, { repositoryId: forkId, ...told });
}

/** What an operation of a link with a delay saw of upstream's branch, and saw no longer. */
async function recordSeen(tx: Transaction, refId: string, { head, found, readAt }: OperationResult): Promise<void> {
  if (head !== null && found !== null) await recordRead(tx, { refId, head, found, at: new Date(readAt) });
}

/** That the fork's branch was there stays true, too. */
async function recordBranch(tx: Transaction, { linkId, branchSeen, readAt }: OperationResult): Promise<void> {
  if (!branchSeen) return;
  const at = sql`greatest(${links.branchSeenAt}, ${readAt}::timestamptz)`;
  await tx.update(links).set({ branchSeenAt: at }).where(eq(links.id, linkId));
}

/** The counters as far as this database has counted: one put back to an earlier day gets results of that day's future. */
async function countedAt(
  tx: Transaction,
  link: Link,
  asked: OperationResult['asked'],
): Promise<OperationResult['asked']> {
  const [ref] = await tx
    .select({ pushes: upstreamRefs.pushes })
    .from(upstreamRefs)
    .where(eq(upstreamRefs.id, link.upstreamRefId));
  return {
    requests: Math.min(asked.requests, link.requested),
    pushes: Math.min(asked.pushes, ref?.pushes ?? 0),
  };
}

/** Counters not smaller than those answered; where they are equal, GitHub was read later. */
export function isNews(
  link: Pick<Link, 'answeredRequested' | 'answeredPushes' | 'answeredReadAt'>,
  result: Pick<OperationResult, 'asked' | 'readAt'>,
): boolean {
  const { requests, pushes } = result.asked;
  if (requests < link.answeredRequested || pushes < link.answeredPushes) return false;
  if (requests > link.answeredRequested || pushes > link.answeredPushes) return true;
  return link.answeredReadAt === null || new Date(result.readAt) > link.answeredReadAt;
}

function changes(link: Link, result: OperationResult) {
  const { reason } = result;
  const synced =
    result.syncedSha === null ? {} : { lastSyncedSha: result.syncedSha, lastSyncedAt: new Date(result.finishedAt) };
  return {
    answeredRequested: result.asked.requests,
    answeredPushes: result.asked.pushes,
    answeredReadAt: new Date(result.readAt),
    decidedOn: result.decidedOn ?? link.decidedOn,
    tagsDecidedOn: tagsAfter(link, result),
    state: stateAfter({
      reason,
      previous: link.state,
      pullOpen: opens.has(reason),
      // Not counted where upstream's commits are not in the fork: then it lacks some.
      missing: reason === 'planned' && result.missing !== 0,
    }),
    reason,
    sentence: result.sentence,
    retryAt: result.retryAt === null ? null : new Date(result.retryAt),
    failures: result.failures,
    check: result.check,
    mergeability: result.mergeability,
    ...tickedAfter(link, result),
    ...purposeAfter(link, result),
    ...heldAfter(link, result),
    ...undoAfter(link, result),
    // A place is for one operation that came to an end: what it opened counts by itself.
    ...(passesByItself(reason) ? {} : { placeAt: null }),
    ...pullAfter(result),
    ...synced,
    lastOperationId: result.operationId,
    updatedAt: sql`now()`,
  };
}

/** What was not found out stays as it was. */
function tagsAfter(link: Link, { tagsDecidedOn, tagsLeft }: OperationResult): string | null {
  if (tagsLeft !== null) return leftState(tagsLeft);
  return tagsDecidedOn ?? link.tagsDecidedOn;
}

/**
 * What holds, kept while GitHub could not be read, but for a date that only its own reason tells whose it is. The first of two operations
 * that found a rewritten upstream at once says since when.
 */
function heldAfter(link: Link, { reason, heldSince }: OperationResult): { heldSince?: Date | null } {
  const other = datesItself(link.reason);
  if (passesByItself(reason)) return other ? { heldSince: null } : {};
  if (heldSince === null) return { heldSince: null };
  const first = other || datesItself(reason) ? null : link.heldSince;
  return { heldSince: first ?? new Date(heldSince) };
}

/** The pull request people are shown: kept while GitHub could not be read, gone when nothing of it is open. */
function pullAfter({ reason, pull }: OperationResult): { pullNumber?: number | null; pullUrl?: string | null } {
  if (closes.has(reason)) return { pullNumber: null, pullUrl: null };
  if (pull === null || passesByItself(reason)) return {};
  return { pullNumber: pull.number, pullUrl: pull.url };
}

/** Of a transfer GitHub tells only the new owner, if at all: who covers the fork now, and whether anybody, has to be read. */
async function refreshWhenMoved(tx: Transaction, forkId: number): Promise<void> {
  const [moved] = await tx
    .select({ id: installations.id })
    .from(repositories)
    .innerJoin(installations, eq(installations.id, repositories.installationId))
    .where(
      and(eq(repositories.id, forkId), sql`lower(${repositories.ownerLogin}) <> lower(${installations.accountLogin})`),
    );
  if (moved) await requestRefresh(tx, [moved.id]);
}

/** Names and flags change; the id they belong to does not. Returns whether they did. */
async function saveNames(tx: Transaction, seen: NonNullable<OperationResult['seen']['fork']>): Promise<boolean> {
  const rows = await tx
    .update(repositories)
    .set({
      ownerLogin: seen.owner,
      name: seen.name,
      private: seen.private,
      archived: seen.archived,
      updatedAt: sql`now()`,
    })
    .where(
      and(
        eq(repositories.id, seen.id),
        sql`(${repositories.ownerLogin}, ${repositories.name}, ${repositories.private}, ${repositories.archived})
          is distinct from (${seen.owner}, ${seen.name}, ${seen.private}::boolean, ${seen.archived}::boolean)`,
      ),
    )
    .returning({ id: repositories.id });
  return rows.length > 0;
}
