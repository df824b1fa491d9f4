import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { deliveries } from '../../src/db/schema.ts';
import { startWebhookProxy } from '../../src/server/webhooks/proxy.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { memoryLog } from '../support/memory-log.ts';
import { aPush, signed } from '../support/payloads.ts';
import { freshRedis } from '../support/services.ts';
import { secret } from '../support/web.ts';
import { webInProcess } from '../support/web-process.ts';

const database = testDatabase();
const stops: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function listening(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What smee.io writes: https://github.com/probot/smee.io */
const event = (data: object, name?: string) => `${name ? `event: ${name}\n` : ''}data: ${JSON.stringify(data)}\n\n`;
const delivery = (id: string, body: object) => ({
  host: 'smee.io',
  'x-github-delivery': id,
  'x-github-event': 'push',
  'x-hub-signature-256': 'sha256=abc',
  body,
  query: {},
  timestamp: 1,
});

test('deliveries of a channel are handed on as GitHub sent them, also those of a channel that came back', async () => {
  const told: object[] = [];
  const target = await listening(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { 'x-github-delivery': id, 'x-hub-signature-256': signature, 'content-type': type } = request.headers;
    told.push({ path: request.url, event: request.headers['x-github-event'], id, signature, type, body });
    response.writeHead(told.length === 1 ? 401 : 200).end();
  });
  let listens = 0;
  const source = await listening((_, response) => {
    listens += 1;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (listens > 1) return void response.write(event(delivery('third', { ref: 'é' })));
    const [one, other] = [event(delivery('first', { ref: 'a' })), event(delivery('second', { ref: 'b' }))];
    response.write(`${event({}, 'ready')}${one}${other.slice(0, 40)}`);
    setImmediate(() => response.end(`${other.slice(40)}${event({}, 'ping')}data: no JSON\n\n`));
  });
  const lines = memoryLog();
  const proxy = startWebhookProxy({ source, target: `${target}/api/github/webhooks`, log: lines.log });
  stops.push(() => proxy.stop());
  await eventually(() => told.length === 3, { what: 'all three are handed on' });
  const as = { path: '/api/github/webhooks', event: 'push', signature: 'sha256=abc', type: 'application/json' };
  expect(told).toEqual([
    { ...as, id: 'first', body: '{"ref":"a"}' },
    { ...as, id: 'second', body: '{"ref":"b"}' },
    { ...as, id: 'third', body: '{"ref":"é"}' },
  ]);
  expect(lines.lines).toMatchObject([{ requestId: 'first', status: 401 }]);
});

test('a channel that is away is told in the log, and stopping waits for nothing', async () => {
  const source = await listening((_, response) => response.writeHead(503).end());
  const lines = memoryLog();
  const proxy = startWebhookProxy({ source, target: 'http://127.0.0.1:1/', log: lines.log });
  await eventually(() => lines.lines.length > 0, { what: 'it is told' });
  await proxy.stop();
  expect(lines.lines[0]).toMatchObject({ level: 40, err: { message: 'The webhook proxy answered 503' } });
});

test('web listens to the channel that it is told', async () => {
  const { 'content-type': _, ...headers } = signed({
    event: 'push',
    guid: 'by-channel',
    secret,
    body: JSON.stringify(aPush()),
  });
  const source = await listening((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(event({ ...headers, body: aPush() }));
  });
  const { url: redisUrl, namespace } = await freshRedis();
  const env = { WEBHOOK_PROXY_URL: source };
  const web = await webInProcess({ databaseUrl: database.url, redisUrl, namespace, env });
  stops.push(() => web.stop());
  await eventually(
    async () => (await database.db.select().from(deliveries).where(eq(deliveries.guid, 'by-channel'))).length === 1,
    { what: 'the delivery is written down' },
  );
});
