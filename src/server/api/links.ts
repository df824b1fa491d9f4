import type { OpenAPIHono } from '@hono/zod-openapi';
import { linksById } from '../../db/read.ts';
import { linkViews } from '../../db/views.ts';
import { askLink } from '../../db/write/asks.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { changeableLink, pushableRepositories, visibleLink } from './access.ts';
import type { FindCaller } from './caller.ts';
import { getLink, listLinks, syncLink } from './routes.ts';
import { linkJson } from './schemas.ts';

export function linkRoutes(app: OpenAPIHono, context: ServerContext, findCaller: FindCaller): void {
  const { database, env } = context;

  app.openapi(listLinks, async (c) => {
    const caller = await findCaller(c);
    const { page, per_page: perPage, ...filter } = c.req.valid('query');
    const forkIds = await pushableRepositories(context, caller);
    const { total, data } = await linkViews(database.db, { forkIds, page, perPage, ...filter });
    return c.json({ page, perPage, total, data: data.map((view) => linkJson(view, env.webUrl)) }, 200);
  });

  app.openapi(getLink, async (c) => {
    const { link } = await visibleLink(context, await findCaller(c), c.req.valid('param').id);
    return c.json(linkJson(link, env.webUrl), 200);
  });

  app.openapi(syncLink, async (c) => {
    const caller = await findCaller(c);
    const link = await changeableLink(context, caller, c.req.valid('param').id);
    const { release } = c.req.valid('json') ?? { release: false };
    const operationId = await syncNow(link.id, { release, requestId: c.get('requestId') }, context);
    const statusUrl = new URL(`/v1/operations/${operationId}`, env.PUBLIC_URL).href;
    return c.json({ operationId, statusUrl }, 202);
  });
}

/** Writes the ask down, then queues it. A release makes an operation of its own: a queued one does not know of it. */
export async function syncNow(
  linkId: string,
  asked: { release: boolean; requestId: string },
  { database, enqueue, log }: ServerContext,
): Promise<string> {
  const [before] = await linksById(database.db, [linkId]);
  if (!before) throw new Problem(409, 'This link is off: switch it on, or install or unsuspend the App, to sync it.');
  await askLink(database.db, { linkId, ...asked });
  const [row] = await linksById(database.db, [linkId]);
  try {
    const queued =
      row && (await enqueue(row, { trigger: 'manual', requestId: asked.requestId, replace: asked.release }));
    if (queued) return queued.operationId;
  } catch (error) {
    log.warn({ err: error, linkId, requestId: asked.requestId }, 'A sync was written down and could not be queued');
  }
  throw new Problem(503, 'The sync is written down and starts by itself when the queue is back.');
}
