import { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { commandTimeout } from '../../src/redis/clients.ts';
import { eventually } from '../support/eventually.ts';
import { aRow } from '../support/messages.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { type OwnRedis, ownRedis } from '../support/services.ts';

let own: OwnRedis;
let parts: RedisParts;

beforeAll(async () => {
  own = await ownRedis();
});
beforeEach(async () => {
  parts = redisParts({ url: own.url, namespace: 'away' });
  await parts.redis.flushall();
});
afterEach(() => parts.stop());
afterAll(() => own?.stop());

/** What this rejects with; null when it is not. */
const errorOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (reason: Error) => reason,
  );

/** Longer than a command may take. A timer like those of the clients: however long this process stands still, theirs go off before it. */
const inTime = () => new Promise<'too late'>((resolve) => setTimeout(resolve, 2 * commandTimeout + 1_500, 'too late'));

describe('Redis emptied', () => {
  test('makes each queue anew, whatever is done first', async () => {
    await parts.queues.send('now', 'lost');
    await parts.redis.flushall();
    expect(await parts.queues.receive('now', 30)).toBeNull();
    await parts.redis.flushall();
    expect(await parts.queues.depth('push')).toBe(0);
    await parts.redis.flushall();
    await parts.queues.send('later', 'x'.repeat(70_000));
    expect(await parts.queues.depth('later')).toBe(1);
  });

  test('harms no message that is held at that moment', async () => {
    await parts.queues.send('now', 'held');
    const id = (await parts.queues.receive('now', 30))?.id ?? '';
    await parts.redis.flushall();
    await parts.queues.extend('now', id, 30);
    await parts.queues.remove('now', id);
    expect(await parts.queues.depth('now')).toBe(0);
  });

  test('lets two processes make a queue at once', async () => {
    const other = redisParts({ url: own.url, namespace: 'away' });
    await Promise.all([parts, other].flatMap(({ queues }) => [queues.send('now', 'a'), queues.send('now', 'b')]));
    await other.stop();
    expect(await parts.queues.depth('now')).toBe(4);
  });

  test('loads the scripts anew', async () => {
    await parts.queues.send('now', 'one');
    expect(await parts.queues.receive('now', 1)).not.toBeNull();
    await parts.redis.script('FLUSH');
    const again = await eventually(() => parts.queues.receive('now', 30));
    await parts.redis.script('FLUSH');
    await parts.queues.extend('now', again.id, 30);
    expect(again.receives).toBe(2);
  });
});

test('Redis restarted, empty: queues, scripts and leases work again without a restart of ours', async () => {
  await parts.queues.send('now', 'before');
  await parts.queues.receive('now', 30);
  await own.restart();
  await eventually(() => parts.queues.send('now', 'after').then(() => true));
  const received = await eventually(() => parts.queues.receive('now', 30));
  expect(received).toMatchObject({ body: 'after', receives: 1 });
  await parts.queues.extend('now', received.id, 30);
  expect(await parts.leases.mark('link', 'operation')).toEqual({ marked: true, operationId: 'operation' });
});

describe('Redis hangs', () => {
  test('every call ends with an error in time', async () => {
    await parts.queues.send('now', 'here');
    await parts.leases.now();
    own.pause();
    try {
      const calls = [
        parts.queues.send('now', 'hangs'),
        parts.queues.receive('now', 30),
        parts.queues.depth('now'),
        parts.leases.mark('link', 'operation'),
        parts.leases.now(),
        parts.operations.events('operation'),
      ];
      const ended = await Promise.race([Promise.all(calls.map(errorOf)), inTime()]);
      expect(ended).toEqual(calls.map(() => expect.any(Error)));
    } finally {
      own.resume();
    }
    await eventually(() => parts.queues.depth('now').then(() => true));
  });

  test('receives that nobody waits for any more take no message', async () => {
    await parts.queues.send('now', 'patient');
    await parts.leases.now();
    own.pause();
    const looks = Promise.all([1, 2, 3].map(() => errorOf(parts.queues.receive('now', 600))));
    for (const error of await looks) expect(error).toBeInstanceOf(Error);
    own.resume();
    const received = await eventually(() => parts.queues.receive('now', 600));
    expect(received.body).toBe('patient');
  });

  test('leaves no marker behind that names a job which was never sent', async () => {
    const row = aRow();
    await parts.leases.now();
    own.pause();
    const error = await errorOf(parts.enqueue(row, { trigger: 'push', requestId: null }));
    own.resume();
    expect(error).toBeInstanceOf(Error);
    await eventually(() => parts.leases.now());
    // Removed as soon as Redis goes on; where the connection ended before that could be sent it goes by itself, long before one that is kept.
    await eventually(async () => (await parts.leases.marker(row.linkId)) === null);
  });
});

test('no other address than the one given is spoken to', async () => {
  const connect = vi.spyOn(Socket.prototype, 'connect');
  const other = redisParts({ url: own.url, namespace: 'elsewhere' });
  other.queues.onSent(['now'], () => undefined);
  await other.queues.send('now', 'here');
  await other.leases.now();
  const ports = new Set(connect.mock.calls.map((args) => portIn(args)));
  connect.mockRestore();
  await other.stop();
  expect([...ports]).toEqual([Number(new URL(own.url).port)]);
  expect(await parts.redis.exists('elsewhere:queue:now')).toBe(1);
});

/** The port in whatever `net.connect` was called with. */
function portIn(args: unknown): number {
  return Number(/"port":"?(\d+)/.exec(JSON.stringify(args))?.[1]);
}
