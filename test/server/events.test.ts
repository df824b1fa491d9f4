import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationEvent } from '../../src/core/operation-event.ts';
import { webWithFork } from '../support/api-web.ts';
import { testDatabase } from '../support/database.ts';
import { openStream } from '../support/event-stream.ts';
import { eventually } from '../support/eventually.ts';

const database = testDatabase();
let web: Awaited<ReturnType<typeof webWithFork>>;
beforeAll(async () => {
  web = await webWithFork(database);
});
afterAll(() => web?.stop());

const now = () => new Date().toISOString();
const facts = {
  queued: (): OperationEvent => ({
    event: 'queued',
    at: now(),
    linkId: web.link.id,
    trigger: 'manual',
    requestId: 'r',
  }),
  started: (): OperationEvent => ({ event: 'started', at: now(), handledBy: 'a worker' }),
  joined: (operationId: string): OperationEvent => ({ event: 'joined', at: now(), operationId }),
  finished: (): OperationEvent => ({
    event: 'finished',
    at: now(),
    reason: 'up-to-date',
    sentence: 'It has everything.\nAnd more.',
    upstreamSha: null,
    pull: null,
  }),
};
async function operation(...events: OperationEvent[]): Promise<string> {
  const id = randomUUID();
  for (const event of events) await web.parts.operations.append(id, event);
  return id;
}
const append = (id: string, event: OperationEvent) => web.parts.operations.append(id, event);

const open = (id: string, given: { who?: string; headers?: Record<string, string> } = {}) => openStream(web, id, given);
/** Of a stream that ends by itself, once it has: it takes no place any more. */
const statusOf = async (id: string, given: { who: string }) => {
  const { response, ended } = await open(id, given);
  await ended;
  return response.status;
};

const whole = [
  ['queued', '1', 'queued', null],
  ['started', '2', 'running', null],
  ['finished', '3', 'ok', 'up-to-date'],
];

describe('the events of an operation', () => {
  test('are those that were there, then each as it comes, and end with the operation', async () => {
    const id = await operation(facts.queued());
    const stream = await open(id);
    expect(stream.response.status).toBe(200);
    expect(Object.fromEntries(stream.response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
    });
    await eventually(() => stream.events().length === 1);
    await append(id, facts.started());
    await eventually(() => stream.events().length === 2);
    await append(id, facts.finished());
    const text = await stream.ended;
    expect(stream.events()).toEqual(whole);
    const last = text.trim().split('\n\n').at(-1) ?? '';
    const asked = await web.ask('octo', `/v1/operations/${id}`);
    expect(JSON.parse(/^data: (.*)$/m.exec(last)?.[1] ?? '')).toEqual(await asked.json());
  });

  test('are told at once when all is over', async () => {
    const stream = await open(await operation(facts.queued(), facts.started(), facts.finished()));
    await stream.ended;
    expect(stream.events()).toEqual(whole);
  });

  test('are those of the operation that answers for it, however often it was dropped', async () => {
    const last = await operation(facts.queued());
    const between = await operation(facts.queued(), facts.joined(last));
    const id = await operation(facts.queued(), facts.joined(between));
    const stream = await open(id);
    await eventually(() => stream.events().length === 1);
    await append(last, facts.started());
    await append(last, facts.finished());
    await stream.ended;
    expect(stream.events()).toEqual(whole);
    const asked = await web.ask('octo', `/v1/operations/${id}`);
    expect(await asked.json()).toMatchObject({ id, status: 'ok', reason: 'up-to-date' });
  });

  test('go on after the last one received, and say when there is nothing more to come', async () => {
    const id = await operation(facts.queued(), facts.started(), facts.finished());
    const from = (last: string) => open(id, { headers: { 'last-event-id': last } });
    const rest = await from('1');
    await rest.ended;
    expect(rest.events()).toEqual(whole.slice(1));
    expect((await from('3')).response.status).toBe(204);
    for (const odd of ['4', '-1', 'x', '1e3', '99999999']) {
      const all = await from(odd);
      await all.ended;
      expect(all.events()).toEqual(whole);
    }
  });

  test('end with an error when nothing is left of the operation', async () => {
    const id = await operation(facts.queued());
    const stream = await open(id);
    await eventually(() => stream.events().length === 1);
    await web.parts.redis.del(`${web.parts.namespace}:operation:${id}`);
    await stream.ended;
    expect(stream.events().at(-1)).toEqual(['error', undefined, 404, null]);
  });

  test.each([
    ['nobody', 401],
    ['stranger', 200],
    ['reader', 200],
    ['octo', 200],
  ] as const)('of a public fork are for everybody who has signed in: %s %i', async (who, status) => {
    const id = await operation(facts.queued(), facts.finished());
    expect(await statusOf(id, { who })).toBe(status);
    expect(await statusOf('nothing', { who })).toBe(status === 401 ? 401 : 404);
  });

  test('of a fork one cannot see are not there', async () => {
    web.github.setPrivate('octo/hello', true);
    const id = await operation(facts.queued(), facts.finished());
    const statuses = [];
    for (const who of ['stranger', 'reader']) statuses.push(await statusOf(id, { who }));
    web.github.setPrivate('octo/hello', false);
    expect(statuses).toEqual([404, 200]);
  });
});

test("twenty streams are one caller's, and one that was left makes room", async () => {
  const id = await operation(facts.queued());
  const streams = await Promise.all(Array.from({ length: 20 }, () => open(id, { who: 'reader' })));
  expect(streams.every(({ response }) => response.status === 200)).toBe(true);
  expect((await open(id, { who: 'reader' })).response.status).toBe(429);
  const other = await open(id);
  expect(other.response.status).toBe(200);
  other.leave();
  for (const stream of streams) stream.leave();
  await eventually(async () => {
    const again = await open(id, { who: 'reader' });
    again.leave();
    return again.response.status === 200;
  });
});
