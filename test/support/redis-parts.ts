import type { Redis } from 'ioredis';
import { connectRedis, type RedisClient } from '../../src/redis/clients.ts';
import { createEnqueue, type Enqueue } from '../../src/redis/enqueue.ts';
import { createLeases, type Leases } from '../../src/redis/leases.ts';
import { createOperations, type Operations } from '../../src/redis/operations.ts';
import { createPace, type Pace } from '../../src/redis/pace.ts';
import { createQueues, type Queue, type Queues } from '../../src/redis/queues.ts';
import { createSessions, type Sessions } from '../../src/redis/sessions.ts';

/** What a process of ours has of Redis. */
export interface RedisParts {
  client: RedisClient;
  redis: Redis;
  namespace: string;
  queues: Queues;
  leases: Leases;
  sessions: Sessions;
  operations: Operations;
  enqueue: Enqueue;
  pace: Pace;
  /** Bodies of all messages of a queue, hidden ones included. */
  bodies: <T = Record<string, unknown>>(queue: Queue) => Promise<T[]>;
  /** As FLUSHALL, for a Redis that others use at the same time. */
  empty: () => Promise<void>;
  stop: () => Promise<void>;
}

export function redisParts({ url, namespace }: { url: string; namespace: string }): RedisParts {
  const client = connectRedis(url, { name: 'test' });
  const { redis } = client;
  const queues = createQueues(url, { namespace, name: 'test' });
  const leases = createLeases(redis, namespace);
  const operations = createOperations(redis, namespace);
  return {
    client,
    redis,
    namespace,
    queues,
    leases,
    sessions: createSessions(redis, namespace),
    operations,
    enqueue: createEnqueue({ queues, leases, operations }),
    pace: createPace(leases),
    bodies: async <T>(queue: Queue) => {
      const key = `${namespace}:queue:${queue}`;
      const ids = await redis.zrange(key, '0', '-1');
      const texts = ids.length === 0 ? [] : await redis.hmget(`${key}:Q`, ...ids);
      return texts.map((text) => JSON.parse(text ?? 'null') as T);
    },
    empty: async () => {
      const keys = await redis.keys(`${namespace}:*`);
      if (keys.length > 0) await redis.del(keys);
    },
    stop: async () => {
      await queues.stop();
      await client.stop();
    },
  };
}
