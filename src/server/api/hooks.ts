/** The secret address of a link: no login is needed, and it does nothing but ask for a sync. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { createRoute, z } from '@hono/zod-openapi';
import { askByHook, linkWithSecret } from '../../db/write/hooks.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { hookUrl } from './link-json.ts';
import { noOperation, readOperation, withoutCode } from './operations.ts';
import { json, problem } from './routes.ts';
import { OperationSchema, Queued } from './schemas.ts';
import { demandOn, queueNow } from './sync.ts';

const secret = { webhookId: z.string() };
const unknown = { 404: problem('There is no such address'), 405: problem('Another method') };

const described = [
  createRoute({
    method: 'post',
    path: '/_{webhookId}',
    summary: 'Sync by secret address, once a minute; a hold stays. A body is not read',
    request: { params: z.object(secret) },
    responses: {
      202: json(Queued, 'Queued, or already waiting'),
      ...unknown,
      409: problem('The link is off'),
      429: problem('Within a minute of the one before; Retry-After says when'),
      503: problem('Written down: it starts by itself when the queue is back'),
    },
  }),
  createRoute({
    method: 'get',
    path: '/_{webhookId}/operations/{id}',
    summary: 'An operation of this link',
    request: { params: z.object({ ...secret, id: z.string() }) },
    responses: { 200: json(OperationSchema, 'The operation'), ...unknown },
  }),
];

/** A segment that begins with `_`. Only Hono's own pattern says that, so the routes are described apart. */
const hook = '/:hook{_[^/]+}';
const operation = `${hook}/operations/:id`;

export function hookRoutes(app: OpenAPIHono, context: ServerContext): void {
  const { database, env } = context;
  for (const route of described) app.openAPIRegistry.registerPath(route);

  const linkOf = async (segment: string) => {
    const webhookId = segment.slice(1);
    const linkId = /^[0-9a-f]{64}$/.test(webhookId) ? await linkWithSecret(database.db, webhookId) : null;
    if (linkId === null) throw new Problem(404, 'There is no such address.');
    return { linkId, webhookId };
  };

  app.post(hook, async (c) => {
    const { linkId, webhookId } = await linkOf(c.req.param('hook'));
    await demandOn(linkId, context);
    const requestId = c.get('requestId');
    const wait = await askByHook(database.db, { linkId, requestId });
    if (wait > 0) {
      const detail = `This address was used within the last minute: try again in ${wait} s.`;
      throw new Problem(429, detail, [], { 'retry-after': String(wait) });
    }
    const operationId = await queueNow(linkId, { trigger: 'event', requestId }, context);
    return c.json({ operationId, statusUrl: `${hookUrl(webhookId, env)}/operations/${operationId}` }, 202);
  });
  app.all(hook, () => otherMethod('POST'));

  app.get(operation, async (c) => {
    const { linkId } = await linkOf(c.req.param('hook'));
    const id = c.req.param('id');
    const found = await readOperation(id, context.operations);
    if (found?.linkId !== linkId) throw noOperation(id);
    return c.json(withoutCode(found), 200);
  });
  app.all(operation, () => otherMethod('GET'));
}

function otherMethod(allow: string): never {
  throw new Problem(405, `This address takes ${allow} alone.`, [], { allow });
}
