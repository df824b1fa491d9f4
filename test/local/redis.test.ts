import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startRedis } from '../../src/local/redis.ts';
import { isAlive } from '../support/alive.ts';
import { ownRedis } from '../support/services.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'backstroke-redis-test-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(dir, { recursive: true, force: true });
});

async function withClient<T>(url: string, use: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, { maxRetriesPerRequest: 1 });
  client.on('error', () => {});
  try {
    return await use(client);
  } finally {
    client.disconnect();
  }
}

test('answers as soon as it is started, and is gone when it is stopped', async () => {
  const redis = await startRedis({ dir });
  expect(await withClient(redis.url, (client) => client.ping())).toBe('PONG');
  await redis.stop();
  expect(isAlive(redis.pid)).toBe(false);
  await redis.stop();
});

test('keeps its contents from one start to the next when it is told to', async () => {
  const first = await startRedis({ dir, persistent: true });
  await withClient(first.url, (client) => client.set('kept', 'yes'));
  await first.stop();
  const second = await startRedis({ dir, persistent: true });
  expect(await withClient(second.url, (client) => client.get('kept'))).toBe('yes');
  await second.stop();
});

test('says what to install when there is no redis-server', async () => {
  vi.stubEnv('PATH', dir);
  await expect(startRedis({ dir })).rejects.toThrow(/redis-server is missing: install it .*REDIS_URL/);
});

test('says why it could not start', async () => {
  const first = await startRedis({ dir });
  await expect(startRedis({ dir, port: first.port })).rejects.toThrow(/Address already in use/);
  await first.stop();
});

test('ends when the process that started it is killed', async () => {
  const module = new URL('../../dist/local/redis.js', import.meta.url).href;
  const code = `import { startRedis } from ${JSON.stringify(module)};
    const redis = await startRedis({ dir: ${JSON.stringify(dir)} });
    console.log(redis.pid);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [chunk] = await once(parent.stdout, 'data');
  const pid = Number(String(chunk));
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 60_000 });
});

test('a Redis of its own can be paused, and killed and started again on the same port', async () => {
  const redis = await ownRedis();
  await withClient(redis.url, async (client) => {
    await client.set('a', '1');
    redis.pause();
    const answer = client.get('a');
    expect(await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 200, 'silence'))])).toBe('silence');
    redis.resume();
    expect(await answer).toBe('1');
  });
  await redis.kill();
  await expect(withClient(redis.url, (client) => client.ping())).rejects.toThrow();
  await redis.restart();
  expect(await withClient(redis.url, (client) => client.get('a'))).toBeNull();
  await redis.stop();
});
