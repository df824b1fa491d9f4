import type { Redis } from 'ioredis';
import type { Queue } from '../core/job.ts';

/** Operations of one installation in one queue. */
export interface Line {
  queue: Queue;
  installationId: number;
}

/** Who waits, in the order it became due: from being queued until it begins. An economy like every lease. */
export interface Lines {
  /** The link's operation waits, from `delaySeconds` from now on. */
  joinLine: (line: Line, linkId: string, delaySeconds: number) => Promise<void>;
  /** It began, or never will. */
  leaveLine: (line: Line, linkId: string) => Promise<void>;
  /** Operations that wait. */
  lineLength: (line: Line) => Promise<number>;
  /** Operations that wait in front of this one; 0 also for one that is not in the line. */
  aheadInLine: (line: Line, linkId: string) => Promise<number>;
}

const scripts = {
  join: `local t = redis.call('TIME') local now = t[1] * 1000 + math.floor(t[2] / 1000)
    redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[3] * 1000)
    redis.call('ZADD', KEYS[1], now + ARGV[2] * 1000, ARGV[1])
    return redis.call('EXPIRE', KEYS[1], ARGV[3])`,
  length: `local t = redis.call('TIME')
    return redis.call('ZCOUNT', KEYS[1], '(' .. (t[1] - ARGV[1]) * 1000, '+inf')`,
};

/** `keptSeconds`: how long one is taken to wait whose process died before it could say otherwise. */
export function createLines(redis: Redis, namespace: string, keptSeconds: number): Lines {
  const key = ({ queue, installationId }: Line) => `${namespace}:line:${queue}:${installationId}`;
  return {
    joinLine: async (line, linkId, delaySeconds) => {
      await redis.eval(scripts.join, 1, key(line), linkId, delaySeconds, keptSeconds);
    },
    leaveLine: async (line, linkId) => {
      await redis.zrem(key(line), linkId);
    },
    lineLength: async (line) => Number(await redis.eval(scripts.length, 1, key(line), keptSeconds)),
    aheadInLine: async (line, linkId) => (await redis.zrank(key(line), linkId)) ?? 0,
  };
}
