import { DAY } from '../core/duration.ts';
import { causeOf, type LinkRow, queueFor } from '../core/job.ts';
import { behind, type Looked, phasesDue } from '../core/schedule.ts';
import { type DueListing, dueListings } from '../db/due-listings.ts';
import { type DueRef, dueRefs } from '../db/due-refs.ts';
import { askingLinks, linksById, linksOffHead } from '../db/read.ts';
import type { Reader } from '../db/reader.ts';
import type { HeadReport } from '../github/heads.ts';
import type { Enqueue } from '../redis/enqueue.ts';
import type { Leases } from '../redis/leases.ts';
import type { Pace, Shares } from '../redis/pace.ts';
import type { JobQueue, Queues } from '../redis/queues.ts';
import type { Log } from '../runtime/log.ts';
import { type HeadsReader, pushReportOf, reportOf, stateOf } from './heads.ts';

export interface TickContext {
  reader: Reader;
  heads: HeadsReader;
  queues: Queues;
  leases: Leases;
  enqueue: Enqueue;
  pace: Pace;
  /** Milliseconds in which every ref is looked at once. */
  interval: number;
  /** Who holds the lease that keeps a tick single. */
  holder: string;
  log: Log;
}

/** Jobs a queue holds at most before a tick adds nothing: far fewer than workers finish before a marker expires. */
const maxDepth = 2_000;
/** Milliseconds: longer than a tick takes, short enough that a dead dispatcher is replaced within two ticks. */
const leaseMs = 60_000;
const lastTick = 'tick';

interface Candidate {
  row: LinkRow;
  looked: Looked | null;
}

type Queueing = TickContext & { now: Date; room: Record<JobQueue, number>; shares: Shares };

export interface TickReport {
  refs: number;
  queued: number;
}

/**
 * One look at everything: queues the links that asked or whose retry has come, and those whose upstream's head is not
 * what they were decided on. Reads the database, writes nothing to it. Doing it twice is harmless.
 */
export function createTick(context: TickContext): () => Promise<TickReport | null> {
  const { leases, reader } = context;
  let carried: string[] = [];

  return async () => {
    if (!(await leases.hold('tick', context.holder, leaseMs))) return null;
    const now = await leases.now();
    const last = await leases.recall(lastTick);
    const queueing = { ...context, now, room: await roomIn(context.queues), shares: context.pace.shares() };
    const asking = await reader.read((tx) => askingLinks(tx, { now, limit: maxDepth }));
    const queued = await queueAll(
      asking.map((row) => ({ row, looked: null })),
      queueing,
    );

    const ranges = phasesDue(last === null ? null : new Date(last), now, context.interval);
    const refs = await reader.read((tx) => dueRefs(tx, { ranges, alsoIds: carried }));
    const listings = await reader.read((tx) => dueListings(tx, ranges));
    const { heads, unread, pushed } = await context.heads.read(refs, now, listings);
    await report(refs, heads, now, context);
    await reportPushes(listings, pushed, now, context);
    const states = new Map([...heads].map(([refId, head]) => [refId, stateOf(head)]));
    const off = await reader.read((tx) => linksOffHead(tx, states, maxDepth));
    const moved = await queueAll(
      off.map((row) => ({ row, looked: states.get(row.upstreamRefId) ?? null })),
      queueing,
    );
    // As many as were asked for: there may be more of the same refs.
    const cut = off.length === maxDepth ? [...states.keys()] : [];
    carried = [...new Set([...unread, ...cut, ...moved.left.map((row) => row.upstreamRefId)])];
    await leases.remember(lastTick, now.toISOString(), 86_400);
    return { refs: refs.length, queued: queued.done + moved.done };
  };
}

/**
 * Queues what is behind and neither queued nor running, as far as queues and installations have room. `left`: links to be looked at again
 * in the next tick.
 */
async function queueAll(candidates: Candidate[], context: Queueing): Promise<{ done: number; left: LinkRow[] }> {
  const busy = await context.leases.busy(candidates.map(({ row }) => row.linkId));
  const left = candidates.filter(({ row, looked }) => looked !== null && busy.has(row.linkId)).map(({ row }) => row);
  let done = 0;
  for (const { row, looked } of candidates) {
    if (busy.has(row.linkId)) continue;
    const became = await queueOne(row, looked, context);
    if (became === 'no room') left.push(row);
    if (became === 'queued') done += 1;
  }
  return { done, left };
}

async function queueOne(
  row: LinkRow,
  looked: Looked | null,
  context: Queueing,
): Promise<'queued' | 'no room' | 'not behind'> {
  const why = behind(row, looked, context.now);
  if (why === null) return 'not behind';
  const cause = causeOf(row, why);
  const line = { queue: queueFor(cause.trigger), installationId: row.installationId };
  if (context.room[line.queue] <= 0 || (await context.shares.left(line)) === 0) return 'no room';
  if (row.state === 'new' && context.shares.startsNoMore(row.installationId)) return 'not behind';
  const recheck = async () => {
    if (await context.leases.isRunning(row.linkId)) return null;
    const [fresh] = await context.reader.read((tx) => linksById(tx, [row.linkId]));
    const still = fresh ? behind(fresh, looked, context.now) : null;
    if (!fresh || !still) return null;
    if (fresh.state === 'new' && !(await context.shares.mayStart(fresh.installationId))) return null;
    return { row: fresh, ...causeOf(fresh, still) };
  };
  const queued = await context.enqueue(row, { ...cause, head: looked?.head ?? null, recheck });
  if (queued === null || queued.joined) return 'not behind';
  context.room[line.queue] -= 1;
  context.shares.took(line);
  return 'queued';
}

async function roomIn(queues: Queues): Promise<Record<JobQueue, number>> {
  const room = async (queue: JobQueue) => maxDepth - (await queues.depth(queue));
  return { now: await room('now'), push: await room('push'), later: await room('later') };
}

async function report(refs: DueRef[], heads: Map<string, HeadReport>, now: Date, context: TickContext): Promise<void> {
  for (const ref of refs) {
    const head = heads.get(ref.refId);
    const message = head ? reportOf(ref, head, now, new Date(now.getTime() + DAY)) : null;
    if (message) await context.queues.send('results', JSON.stringify(message));
  }
}

async function reportPushes(
  listings: DueListing[],
  pushed: ReadonlyMap<number, string>,
  now: Date,
  { queues }: TickContext,
): Promise<void> {
  const about = { requestId: `tick-${now.getTime()}`, expiresAt: new Date(now.getTime() + DAY) };
  for (const listing of listings) {
    const message = pushReportOf(listing, pushed, about);
    if (message) await queues.send('results', JSON.stringify(message));
  }
}
