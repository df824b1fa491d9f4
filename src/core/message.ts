/** What travels between the processes. Every message carries its format version: a reader drops what it does not know. */
import { z } from 'zod';
import { reasons } from './reason.ts';

/** What made an operation: the words of the API's `trigger`. */
export const triggers = ['install', 'push', 'schedule', 'manual', 'config', 'event', 'retry'] as const;
export type Trigger = (typeof triggers)[number];

const sha = z.string().regex(/^[0-9a-f]{40,64}$/);
const moment = z.iso.datetime();
const counter = z.number().int().nonnegative();

/** A repository by its identity and the names it had when the message was written. */
const Repository = z.object({ id: z.number().int(), owner: z.string(), name: z.string(), branch: z.string() });

/** How often a link was asked: by itself and by pushes to its upstream ref. */
export const Asked = z.object({ requests: counter, pushes: counter });
export type Asked = z.infer<typeof Asked>;

/** One operation waiting for a worker. Everything the worker may use; no token. */
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
  fork: Repository,
  upstream: Repository,
  strategy: z.literal('pull-request'),
  /** The open pull request known when the job was written. */
  pull: z.object({ number: z.number().int(), url: z.string() }).nullable(),
  /** Upstream state the last result was decided on. */
  decidedOn: z.string().nullable(),
  releasedAt: moment.nullable(),
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

/** What an operation came to. Applied by web, once, in the order of `asked` and `readAt`. */
export const OperationResult = z.object({
  version: z.literal(1),
  kind: z.literal('operation'),
  operationId: z.string().min(1),
  linkId: z.uuid(),
  requestId: z.string(),
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
  /** When the pull request that holds the link was closed, by GitHub's clock. */
  heldSince: moment.nullable(),
  /** Names as GitHub showed them, when it did. */
  seen: z.object({
    fork: z
      .object({
        id: z.number().int(),
        owner: z.string(),
        name: z.string(),
        private: z.boolean(),
        archived: z.boolean(),
      })
      .nullable(),
    upstream: z
      .object({
        id: z.number().int(),
        owner: z.string(),
        name: z.string(),
        private: z.boolean(),
        archived: z.boolean(),
      })
      .nullable(),
  }),
});
export type OperationResult = z.infer<typeof OperationResult>;

/** What the dispatcher saw of an upstream ref that is not simply there under its known name. */
export const RefReport = z.object({
  version: z.literal(1),
  kind: z.literal('ref'),
  upstreamRefId: z.uuid(),
  repositoryId: z.number().int(),
  report: z.enum(['there', 'renamed', 'replaced', 'gone', 'no-branch']),
  owner: z.string().nullable(),
  name: z.string().nullable(),
  readAt: moment,
  expiresAt: moment,
});
export type RefReport = z.infer<typeof RefReport>;

export const Result = z.discriminatedUnion('kind', [OperationResult, RefReport]);
export type Result = z.infer<typeof Result>;

/** One fact about an operation: appended, never rewritten. */
export const OperationEvent = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('queued'),
    at: moment,
    linkId: z.string(),
    trigger: z.enum(triggers),
    requestId: z.string(),
  }),
  /** Another operation of the same link was queued after this one and answers for it. */
  z.object({ event: z.literal('joined'), at: moment, operationId: z.string() }),
  z.object({ event: z.literal('started'), at: moment, handledBy: z.string() }),
  z.object({
    event: z.literal('finished'),
    at: moment,
    reason: z.enum(reasons),
    sentence: z.string(),
    upstreamSha: z.string().nullable(),
    pull: z.object({ number: z.number().int(), url: z.string() }).nullable(),
  }),
]);
export type OperationEvent = z.infer<typeof OperationEvent>;
