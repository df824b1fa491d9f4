/** What Backstroke moved in a fork, and putting it back. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { createRoute, z } from '@hono/zod-openapi';
import { moveKinds } from '../../core/undo.ts';
import { movesOf } from '../../db/moves.ts';
import type { ServerContext } from '../context.ts';
import { changeableLink, visibleLink } from './access.ts';
import type { FindCaller } from './caller.ts';
import { hidden, json, params, problem, security } from './routes.ts';
import { moment, Queued } from './schemas.ts';
import { undoNow } from './sync.ts';

const Move = z
  .object({
    before: z.string(),
    after: z.string().nullable(),
    kind: z.enum(moveKinds),
    backupRef: z.string().nullable(),
    movedAt: moment,
    undoneAt: moment.nullable(),
  })
  .openapi('Move');

const listMoves = createRoute({
  method: 'get',
  path: '/v1/links/{id}/moves',
  summary: "How Backstroke moved the fork's branch, newest first, at most 100",
  security,
  request: { params },
  responses: { 200: json(z.object({ data: z.array(Move) }), 'The record of GitHub'), ...hidden },
});

const undoMove = createRoute({
  method: 'post',
  path: '/v1/links/{id}/undo',
  summary: 'Put back the last move of the branch, and hold the link until it is released',
  security,
  request: { params },
  responses: {
    202: json(Queued, 'Queued, or already waiting'),
    ...hidden,
    403: problem('The caller can see the fork, but not push to it'),
    409: problem('There is nothing to undo, or the link is off'),
    503: problem('Written down: it starts by itself when the queue is back'),
  },
});

export function moveRoutes(app: OpenAPIHono, context: ServerContext, findCaller: FindCaller): void {
  const { database, env, log } = context;

  app.openapi(listMoves, async (c) => {
    const { link } = await visibleLink(context, await findCaller(c), c.req.valid('param').id);
    const moves = await movesOf(database.db, { forkId: link.forkId, branch: link.fork.branch });
    const data = moves.map(({ movedAt, undoneAt, ...move }) => ({
      ...move,
      movedAt: movedAt.toISOString(),
      undoneAt: undoneAt?.toISOString() ?? null,
    }));
    return c.json({ data }, 200);
  });

  app.openapi(undoMove, async (c) => {
    const caller = await findCaller(c);
    const link = await changeableLink(context, caller, c.req.valid('param').id);
    const requestId = c.get('requestId');
    const operationId = await undoNow(link.id, { requestId, by: caller }, context);
    log.info({ requestId, linkId: link.id, login: caller.login, operationId }, 'A move is to be put back');
    const statusUrl = new URL(`/v1/operations/${operationId}`, env.PUBLIC_URL).href;
    return c.json({ operationId, statusUrl }, 202);
  });
}
