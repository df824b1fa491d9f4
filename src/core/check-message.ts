/** The messages about a commit whose configuration file is answered: the job, and what became of it. */
import { z } from 'zod';
import { configUses } from './link.ts';
import { counter, moment, Repository, sha } from './message-parts.ts';
import { Sighting } from './sightings.ts';
import { PutBack } from './undo.ts';

/** A commit whose configuration file is to be answered with a check run. */
export const CheckJob = z.object({
  version: z.literal(1),
  kind: z.literal('check-config'),
  operationId: z.string().min(1),
  /** The row it answers. */
  checkId: z.uuid(),
  requestId: z.string(),
  queuedAt: moment,
  expiresAt: moment,
  installationId: z.number().int(),
  accountType: z.enum(['User', 'Organization']),
  /** With its default branch. */
  fork: Repository,
  headSha: sha,
  /** Answered only when the file is another one in this commit; null: it is known to be, by a push to this repository. */
  compareSha: sha.nullable(),
  /** The parent the fork had when it was first seen, with its default branch. */
  parent: Repository.nullable(),
  /** The owner's defaults as last valid, in the file's own keys. */
  defaults: z.record(z.string(), z.unknown()).nullable(),
  /** What is in use of the repository's own file (of `OWNER/.github`: of the owner's defaults). */
  uses: z.enum(configUses),
  /** How often this check was queued, this time included. */
  attempts: counter,
  /** The links the fork has, for what they know of their pull requests. */
  links: z.array(
    z.object({
      forkBranch: z.string(),
      upstreamId: z.number().int(),
      upstreamBranch: z.string(),
      pull: z.object({ number: z.number().int(), url: z.string() }).nullable(),
      decidedOn: z.string().nullable(),
      branchSeenAt: moment.nullable().default(null),
      releasedAt: moment.nullable(),
      undoneAt: moment.nullable(),
      putBack: PutBack.nullable().default(null),
      lastSyncedAt: moment.nullable(),
      sightings: z.array(Sighting).default([]),
    }),
  ),
});
export type CheckJob = z.infer<typeof CheckJob>;

/** A commit's file was answered, or cannot be now: then `notBefore` says when to try again. */
export const CheckResult = z.object({
  version: z.literal(1),
  kind: z.literal('config-check'),
  checkId: z.uuid(),
  requestId: z.string(),
  notBefore: moment.nullable(),
  expiresAt: moment,
});
export type CheckResult = z.infer<typeof CheckResult>;
