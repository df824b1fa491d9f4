/** What travels between the processes. Every message carries its format version: a reader drops what it does not know. */
import { z } from 'zod';
import { CheckJob, CheckResult } from './check-message.ts';
import { LinkCheck, LinkSettings, Mergeability } from './link.ts';
import { counter, moment, Repository, sha, UpstreamRepository } from './message-parts.ts';
import { reasons } from './reason.ts';
import { PushReport, RefReport } from './ref-report.ts';
import { Sighting } from './sightings.ts';
import { strategies } from './strategy.ts';
import { Ticked } from './ticked.ts';
import { PutBack, UndoOrder } from './undo.ts';
import { UnstageJob } from './unstage-message.ts';

/** What made an operation: the words of the API's `trigger`. */
export const triggers = ['install', 'push', 'schedule', 'manual', 'config', 'event', 'retry'] as const;
export type Trigger = (typeof triggers)[number];

/** A repository as GitHub showed it; null when it did not. */
const Seen = z
  .object({ id: z.number().int(), owner: z.string(), name: z.string(), private: z.boolean(), archived: z.boolean() })
  .nullable();

/** How often a link was asked: by itself and by pushes to its upstream ref. */
export const Asked = z.object({ requests: counter, pushes: counter });
export type Asked = z.infer<typeof Asked>;

/** One sync of a link waiting for a worker. Everything the worker may use; no token. */
export const Job = z.object({
  version: z.literal(1),
  kind: z.literal('sync'),
  operationId: z.string().min(1),
  linkId: z.uuid(),
  trigger: z.enum(triggers),
  /** Id of the request or delivery that caused it. */
  requestId: z.string(),
  queuedAt: moment,
  expiresAt: moment,
  installationId: z.number().int(),
  accountType: z.enum(['User', 'Organization']),
  /** The one that covers upstream, where that is private and another than the fork's. */
  upstreamInstallationId: z.number().int().nullable().default(null),
  fork: Repository,
  upstream: UpstreamRepository,
  strategy: z.enum(strategies),
  settings: LinkSettings,
  /** What is wrong with the row it was made of, which says nothing then but that; null: nothing is. */
  unreadable: z.string().nullable().default(null),
  /** The owner's limit of open pull requests leaves room for this one. */
  mayOpen: z.boolean(),
  /** The check run that says that a person is needed, where there is one. */
  check: LinkCheck.nullable(),
  /** The open pull request known when the job was written. */
  pull: z.object({ number: z.number().int(), url: z.string() }).nullable(),
  mergeability: Mergeability.nullable().default(null),
  /** A checkbox that was ticked and is not answered yet. */
  ticked: Ticked.nullable().default(null),
  /** Upstream state the last result was decided on. */
  decidedOn: z.string().nullable(),
  /** Blob id of the fork's own file that the settings came from; null: it had none. */
  configBlob: z.string().nullable().default(null),
  /** When what holds the link began. */
  heldSince: moment.nullable().default(null),
  /** When the fork's branch was last there. */
  branchSeenAt: moment.nullable().default(null),
  releasedAt: moment.nullable(),
  lastSyncedSha: sha.nullable().default(null),
  /** Heads of upstream's branch and when they were seen there first; none where the link has no delay. */
  sightings: z.array(Sighting).default([]),
  /** The state of upstream's tags when the fork had all it is to have. */
  tagsDecidedOn: z.string().nullable().default(null),
  /** When an undo ended that nobody released yet. */
  undoneAt: moment.nullable(),
  /** The last move of the branch that was put back, whether or not that holds the link still. */
  putBack: PutBack.nullable().default(null),
  lastSyncedAt: moment.nullable(),
  /** Failures in a row, and what the last of them was. */
  failures: counter,
  lastReason: z.enum(reasons).nullable(),
  asked: Asked,
  /** Upstream's state that made this link behind, as the dispatcher saw it; null when something else did. */
  head: z.string().nullable(),
  /** Heads before and after the push that caused this, as its webhook said. */
  hint: z.object({ before: sha, after: sha }).nullable(),
});
export type Job = z.infer<typeof Job>;

/** The same of a link whose last move a person wants back. */
export const UndoJob = Job.extend({ kind: z.literal('undo'), undo: UndoOrder });
export type UndoJob = z.infer<typeof UndoJob>;

/** Whatever is done for a link: it takes its lock, has an operation and a result. */
export type LinkJob = Job | UndoJob;

/** Whatever waits for a worker. */
export const QueuedJob = z.discriminatedUnion('kind', [Job, UndoJob, CheckJob, UnstageJob]);
export type QueuedJob = z.infer<typeof QueuedJob>;

/** A branch that was moved: from where, to where, and the ref that keeps what it dropped. */
export const Moved = z.object({ branch: z.string(), before: sha, after: sha, backup: z.string().nullable() });
export type Moved = z.infer<typeof Moved>;

/** What an operation came to. Applied by web, once, in the order of `asked` and `readAt`. */
export const OperationResult = z.object({
  version: z.literal(1),
  kind: z.literal('operation'),
  operationId: z.string().min(1),
  linkId: z.uuid(),
  requestId: z.string(),
  /** What made the operation; null: it was done by a worker that does not tell. */
  trigger: z.enum(triggers).nullable().default(null),
  asked: Asked,
  /** Redis TIME taken with the lock, before GitHub was read. */
  readAt: moment,
  expiresAt: moment,
  finishedAt: moment,
  reason: z.enum(reasons),
  sentence: z.string(),
  /** Upstream state it was decided on: a sha, `gone`, `no-branch`, `replaced`; null when GitHub could not be read. */
  decidedOn: z.string().nullable(),
  retryAt: moment.nullable(),
  failures: counter,
  /** Set when the fork's branch or pull request now holds everything of this upstream commit. */
  syncedSha: sha.nullable(),
  /** Commits the fork lacks, null when not known. */
  missing: z.number().int().nonnegative().nullable(),
  pull: z.object({ number: z.number().int(), url: z.string() }).nullable(),
  mergeability: Mergeability.nullable().default(null),
  /** When what holds the link began: by GitHub's clock where a pull request was closed. */
  heldSince: moment.nullable(),
  /** What was done to the fork's branch without a pull request. A hint: GitHub's own push tells it too. */
  moved: Moved.nullable().default(null),
  /** The fork's branch was there, or is by now. */
  branchSeen: z.boolean().default(false),
  /** The check run that says that a person is needed; null when none does. */
  check: LinkCheck.nullable(),
  /** The move that was to be put back. */
  undo: z.uuid().nullable(),
  /** The fork's own configuration file is another one than the job knew: its event was lost, or is on its way. */
  configChanged: z.boolean().default(false),
  /** Upstream's head as it was read; null when it was not. */
  head: sha.nullable().default(null),
  /** Heads seen before that upstream's branch holds still; null when that was not looked at: then this head is no sight of it either. */
  found: z.array(sha).nullable().default(null),
  /** The state of upstream's tags in which the fork has all it is to have; null: not known, or it has not. */
  tagsDecidedOn: z.string().nullable().default(null),
  /** The state of upstream's tags in which the fork was found to lack some; null: not known, or it lacks none. */
  tagsLeft: z.string().nullable().default(null),
  /** Names as GitHub showed them, when it did. */
  seen: z.object({ fork: Seen, upstream: Seen }),
});
export type OperationResult = z.infer<typeof OperationResult>;

export const Result = z.discriminatedUnion('kind', [OperationResult, RefReport, PushReport, CheckResult]);
export type Result = z.infer<typeof Result>;
