/** The routes of operators: for everybody else there is nothing here. */
import { createRoute, z } from '@hono/zod-openapi';
import type { DeadLetter } from '../../db/dead-letters.ts';
import { hiddenToOthers, json, problem, security } from './routes.ts';
import { Branch, moment } from './schemas.ts';

const DeadLetterSchema = z
  .object({
    linkId: z.uuid(),
    fork: Branch,
    upstream: Branch,
    reason: z.literal('failed'),
    sentence: z.string().nullable(),
    failures: z.number().int(),
    retryAt: moment.nullable(),
    lastOperationId: z.string().nullable(),
    failedAt: moment.nullable(),
  })
  .openapi('DeadLetter');

export const listDeadLetters = createRoute({
  method: 'get',
  path: '/v1/dead-letters',
  summary: 'Links whose newest result is a failure of ours, newest first',
  security,
  request: {
    query: z.object({
      page: z.coerce.number().int().min(1).max(100_000).default(1),
      per_page: z.coerce.number().int().min(1).max(100).default(20),
    }),
  },
  responses: {
    200: json(
      z.object({
        page: z.number().int(),
        perPage: z.number().int(),
        total: z.number().int(),
        data: z.array(DeadLetterSchema),
      }),
      'One page of dead letters',
    ),
    ...hiddenToOthers,
    422: problem('A parameter is not what it has to be'),
  },
});

export const retryDeadLetter = createRoute({
  method: 'post',
  path: '/v1/dead-letters/{linkId}/retry',
  summary: 'Try a dead letter again now',
  security,
  request: { params: z.object({ linkId: z.string() }) },
  responses: {
    202: json(z.object({ operationId: z.string(), statusUrl: z.string() }), 'Queued, or already waiting'),
    ...hiddenToOthers,
    409: problem('The link is off'),
  },
});

export const dropDeadLetter = createRoute({
  method: 'post',
  path: '/v1/dead-letters/{linkId}/drop',
  summary: 'Forget a failure: the link is tried again when upstream moves or somebody asks, and not by itself',
  security,
  request: { params: z.object({ linkId: z.string() }) },
  responses: { 204: { description: 'Forgotten' }, ...hiddenToOthers },
});

export const retryDeadLetters = createRoute({
  method: 'post',
  path: '/v1/dead-letters/retry',
  summary: 'Try every dead letter again, as fast as workers and installations allow',
  security,
  responses: {
    202: json(z.object({ retried: z.number().int() }), 'How many were asked; those that were asked before are not'),
    ...hiddenToOthers,
  },
});

/** A dead letter as operators see it. */
export function deadLetterJson(letter: DeadLetter): z.infer<typeof DeadLetterSchema> {
  return {
    ...letter,
    reason: 'failed',
    retryAt: letter.retryAt?.toISOString() ?? null,
    failedAt: letter.failedAt?.toISOString() ?? null,
  };
}
