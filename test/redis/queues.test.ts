import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type RedisParts, redisParts } from '../support/redis-parts.ts';
import { freshRedis, tcpProxy } from '../support/services.ts';

let parts: RedisParts;
let url: string;

beforeEach(async () => {
  const fresh = await freshRedis();
  url = fresh.url;
  parts = redisParts(fresh);
});
afterEach(() => parts.stop());

describe('a queue', () => {
  test('hands a message out once, until it is removed', async () => {
    await parts.queues.send('now', 'one');
    const received = await parts.queues.receive('now', 30);
    expect(received).toMatchObject({ body: 'one', receives: 1 });
    expect(await parts.queues.receive('now', 30)).toBeNull();
    expect(await parts.queues.depth('now')).toBe(1);
    await parts.queues.remove('now', received?.id ?? '');
    expect(await parts.queues.depth('now')).toBe(0);
  });

  test('keeps its messages apart from those of another', async () => {
    await parts.queues.send('now', 'now');
    await parts.queues.send('results', 'result');
    expect(await parts.queues.receive('push', 1)).toBeNull();
    expect((await parts.queues.receive('results', 1))?.body).toBe('result');
  });

  test('hands messages out in the order in which they were sent', async () => {
    for (const body of ['1', '2', '3']) await parts.queues.send('later', body);
    const bodies = [];
    for (let at = 0; at < 3; at += 1) bodies.push((await parts.queues.receive('later', 30))?.body);
    expect(bodies).toEqual(['1', '2', '3']);
  });

  test('shows a message again when nobody removed it, and counts the receives', async () => {
    await parts.queues.send('push', 'again');
    const first = await parts.queues.receive('push', 1);
    const second = await eventually(() => parts.queues.receive('push', 1));
    expect(second).toEqual({ ...first, receives: 2 });
    expect(await eventually(() => parts.queues.receive('push', 30))).toMatchObject({ receives: 3 });
  });

  test('hides a message longer when it is extended', async () => {
    await parts.queues.send('push', 'long');
    const received = await parts.queues.receive('push', 1);
    const before = (await parts.leases.now()).getTime();
    await parts.queues.extend('push', received?.id ?? '', 30);
    const key = `${parts.namespace}:queue:push`;
    const hiddenUntil = Number(await parts.redis.zscore(key, received?.id ?? ''));
    expect(hiddenUntil - before).toBeGreaterThanOrEqual(30_000);
  });

  test('extends nothing that was removed', async () => {
    await parts.queues.send('push', 'done');
    const id = (await parts.queues.receive('push', 1))?.id ?? '';
    await parts.queues.remove('push', id);
    await parts.queues.extend('push', id, 30);
    expect(await parts.queues.depth('push')).toBe(0);
  });

  test('keeps a delayed message back, and counts it', async () => {
    await parts.queues.send('later', 'long', 60);
    expect(await parts.queues.receive('later', 30)).toBeNull();
    expect(await parts.queues.depth('later')).toBe(1);
    await parts.queues.send('later', 'delayed', 1);
    expect(await eventually(() => parts.queues.receive('later', 30))).toMatchObject({ body: 'delayed', receives: 1 });
  });

  test('shows a delayed message at once when it is hurried', async () => {
    const id = await parts.queues.send('later', 'delayed', 60);
    expect(await parts.queues.receive('later', 30)).toBeNull();
    expect(await parts.queues.hurry('later', id)).toBe(true);
    expect(await parts.queues.receive('later', 30)).toMatchObject({ id, body: 'delayed', receives: 1 });
  });

  test('hurries nothing that somebody works on, and brings nothing back that is done', async () => {
    const id = await parts.queues.send('later', 'taken');
    await parts.queues.receive('later', 30);
    expect(await parts.queues.hurry('later', id)).toBe(false);
    expect(await parts.queues.receive('later', 30)).toBeNull();
    await parts.queues.remove('later', id);
    expect(await parts.queues.hurry('later', id)).toBe(false);
    expect(await parts.queues.depth('later')).toBe(0);
  });

  test('rounds a delay up: what may not run before a time does not', async () => {
    const before = (await parts.leases.now()).getTime();
    await parts.queues.send('later', 'soon', 0.2);
    const [score] = (await parts.redis.zrange(`${parts.namespace}:queue:later`, '0', '0', 'WITHSCORES')).slice(1);
    expect(Number(score) - before).toBeGreaterThanOrEqual(200);
  });

  test('takes messages over 64 KiB, and any letters', async () => {
    const body = `${'ü€😀'.repeat(20_000)}${'x'.repeat(100_000)}`;
    await parts.queues.send('results', body);
    expect((await parts.queues.receive('results', 30))?.body).toBe(body);
  });

  test('tells those who wait that something was sent', async () => {
    let woken = 0;
    parts.queues.onSent(['now', 'push'], () => {
      woken += 1;
    });
    await eventually(async () => (await subscribers()) === 2);
    await parts.queues.send('push', 'wake');
    await eventually(() => woken === 1);
    await parts.queues.send('results', 'nobody waits for this');
    await parts.queues.send('now', 'wake');
    await eventually(() => woken === 2);
  });

  test('tells them again after their connection was away', async () => {
    const proxy = await tcpProxy(url);
    const other = redisParts({ url: proxy.url, namespace: parts.namespace });
    let woken = 0;
    other.queues.onSent(['push'], () => {
      woken += 1;
    });
    await eventually(async () => (await subscribers()) === 1);
    await proxy.cut();
    await eventually(async () => (await subscribers()) === 0);
    await proxy.restore();
    await eventually(async () => (await subscribers()) === 1);
    await parts.queues.send('push', 'wake');
    await eventually(() => woken === 1);
    await other.stop();
    await proxy.stop();
  });
});

async function subscribers(): Promise<number> {
  const channels = (await parts.redis.pubsub('CHANNELS', `${parts.namespace}:queue:rt:*`)) as string[];
  return channels.length;
}

test('two processes that receive at once get different messages', async () => {
  const other = redisParts({ url, namespace: parts.namespace });
  const count = 40;
  await Promise.all(Array.from({ length: count }, () => parts.queues.send('now', randomUUID())));
  const takeAll = async ({ queues }: RedisParts) => {
    const bodies: string[] = [];
    for (let next = await queues.receive('now', 30); next; next = await queues.receive('now', 30)) {
      bodies.push(next.body);
    }
    return bodies;
  };
  const taken = await Promise.all([takeAll(parts), takeAll(other)]);
  await other.stop();
  expect(new Set(taken.flat()).size).toBe(count);
  expect(taken.flat()).toHaveLength(count);
});
