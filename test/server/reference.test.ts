import { describe, expect, test } from 'vitest';
import type { Env } from '../../src/runtime/env.ts';
import type { ServerContext } from '../../src/server/context.ts';
import { createApp } from '../../src/server/http.ts';
import { type Schema, typeOf } from '../../src/server/pages/reference/description.ts';
import { memoryLog } from '../support/memory-log.ts';

const env = {
  WEBHOOK_PATH: '/api/github/webhooks',
  WEBHOOK_SECRET: 'x',
  PUBLIC_URL: 'https://backstroke.example',
  webUrl: 'https://github.com',
};
const app = createApp({ env, log: memoryLog().log } as ServerContext & { env: Env }, async () => undefined);

describe('the API reference', () => {
  test('has every route of the document once, and every link in it leads somewhere', async () => {
    const page = await (await app.request('/reference')).text();
    const document = (await (await app.request('/v1/openapi.json')).json()) as { paths: Record<string, object> };
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(routes.length).toBeGreaterThan(20);
    for (const route of routes)
      expect(
        page
          .split('<h2')
          .slice(1)
          .filter((part) => part.includes(`${route}<`)),
        route,
      ).toHaveLength(1);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const linked = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(linked.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('is there for everybody, and runs and loads nothing', async () => {
    const answer = await app.request('/reference');
    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toMatch(/<script|<style|src=/);
  });
});

const cases: [string, Schema | undefined][] = [
  ['string', { type: 'string' }],
  ['date-time', { type: 'string', format: 'date-time' }],
  ['string | null', { type: ['string', 'null'] }],
  ['"a" | "b"', { type: 'string', enum: ['a', 'b'] }],
  ['"failed"', { const: 'failed' }],
  ['[Link]', { type: 'array', items: { $ref: '#/components/schemas/Link' } }],
  ['Pull | null', { anyOf: [{ $ref: '#/components/schemas/Pull' }, { type: 'null' }] }],
  [
    '{page: integer, of?: string}',
    { properties: { page: { type: 'integer' }, of: { type: 'string' } }, required: ['page'] },
  ],
  ['object', { type: 'object', properties: {} }],
  ['anything', {}],
  ['anything', undefined],
];
test.each(cases)('%s', (text, schema) => {
  expect(typeOf(schema)).toBe(text);
});
