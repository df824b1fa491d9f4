import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import { Probot, Server } from 'probot';
import { connect } from '../db/connect.ts';
import { createGitHub } from '../github/app.ts';
import { connectRedis } from '../redis/clients.ts';
import { createEnqueue } from '../redis/enqueue.ts';
import { createLeases } from '../redis/leases.ts';
import { createOperations } from '../redis/operations.ts';
import { createPace } from '../redis/pace.ts';
import { createQueues } from '../redis/queues.ts';
import { createSessions } from '../redis/sessions.ts';
import type { Env } from '../runtime/env.ts';
import type { Parts } from '../runtime/lifecycle.ts';
import type { Log } from '../runtime/log.ts';
import { missingParts } from '../runtime/missing.ts';
import { startBrakeLoop } from './brake-loop.ts';
import { startConfigLoop } from './config/loop.ts';
import type { ServerContext } from './context.ts';
import { createHttp } from './http.ts';
import { createMetrics } from './metrics.ts';
import { createQueueAsked } from './queue-asked.ts';
import { startRedeliveryLoop } from './redelivery-loop.ts';
import { startRefreshLoop } from './refresh-loop.ts';
import { startResultLoop } from './result-loop.ts';
import type { Delivery } from './webhooks/handler.ts';
import { startWebhookProxy } from './webhooks/proxy.ts';
import { recordDelivery } from './webhooks/record.ts';

/** Starts web: it takes deliveries, serves the API, applies results, and is the only writer to the database. */
export async function startWeb(parts: Parts, env: Env, log: Log): Promise<void> {
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal); // every open stream listens
  const context = { ...createContext(parts, env, log), stopping: stopping.signal };
  const refresh = parts.add('refresh loop', startRefreshLoop(context));
  context.wakeRefresh = refresh.wake;
  const config = parts.add('config loop', startConfigLoop(context));
  context.wakeConfig = config.wake;
  const brakes = parts.add('brake loop', startBrakeLoop(context));
  context.wakeBrakes = brakes.wake;
  parts.add('result loop', startResultLoop(context));
  parts.add('redelivery loop', startRedeliveryLoop(context));
  await startServer(parts, context);
  parts.add('streams', { stop: () => stopping.abort() });
}

function createContext(parts: Parts, env: Env, log: Log): Omit<ServerContext, 'stopping'> {
  const redisUrl = env.REDIS_URL ?? '';
  const onAway = (error: Error) => log.warn({ err: error }, 'Redis is away');
  const database = parts.add('postgres', connect(env.DATABASE_URL ?? '', { name: 'web' }));
  const redis = parts.add('redis', connectRedis(redisUrl, { name: 'web', onAway }));
  const queues = parts.add('queues', createQueues(redisUrl, { namespace: env.REDIS_NAMESPACE, name: 'web' }));
  const leases = createLeases(redis.redis, env.REDIS_NAMESPACE);
  const sessions = createSessions(redis.redis, env.REDIS_NAMESPACE);
  const operations = createOperations(redis.redis, env.REDIS_NAMESPACE);
  const enqueue = createEnqueue({ queues, leases, operations });
  const metrics = createMetrics(queues);
  const onRequest = metrics.request;
  const github = createGitHub({
    appId: Number(env.APP_ID),
    privateKey: env.privateKey,
    baseUrl: env.apiUrl,
    onRequest,
  });
  const queueAsked = createQueueAsked({ db: database.db, enqueue, pace: createPace(leases), log });
  parts.add('queueing', queueAsked);
  const idle = { wakeRefresh: () => undefined, wakeConfig: () => undefined, wakeBrakes: () => undefined };
  const parted = { queues, leases, sessions, operations, enqueue, queueAsked };
  return { ...idle, ...parted, env, log, database, redis, github, metrics };
}

async function startServer(parts: Parts, context: ServerContext): Promise<void> {
  const { env, log } = context;
  const appId = Number(env.APP_ID);
  const server = new Server({
    Probot: Probot.defaults({
      appId,
      privateKey: env.privateKey,
      secret: env.WEBHOOK_SECRET ?? '',
      baseUrl: env.apiUrl,
      log,
    }),
    // It writes a line with all headers for every request; what fails is enough, our own lines say the rest.
    log: log.child({}, { level: 'warn' }),
    port: env.PORT,
    host: env.HOST ?? '0.0.0.0',
    // Our own route takes deliveries (see webhooks/receive.ts): Probot's is moved to where nobody finds it.
    webhookPath: `/${randomUUID()}`,
    enableStaticFiles: false,
    enablePing: false,
  });
  await server.load((app, { addHandler }) => {
    app.onAny(({ id, name, payload }) => recordDelivery({ id, event: name, payload }, context));
    const receive = (delivery: Delivery) =>
      app.receive({ id: delivery.id, name: delivery.event, payload: delivery.payload } as Parameters<
        typeof app.receive
      >[0]);
    const listener = createHttp(context, receive);
    addHandler(async (request, response) => {
      await listener(request, response);
      return true;
    });
  });
  const http = await server.start();
  parts.add('http', { stop: () => closeWithin(http, () => server.stop()) });
  if (env.WEBHOOK_PROXY_URL) {
    const target = new URL(env.WEBHOOK_PATH, `http://${hostFor(env.HOST)}:${server.port}`).href;
    parts.add('webhook proxy', startWebhookProxy({ source: env.WEBHOOK_PROXY_URL, target, log }));
  }
  for (const sentence of missingParts(env)) log.info(sentence);
  log.info({ port: server.port }, 'Web listens');
}

/** Where this process reaches itself. */
function hostFor(listening: string | undefined): string {
  if (listening === undefined || listening === '0.0.0.0' || listening === '::') return '127.0.0.1';
  return listening.includes(':') ? `[${listening}]` : listening;
}

/** Milliseconds that requests under way have when web stops; whoever sends slower is cut off. */
const finishWithin = 10_000;

async function closeWithin(http: HttpServer, stop: () => Promise<unknown>): Promise<void> {
  const timer = setTimeout(() => http.closeAllConnections(), finishWithin);
  http.closeIdleConnections();
  await stop();
  clearTimeout(timer);
}
