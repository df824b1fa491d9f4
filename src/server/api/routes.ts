/** Every route of the API, with the schemas that validate it. */
import { createRoute, z } from '@hono/zod-openapi';
import { linkStates } from '../../core/reason.ts';
import { Link, OperationSchema, ProblemSchema } from './schemas.ts';

export const json = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});
export const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemSchema } },
});

export const nobody = { 401: problem('Nobody: no token, or one that was not issued for this App') };
const hidden = { ...nobody, 404: problem('Not there, or not visible to the caller') };
export const security = [{ bearer: [] }];
/** Not checked here: whatever is no id names no link. */
const params = z.object({ id: z.string() });

const repository = z
  .string()
  .regex(/^[^/\s]+\/[^/\s]+$/, 'must be owner/name')
  .transform((value) => {
    const [owner = '', name = ''] = value.split('/');
    return { owner, name };
  })
  .optional();

export const listLinks = createRoute({
  method: 'get',
  path: '/v1/links',
  summary: 'Links of the repositories the caller can push to',
  security,
  request: {
    query: z.object({
      page: z.coerce.number().int().min(1).max(100_000).default(1),
      per_page: z.coerce.number().int().min(1).max(100).default(20),
      fork: repository,
      upstream: repository,
      state: z.enum(linkStates).optional(),
    }),
  },
  responses: {
    200: json(
      z.object({ page: z.number().int(), perPage: z.number().int(), total: z.number().int(), data: z.array(Link) }),
      'One page of links, newest first',
    ),
    ...nobody,
    422: problem('A parameter is not what it has to be'),
  },
});

export const getLink = createRoute({
  method: 'get',
  path: '/v1/links/{id}',
  summary: 'One link',
  security,
  request: { params },
  responses: { 200: json(Link, 'The link'), ...hidden },
});

export const syncLink = createRoute({
  method: 'post',
  path: '/v1/links/{id}/sync',
  summary: 'Sync now; with release, also let go of a hold',
  security,
  request: {
    params,
    body: {
      required: false,
      content: { 'application/json': { schema: z.strictObject({ release: z.boolean().default(false) }) } },
    },
  },
  responses: {
    202: json(z.object({ operationId: z.string(), statusUrl: z.string() }), 'Queued, or already waiting'),
    ...hidden,
    403: problem('The caller can see the fork, but not push to it'),
    409: problem('The link is off'),
    422: problem('A field is not what it has to be'),
  },
});

export const listOperations = createRoute({
  method: 'get',
  path: '/v1/links/{id}/operations',
  summary: 'Operations of the last 24 hours, newest first',
  security,
  request: { params, query: z.object({ detail: z.enum(['true', 'false']).default('false') }) },
  responses: {
    200: json(z.union([z.array(z.string()), z.array(OperationSchema)]), 'Ids, or whole operations with detail=true'),
    ...hidden,
  },
});

export const getOperation = createRoute({
  method: 'get',
  path: '/v1/operations/{id}',
  summary: 'One operation of the last 24 hours',
  security,
  request: { params },
  responses: { 200: json(OperationSchema, 'The operation'), ...hidden },
});

export const whoami = createRoute({
  method: 'get',
  path: '/v1/whoami',
  summary: 'The caller',
  security,
  responses: {
    200: json(z.object({ login: z.string(), id: z.number(), avatarUrl: z.string() }), 'The caller'),
    ...nobody,
  },
});
