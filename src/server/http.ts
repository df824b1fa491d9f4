import { randomUUID } from 'node:crypto';
import { getRequestListener } from '@hono/node-server';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { requestId } from 'hono/request-id';
import { badgeRoutes } from './api/badge.ts';
import { brakeRoutes } from './api/brakes.ts';
import { createFindCaller } from './api/caller.ts';
import { deadLetterRoutes } from './api/dead-letters.ts';
import { eventRoutes } from './api/events.ts';
import { healthRoutes } from './api/health.ts';
import { hookRoutes } from './api/hooks.ts';
import { linkRoutes } from './api/links.ts';
import { moveRoutes } from './api/move-routes.ts';
import { openapiRoutes } from './api/openapi.ts';
import { operationRoutes } from './api/operations.ts';
import { createPlanFor, planRoutes } from './api/plan.ts';
import { repositoryRoutes } from './api/repositories.ts';
import { whoami } from './api/routes.ts';
import { createStreams } from './api/streams.ts';
import { validateRoutes } from './api/validate.ts';
import { limitBody } from './body-limit.ts';
import type { ServerContext } from './context.ts';
import { answerProblems } from './errors.ts';
import { assetRoutes } from './pages/assets.ts';
import { configRoutes } from './pages/config/routes.tsx';
import { createRoutes } from './pages/create/routes.tsx';
import { createPushable } from './pages/fleet/pushable.ts';
import { fleetRoutes } from './pages/fleet/routes.tsx';
import { installedRoutes } from './pages/installed/routes.tsx';
import { linkPageRoutes } from './pages/link/routes.tsx';
import { linkActionRoutes } from './pages/link-actions.ts';
import { operatorRoutes } from './pages/operator/routes.tsx';
import { referenceRoutes } from './pages/reference/routes.tsx';
import { signInRoutes } from './pages/sign-in.tsx';
import { fieldErrors, fieldProblem } from './problem.ts';
import { createKeeper } from './session/keeper.ts';
import type { Delivery } from './webhooks/handler.ts';
import { webhookRoute } from './webhooks/receive.ts';

/** The largest body the API takes, in bytes. */
const apiBody = limitBody(64 * 1024, 'A body has at most 64 KiB.');

type Receive = (delivery: Delivery) => Promise<void>;

/** Everything web answers, as a listener for Node's server. */
export function createHttp(context: ServerContext, receive: Receive): ReturnType<typeof getRequestListener> {
  return getRequestListener(createApp(context, receive).fetch, { overrideGlobalObjects: false });
}

/** Every route of web. */
export function createApp(context: ServerContext, receive: Receive): OpenAPIHono {
  const { env } = context;
  const app = new OpenAPIHono({
    defaultHook: (result) => {
      if (result.success) return;
      throw fieldProblem(fieldErrors(result.error.issues));
    },
  });
  // The id a caller sent, else a delivery's GUID, else a new one: it goes through every log line, job and result.
  app.use(requestId({ generator: (c) => (c.req.path === env.WEBHOOK_PATH && guidOf(c)) || randomUUID() }));
  const keeper = createKeeper(context);
  const findCaller = createFindCaller({ ...context, keeper });
  const [planFor, openStream, pushable] = [createPlanFor(context), createStreams(context), createPushable(context)];
  webhookRoute(app, {
    path: env.WEBHOOK_PATH,
    secret: env.WEBHOOK_SECRET ?? '',
    previousSecret: env.WEBHOOK_SECRET_PREVIOUS,
    receive,
  });
  openapiRoutes(app, context);
  app.use('/v1/*', apiBody, async (c, next) => {
    await findCaller(c); // nobody is told what else is wrong with what they sent
    await next();
  });
  badgeRoutes(app, context);
  healthRoutes(app, context);
  linkRoutes(app, context, findCaller);
  moveRoutes(app, context, findCaller);
  planRoutes(app, context, { findCaller, planFor });
  operationRoutes(app, context, findCaller);
  hookRoutes(app, context);
  repositoryRoutes(app, context, findCaller);
  eventRoutes(app, context, { findCaller, openStream });
  validateRoutes(app, context, findCaller);
  brakeRoutes(app, context, findCaller);
  deadLetterRoutes(app, context, findCaller);
  app.openapi(whoami, async (c) => {
    const { login, id, avatarUrl } = await findCaller(c);
    return c.json({ login, id, avatarUrl }, 200);
  });
  assetRoutes(app);
  signInRoutes(app, context, { findCaller, keeper });
  fleetRoutes(app, context, { findCaller, pushable });
  createRoutes(app, context, { findCaller, pushable });
  configRoutes(app, context, { findCaller, pushable });
  linkPageRoutes(app, context, { findCaller, planFor, openStream });
  installedRoutes(app, context, findCaller);
  linkActionRoutes(app, context, findCaller);
  operatorRoutes(app, context, findCaller);
  referenceRoutes(app, context, findCaller);
  answerProblems(app, context, findCaller);
  return app;
}

/** The GUID of a delivery; null where it is none. Nobody is known yet, so it is kept short and plain. */
function guidOf(c: Context): string | null {
  return /^[A-Za-z0-9-]{1,100}$/.exec(c.req.header('x-github-delivery') ?? '')?.[0] ?? null;
}
