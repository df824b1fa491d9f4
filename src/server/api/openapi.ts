/** What describes the API and the configuration file to programs, for everybody. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { configJsonSchema } from '../../core/config/json-schema.ts';
import type { ServerContext } from '../context.ts';
import { json, problem } from './routes.ts';

const anything = z.looseObject({});

const getDocument = createRoute({
  method: 'get',
  path: '/v1/openapi.json',
  summary: 'This description',
  responses: { 200: json(anything, 'OpenAPI 3.1') },
});

const getSchema = createRoute({
  method: 'get',
  path: '/schema/backstroke.json',
  summary: 'JSON Schema of the configuration file, for editors',
  request: {
    query: z.object({
      kind: z
        .enum(['fork', 'owner'])
        .default('fork')
        .openapi({ description: "`owner` for the file in `OWNER/.github`, which holds the owner's defaults" }),
    }),
  },
  responses: {
    200: { description: 'JSON Schema, draft 2020-12', content: { 'application/schema+json': { schema: anything } } },
    422: problem('A parameter is not what it has to be'),
  },
});

const described = new WeakMap<OpenAPIHono, object>();

/** The document, made of the routes that are there when it is first asked for. */
export function apiDescription(app: OpenAPIHono, { env }: Pick<ServerContext, 'env'>): object {
  const before = described.get(app);
  if (before !== undefined) return before;
  const made = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Backstroke',
      version: '1',
      description: 'Keeps forks up to date with their upstream.',
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    servers: [{ url: env.PUBLIC_URL ?? '/' }],
  });
  described.set(app, made);
  return made;
}

/** Must be called before what demands a caller of every other route. */
export function openapiRoutes(app: OpenAPIHono, { env }: Pick<ServerContext, 'env'>): void {
  const { openAPIRegistry: registry } = app;
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'A user access token of this GitHub App, as its web and device flows issue it',
  });
  for (const route of undescribed(env.WEBHOOK_PATH)) registry.registerPath(route);
  app.openapi(getDocument, (c) => {
    const made = apiDescription(app, { env });
    return c.json({ ...made }, 200, { 'cache-control': 'public, max-age=300' });
  });

  app.openapi(getSchema, (c) => {
    const schema = configJsonSchema(c.req.valid('query').kind);
    return c.json({ ...schema }, 200, {
      'content-type': 'application/schema+json',
      'cache-control': 'public, max-age=3600',
    });
  });
}

const text = z.string();

/** Routes that validate nothing, or have their own way to. */
function undescribed(webhookPath: string) {
  return [
    createRoute({
      method: 'post',
      path: webhookPath,
      summary: "GitHub's deliveries",
      request: {
        headers: z.object({ 'x-github-delivery': text, 'x-github-event': text, 'x-hub-signature-256': text }),
        body: { required: true, content: { 'application/json': { schema: anything } } },
      },
      responses: {
        200: { description: 'Written down' },
        400: problem('No delivery'),
        401: problem('The signature does not match'),
        413: problem('Larger than 25 MB'),
        415: problem('No JSON'),
        503: problem('It cannot be written down now: have it delivered again'),
      },
    }),
    createRoute({
      method: 'get',
      path: '/healthz',
      summary: 'Whether web is alive',
      responses: { 200: json(z.object({ status: z.literal('ok') }), 'It is') },
    }),
    createRoute({
      method: 'get',
      path: '/readyz',
      summary: 'Whether deliveries can be taken',
      responses: { 200: json(Ready, 'They can, also while Redis is away'), 503: json(Ready, 'Postgres is away') },
    }),
    createRoute({
      method: 'get',
      path: '/metrics',
      summary: 'What web counts, for Prometheus',
      responses: {
        200: { description: 'Prometheus text', content: { 'text/plain': { schema: text } } },
        403: problem('Neither from the machine itself, nor with METRICS_TOKEN as bearer token'),
      },
    }),
  ];
}

const answering = z.enum(['ok', 'away']);
const Ready = z.object({ postgres: answering, redis: answering });
