import type { OpenAPIHono } from '@hono/zod-openapi';
import { linkViews } from '../../db/views.ts';
import { renewSecret } from '../../db/write/hooks.ts';
import type { ServerContext } from '../context.ts';
import { changeableLink, linkWithId, noLink, pushableRepositories, visibleLink } from './access.ts';
import type { FindCaller } from './caller.ts';
import { changeNow } from './change-link.ts';
import { createLink as makeLink } from './create-link.ts';
import { demandFreeStrategy } from './declared.ts';
import { deleteNow } from './delete-link.ts';
import { hookUrl, linkJson } from './link-json.ts';
import { changeLink, createLink, deleteLink, getLink, listLinks, renewWebhook, syncLink } from './link-routes.ts';
import { syncNow } from './sync.ts';

export function linkRoutes(app: OpenAPIHono, context: ServerContext, findCaller: FindCaller): void {
  const { database, env } = context;

  app.openapi(listLinks, async (c) => {
    const caller = await findCaller(c);
    const { page, per_page: perPage, ...filter } = c.req.valid('query');
    const forkIds = await pushableRepositories(context, caller);
    const { total, data } = await linkViews(database.db, { forkIds, page, perPage, ...filter });
    return c.json({ page, perPage, total, data: data.map((view) => linkJson(view, { env, push: true })) }, 200);
  });

  app.openapi(createLink, async (c) => {
    const caller = await findCaller(c);
    const link = await makeLink(c.req.valid('json'), { caller, requestId: c.get('requestId') }, context);
    c.header('location', new URL(`/v1/links/${link.id}`, env.PUBLIC_URL).href);
    return c.json(linkJson(link, { env, push: true }), 201);
  });

  app.openapi(getLink, async (c) => {
    const { link, permissions } = await visibleLink(context, await findCaller(c), c.req.valid('param').id);
    return c.json(linkJson(link, { env, push: permissions.push }), 200);
  });

  app.openapi(changeLink, async (c) => {
    const { id } = c.req.valid('param');
    const change = c.req.valid('json');
    const caller = await findCaller(c);
    const link = await changeableLink(context, caller, id);
    if (change.strategy !== undefined) demandFreeStrategy(link, env.webUrl);
    await changeNow(link, { ...change, requestId: c.get('requestId'), by: caller }, context);
    const changed = await linkWithId(context, link.id);
    if (!changed) throw noLink(id);
    return c.json(linkJson(changed, { env, push: true }), 200);
  });

  app.openapi(deleteLink, async (c) => {
    const caller = await findCaller(c);
    const link = await changeableLink(context, caller, c.req.valid('param').id);
    await deleteNow(link, { caller, requestId: c.get('requestId') }, context);
    return c.body(null, 204);
  });

  app.openapi(syncLink, async (c) => {
    const caller = await findCaller(c);
    const link = await changeableLink(context, caller, c.req.valid('param').id);
    const { release } = c.req.valid('json') ?? { release: false };
    const operationId = await syncNow(link.id, { release, requestId: c.get('requestId'), by: caller }, context);
    const statusUrl = new URL(`/v1/operations/${operationId}`, env.PUBLIC_URL).href;
    return c.json({ operationId, statusUrl }, 202);
  });

  app.openapi(renewWebhook, async (c) => {
    const { id } = c.req.valid('param');
    const caller = await findCaller(c);
    const link = await changeableLink(context, caller, id);
    const secret = await renewSecret(database.db, link.id, caller);
    if (secret === null) throw noLink(id);
    return c.json({ webhookUrl: hookUrl(secret, env) }, 200);
  });
}
