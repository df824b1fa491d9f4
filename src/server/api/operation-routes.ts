import { createRoute, z } from '@hono/zod-openapi';
import { hidden, json, params, security } from './routes.ts';
import { OperationSchema } from './schemas.ts';

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
