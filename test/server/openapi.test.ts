import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { Env } from '../../src/runtime/env.ts';
import type { ServerContext } from '../../src/server/context.ts';
import { createApp } from '../../src/server/http.ts';
import { memoryLog } from '../support/memory-log.ts';

const env = {
  WEBHOOK_PATH: '/api/github/webhooks',
  WEBHOOK_SECRET: 'x',
  PUBLIC_URL: 'https://backstroke.example',
} as Env;
/** Routes are registered without anything being asked of what web shares. */
const app = createApp({ env, log: memoryLog().log } as ServerContext, async () => undefined);

interface Document {
  openapi: string;
  servers: object[];
  components: { securitySchemes: object };
  paths: Record<string, Record<string, { security?: object[]; summary?: string }>>;
}
const read = async (path: string) => {
  const response = await app.request(path);
  return { status: response.status, type: response.headers.get('content-type'), body: await response.json() };
};
const document = async () => (await read('/v1/openapi.json')).body as Document;
/** A path of Hono's as OpenAPI writes it, which knows no patterns. */
const described = (path: string) =>
  path
    .replace('/:hook{_[^/]+}', '/_{webhookId}')
    .replace('/:file{.+\\.svg}', '/{repo}.svg')
    .replace(/:(\w+)/g, '{$1}');
/** What people see and press: for browsers. */
const pages = /^\/($|assets\/|config|login|logout|links\/|installed|operator|reference)/;
const routesOf = ({ paths }: Document) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, route]) => ({ name: `${method.toUpperCase()} ${path}`, ...route })),
  );

describe('GET /v1/openapi.json', () => {
  test('is OpenAPI 3.1, for everybody', async () => {
    const { status, body } = await read('/v1/openapi.json');
    expect(status).toBe(200);
    expect(body).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'https://backstroke.example' }] });
    expect(await new Validator().validate(body as Document & Record<string, unknown>)).toEqual({ valid: true });
  });

  test('holds every route there is, and no other', async () => {
    const there = app.routes
      .filter(({ method, path }) => method !== 'ALL' && !pages.test(path))
      .map(({ method, path }) => `${method} ${described(path)}`);
    const named = routesOf(await document()).map(({ name }) => name);
    expect(named.sort()).toEqual([...new Set(there)].sort());
    expect(named.length).toBeGreaterThan(10);
  });

  test('says of each what it is for, and which take a caller', async () => {
    const routes = routesOf(await document());
    expect(routes.filter(({ summary }) => !summary)).toEqual([]);
    const open = routes.filter(({ security }) => security === undefined).map(({ name }) => name);
    expect(open.filter((name) => name.includes(' /v1/'))).toEqual(['GET /v1/openapi.json']);
    expect((await document()).components.securitySchemes).toMatchObject({ bearer: { type: 'http', scheme: 'bearer' } });
  });

  test.each(['/v1/links', '/v1/whoami', '/v1/nothing-here', '/v1/openapi.jsonx'])(
    'opens %s to nobody',
    async (path) => {
      expect((await read(path)).status).toBe(401);
    },
  );
});

describe('GET /schema/backstroke.json', () => {
  test.each(['fork', 'owner'])('is a JSON Schema of the file of a %s', async (kind) => {
    const { status, type, body } = await read(`/schema/backstroke.json?kind=${kind}`);
    expect({ status, type }).toEqual({ status: 200, type: 'application/schema+json' });
    const check = new Ajv2020({ strict: false }).compile(body as object);
    expect([check({ enabled: false }), check({ 'max-open': 5 }), check({ enabeld: false })]).toEqual([
      true,
      kind === 'owner',
      false,
    ]);
  });

  test("is that of a fork's unless told otherwise", async () => {
    expect((await read('/schema/backstroke.json')).body).toEqual(
      (await read('/schema/backstroke.json?kind=fork')).body,
    );
    expect((await read('/schema/backstroke.json?kind=nobody')).status).toBe(422);
  });
});
