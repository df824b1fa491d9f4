import { Redis } from 'ioredis';

/** Milliseconds a command may take before it counts as failed: Redis may be away for hours, callers may not. */
export const commandTimeout = 3_000;
/** Milliseconds without an answer after which a connection counts as dead: a network that swallows packets closes none. */
const silentFor = 5_000;
/** Milliseconds between two attempts to reach a Redis that is away. */
const reconnectEvery = 500;

export interface RedisClient {
  redis: Redis;
  ready: () => boolean;
  stop: () => Promise<void>;
}

/**
 * A client that tries for ever and fails each command quickly while Redis is away.
 * `onError` hears each connection error once per change from reachable to away, never for each attempt.
 */
export function connectRedis(url: string, options: { name: string; onAway?: (error: Error) => void }): RedisClient {
  const redis = new Redis(url, {
    connectionName: `backstroke-${options.name}`,
    commandTimeout,
    connectTimeout: commandTimeout,
    socketTimeout: silentFor,
    maxRetriesPerRequest: 1,
    retryStrategy: () => reconnectEvery,
    // Its subscribing anew has no catch: a connection that ends before the answer would end the process.
    autoResubscribe: false,
  });
  let away = false;
  redis.on('error', (error: Error) => {
    if (!away) options.onAway?.(error);
    away = true;
  });
  redis.on('ready', () => {
    away = false;
  });
  return {
    redis,
    ready: () => redis.status === 'ready',
    stop: async () => {
      redis.disconnect();
    },
  };
}
