import { createRoute, z } from '@hono/zod-openapi';
import { nobody, problem, security } from './routes.ts';

export const operationEvents = createRoute({
  method: 'get',
  path: '/v1/operations/{id}/events',
  summary: 'What happens to an operation, as it happens',
  description:
    'Server-sent events `queued`, `started` and `finished`, first those that were there; the data of each is the operation ' +
    'as it then was, as `GET /v1/operations/{id}` has it. The stream ends after `finished`, and after ten minutes at most: ' +
    'connect again with `Last-Event-ID`, as browsers do by themselves, to go on where it ended. An event `error`, with a ' +
    'problem as its data, says that nothing more can be told.',
  security,
  request: {
    params: z.object({ id: z.string() }),
    headers: z.object({ 'last-event-id': z.string().optional() }),
  },
  responses: {
    200: { description: 'The events', content: { 'text/event-stream': { schema: z.string() } } },
    204: { description: 'All events were received before: there is no reason to connect again' },
    ...nobody,
    404: problem('Not there, or not visible to the caller'),
    429: problem('The caller has 20 streams open'),
    503: problem('Redis, which holds the events, is away'),
  },
});
