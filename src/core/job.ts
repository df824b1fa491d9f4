/** From the rows of a link to the job a worker can do without a database. */
import { DAY } from './duration.ts';
import type { LinkCheck, LinkSettings, Mergeability } from './link.ts';
import type { Job, LinkJob, Trigger } from './message.ts';
import { purposeOf } from './purpose.ts';
import type { Reason } from './reason.ts';
import type { LinkProgress } from './schedule.ts';
import type { Sighting } from './sightings.ts';
import type { Strategy } from './strategy.ts';
import type { Ticked } from './ticked.ts';
import type { PutBack, UndoOrder } from './undo.ts';

/** What the tables say of a link, as far as an operation needs it. */
export interface LinkRow extends LinkProgress {
  linkId: string;
  installationId: number;
  accountType: 'User' | 'Organization';
  /** The one that covers upstream, where that is private and another than the fork's. */
  upstreamInstallationId: number | null;
  fork: { id: number; owner: string; name: string; branch: string };
  /** `url` where it is not on GitHub. */
  upstream: { id: number; owner: string; name: string; branch: string; url?: string | null };
  upstreamRefId: string;
  strategy: Strategy;
  settings: LinkSettings;
  /** What is wrong with its settings as they are stored: then `settings` are the default, and nothing is done by them. */
  unreadable: string | null;
  /** Has one of the owner's places for open pull requests, or there are enough for all links of the owner. */
  placed: boolean;
  check: LinkCheck | null;
  /** Blob id of the fork's own configuration file as it was read last; null when it had none. */
  configBlob: string | null;
  state: string;
  reason: Reason | null;
  pull: { number: number; url: string } | null;
  mergeability: Mergeability | null;
  ticked: Ticked | null;
  heldSince: Date | null;
  branchSeenAt: Date | null;
  releasedAt: Date | null;
  lastSyncedSha: string | null;
  /** Of its upstream ref, where it has a delay. */
  sightings: Sighting[];
  /** The state of upstream's tags when the fork had all it is to have. */
  tagsDecidedOn: string | null;
  /** A person wants this move back: whatever makes the link behind, that is what is done. */
  undo: UndoOrder | null;
  undoneAt: Date | null;
  putBack: PutBack | null;
  lastSyncedAt: Date | null;
  failures: number;
  requestedTrigger: Trigger | null;
  requestedId: string | null;
  pushedBefore: string | null;
  pushedHead: string | null;
  pushedDelivery: string | null;
}

export type Queue = 'now' | 'push' | 'later';

/** The queue for what was asked this way: persons first, then pushes, then everything that has time. */
export function queueFor(trigger: Trigger): Queue {
  if (trigger === 'manual' || trigger === 'config') return 'now';
  return trigger === 'push' || trigger === 'event' ? 'push' : 'later';
}

/** What made this link behind, and the id of the request or delivery that did; a scheduled check has none. */
export function causeOf(
  row: LinkRow,
  why: 'asked' | 'pushed' | 'retry' | 'head',
): { trigger: Trigger; requestId: string | null } {
  if (row.undo !== null) return { trigger: 'manual', requestId: row.requestedId };
  if (why === 'asked') return { trigger: row.requestedTrigger ?? 'event', requestId: row.requestedId };
  if (why === 'pushed') return { trigger: 'push', requestId: row.pushedDelivery };
  if (why === 'head') return { trigger: 'schedule', requestId: null };
  // A person waits for it still, however often GitHub could not be asked.
  if (purposeOf(row, 'retry') === 'manual') return { trigger: 'manual', requestId: row.requestedId };
  return { trigger: 'retry', requestId: null };
}

/** What opens pull requests in bulk, without anybody having asked for this one. */
const limited: ReadonlySet<Trigger> = new Set(['install', 'schedule', 'retry']);

/** The job for one operation on a link, with the counters as they are in the row. */
export function jobFor(
  row: LinkRow,
  cause: { operationId: string; trigger: Trigger; requestId: string; now: Date; head?: string | null },
): LinkJob {
  const iso = (date: Date | null) => (date === null ? null : date.toISOString());
  const job: Job = {
    version: 1,
    kind: 'sync',
    operationId: cause.operationId,
    linkId: row.linkId,
    trigger: cause.trigger,
    requestId: cause.requestId,
    queuedAt: cause.now.toISOString(),
    expiresAt: new Date(cause.now.getTime() + DAY).toISOString(),
    installationId: row.installationId,
    accountType: row.accountType,
    upstreamInstallationId: row.upstreamInstallationId,
    fork: row.fork,
    upstream: row.upstream,
    strategy: row.strategy,
    settings: row.settings,
    unreadable: row.unreadable,
    mayOpen: row.placed || !limited.has(purposeOf(row, cause.trigger)),
    check: row.check,
    configBlob: row.configBlob,
    pull: row.pull,
    mergeability: row.mergeability,
    ticked: row.ticked,
    decidedOn: row.decidedOn,
    heldSince: iso(row.heldSince),
    branchSeenAt: iso(row.branchSeenAt),
    releasedAt: iso(row.releasedAt),
    lastSyncedSha: row.lastSyncedSha,
    sightings: row.sightings,
    tagsDecidedOn: row.tagsDecidedOn,
    undoneAt: iso(row.undoneAt),
    putBack: row.putBack,
    lastSyncedAt: iso(row.lastSyncedAt),
    failures: row.failures,
    lastReason: row.reason,
    asked: { requests: row.requested, pushes: row.pushes },
    head: cause.head ?? null,
    hint: hintOf(row),
  };
  return row.undo === null ? job : { ...job, kind: 'undo', undo: row.undo };
}

/** The last push while it is unanswered, or while its head was waited for. */
function hintOf(row: LinkRow): Job['hint'] {
  const waiting = row.pushes > row.answeredPushes || row.reason === 'github-unavailable';
  if (!waiting || row.pushedHead === null || row.pushedBefore === null) return null;
  return { before: row.pushedBefore, after: row.pushedHead };
}
