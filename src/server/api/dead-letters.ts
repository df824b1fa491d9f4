import type { OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { deadLetters } from '../../db/dead-letters.ts';
import { askDeadLetters } from '../../db/write/asks.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { linkWithId } from './access.ts';
import type { FindCaller } from './caller.ts';
import { deadLetterJson, listDeadLetters, retryDeadLetter, retryDeadLetters } from './dead-letter-routes.ts';
import { isOperator, rememberRetry } from './operators.ts';
import { syncNow } from './sync.ts';

/** Dead letters that web queues itself; the next ticks take the others. */
const atOnce = 500;

/** What operators do about links that failed. Whoever is none is told what is told of an address without anything. */
export function deadLetterRoutes(app: OpenAPIHono, context: ServerContext, findCaller: FindCaller): void {
  const { database, env, log, queueAsked } = context;
  const operatorsAlone: MiddlewareHandler = async (c, next) => {
    if (!isOperator(context, await findCaller(c))) return c.notFound();
    await next();
  };
  // Before anything is validated: what is wrong with a request would tell that there is something.
  app.use('/v1/dead-letters', operatorsAlone);
  app.use('/v1/dead-letters/*', operatorsAlone);

  app.openapi(listDeadLetters, async (c) => {
    const { page, per_page: perPage } = c.req.valid('query');
    const { total, data } = await deadLetters(database.db, { page, perPage });
    return c.json({ page, perPage, total, data: data.map(deadLetterJson) }, 200);
  });

  app.openapi(retryDeadLetters, async (c) => {
    const requestId = c.get('requestId');
    const { login } = await findCaller(c);
    const linkIds = await askDeadLetters(database.db, requestId);
    queueAsked.later({ linkIds: linkIds.slice(0, atOnce) });
    log.info({ requestId, login, links: linkIds.length }, 'An operator has every dead letter tried again');
    return c.json({ retried: linkIds.length }, 202);
  });

  app.openapi(retryDeadLetter, async (c) => {
    const requestId = c.get('requestId');
    const { login } = await findCaller(c);
    const { linkId } = c.req.valid('param');
    if ((await linkWithId(context, linkId))?.reason !== 'failed') {
      throw new Problem(404, `There is no dead letter of a link ${JSON.stringify(linkId.slice(0, 60))}.`);
    }
    const operationId = await syncNow(linkId, { release: false, requestId }, context);
    await rememberRetry(context, operationId);
    log.info({ requestId, login, linkId, operationId }, 'An operator has a dead letter tried again');
    return c.json({ operationId, statusUrl: new URL(`/v1/operations/${operationId}`, env.PUBLIC_URL).href }, 202);
  });
}
