import type { Redis } from 'ioredis';
import { OperationEvent } from '../core/operation-event.ts';

/** Seconds after its last event that an operation is remembered. */
export const operationSeconds = 24 * 60 * 60;

/** Facts about operations: appended, never rewritten, gone after 24 hours. */
export interface Operations {
  append: (operationId: string, event: OperationEvent) => Promise<void>;
  /** All events of an operation in the order they were appended; empty when unknown or expired. */
  events: (operationId: string) => Promise<OperationEvent[]>;
  /** Ids of a link's operations queued in the last 24 hours, newest first. */
  ofLink: (linkId: string, now: Date) => Promise<string[]>;
}

export function createOperations(redis: Redis, namespace: string): Operations {
  const eventsKey = (operationId: string) => `${namespace}:operation:${operationId}`;
  const linkKey = (linkId: string) => `${namespace}:operations:${linkId}`;
  return {
    append: async (operationId, event) => {
      const writes = redis
        .multi()
        .rpush(eventsKey(operationId), JSON.stringify(event))
        .expire(eventsKey(operationId), operationSeconds);
      if (event.event === 'queued') {
        const at = Date.parse(event.at);
        writes
          .zadd(linkKey(event.linkId), at, operationId)
          .zremrangebyscore(linkKey(event.linkId), '-inf', at - operationSeconds * 1000)
          .expire(linkKey(event.linkId), operationSeconds);
      }
      const answers = await writes.exec();
      const error = answers?.find(([fault]) => fault !== null)?.[0];
      if (error) throw error;
    },
    events: async (operationId) => {
      const lines = await redis.lrange(eventsKey(operationId), 0, -1);
      return lines.flatMap((line) => {
        const event = OperationEvent.safeParse(JSON.parse(line));
        return event.success ? [event.data] : [];
      });
    },
    ofLink: (linkId, now) => redis.zrevrangebyscore(linkKey(linkId), '+inf', now.getTime() - operationSeconds * 1000),
  };
}
