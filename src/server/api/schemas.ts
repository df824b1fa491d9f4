import { z } from '@hono/zod-openapi';
import { triggers } from '../../core/message.ts';
import type { Operation } from '../../core/operation.ts';
import { linkStates, reasons } from '../../core/reason.ts';
import { strategies } from '../../core/strategy.ts';

export const Branch = z.object({ owner: z.string(), repo: z.string(), branch: z.string() });
const PullRequest = z.object({ number: z.number().int(), url: z.string() }).nullable();
export const moment = z.iso.datetime();

export const Link = z
  .object({
    id: z.uuid(),
    name: z.string().nullable(),
    enabled: z.boolean(),
    source: z.enum(['install', 'config', 'api']),
    fork: Branch,
    upstream: Branch.extend({
      url: z
        .url()
        .optional()
        .openapi({ description: 'Where it is, when that is not GitHub; its owner is the host then' }),
    }),
    strategy: z.enum(strategies),
    track: z.string().openapi({
      description:
        'What is followed of upstream: its `branch`, its latest `release`, or `tag:` and a glob for the newest tag that matches',
    }),
    state: z.enum(linkStates),
    reason: z.enum(reasons).nullable(),
    sentence: z.string().nullable(),
    pullRequest: PullRequest,
    lastSyncedSha: z.string().nullable(),
    lastSyncedAt: moment.nullable(),
    lastOperationId: z.string().nullable(),
    retryAt: moment.nullable(),
    webhookUrl: z.string().nullable(),
    createdAt: moment,
    updatedAt: moment,
  })
  .openapi('Link');

export const OperationSchema = z
  .object({
    id: z.string(),
    linkId: z.string(),
    status: z.enum(['queued', 'running', 'ok', 'error']),
    trigger: z.enum(triggers),
    reason: z.enum(reasons).nullable(),
    sentence: z.string().nullable(),
    queuedAt: moment,
    startedAt: moment.nullable(),
    finishedAt: moment.nullable(),
    handledBy: z.string().nullable(),
    requestId: z.string(),
    upstreamSha: z.string().nullable(),
    pullRequest: PullRequest,
    rangeDiff: z.string().nullable().openapi({
      description:
        'How a rebase changed the commits it replayed, as `git range-diff` says; cut off when long; for who can read the fork',
    }),
  })
  .openapi('Operation') satisfies z.ZodType<Operation>;

/** An operation that was asked for. */
export const Queued = z.object({ operationId: z.string(), statusUrl: z.string() });

export const ProblemSchema = z
  .object({
    status: z.number().int(),
    title: z.string(),
    detail: z.string(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem');
