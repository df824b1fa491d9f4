import type { OpenAPIHono } from '@hono/zod-openapi';
import { deadLetters } from '../../db/dead-letters.ts';
import type { ServerContext } from '../context.ts';
import type { FindCaller } from './caller.ts';
import {
  deadLetterJson,
  dropDeadLetter,
  listDeadLetters,
  retryDeadLetter,
  retryDeadLetters,
} from './dead-letter-routes.ts';
import { operatorsAlone } from './operators.ts';
import { dropOne, retryAll, retryOne } from './settle-dead-letters.ts';

/** What operators do about links that failed. Whoever is none is told what is told of an address without anything. */
export function deadLetterRoutes(app: OpenAPIHono, context: ServerContext, findCaller: FindCaller): void {
  const { database, env } = context;
  for (const path of ['/v1/dead-letters', '/v1/dead-letters/*']) app.use(path, operatorsAlone(context, findCaller));

  app.openapi(listDeadLetters, async (c) => {
    const { page, per_page: perPage } = c.req.valid('query');
    const { total, data } = await deadLetters(database.db, { page, perPage });
    return c.json({ page, perPage, total, data: data.map(deadLetterJson) }, 200);
  });

  app.openapi(retryDeadLetters, async (c) => {
    const { login } = await findCaller(c);
    return c.json({ retried: await retryAll({ login, requestId: c.get('requestId') }, context) }, 202);
  });

  app.openapi(retryDeadLetter, async (c) => {
    const { login } = await findCaller(c);
    const { linkId } = c.req.valid('param');
    const operationId = await retryOne(linkId, { login, requestId: c.get('requestId') }, context);
    return c.json({ operationId, statusUrl: new URL(`/v1/operations/${operationId}`, env.PUBLIC_URL).href }, 202);
  });

  app.openapi(dropDeadLetter, async (c) => {
    const { login } = await findCaller(c);
    await dropOne(c.req.valid('param').linkId, { login, requestId: c.get('requestId') }, context);
    return c.body(null, 204);
  });
}
