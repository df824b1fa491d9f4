import { timingSafeEqual } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';

/** Milliseconds Postgres has to answer before it counts as away. */
const pingWithin = 2_000;

export function healthRoutes(app: OpenAPIHono, { database, redis, metrics, env }: ServerContext): void {
  app.get('/healthz', (c) => c.json({ status: 'ok' }));

  app.get('/readyz', async (c) => {
    const postgres = await answers(database.ping());
    const body = { postgres: postgres ? 'ok' : 'away', redis: redis.ready() ? 'ok' : 'away' };
    return c.json(body, postgres ? 200 : 503);
  });

  app.get('/metrics', async (c) => {
    if (!mayRead(c, env.METRICS_TOKEN)) {
      throw new Problem(
        403,
        'Metrics are for this machine alone, or for whoever sends METRICS_TOKEN as a bearer token.',
      );
    }
    const { contentType, body } = await metrics.text();
    return c.body(body, 200, { 'content-type': contentType });
  });
}

async function answers(ping: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), pingWithin);
  });
  const answered = ping.then(
    () => true,
    () => false,
  );
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
}

/** With a token only the token counts; without one, only loopback that no proxy stands in front of. */
function mayRead(c: Context, token: string | undefined): boolean {
  if (token !== undefined) {
    const given = Buffer.from(c.req.header('authorization') ?? '');
    const wanted = Buffer.from(`Bearer ${token}`);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }
  if (c.req.header('x-forwarded-for') || c.req.header('forwarded')) return false;
  const address = (c.env as HttpBindings).incoming.socket.remoteAddress ?? '';
  return address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1';
}
