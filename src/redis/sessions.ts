import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

/** Who is signed in: what web sealed, by the hash of an id that the person's browser alone has. Gone costs a new sign-in. */
export interface Sessions {
  begin: (id: string, session: { userId: number; sealed: string; seconds: number }) => Promise<void>;
  /** What was sealed; null when the session ended, or Redis was emptied. */
  find: (id: string) => Promise<string | null>;
  end: (id: string) => Promise<void>;
  /** Ends every session of a person. */
  endAllOf: (userId: number) => Promise<void>;
}

export function createSessions(redis: Redis, namespace: string): Sessions {
  const key = (hash: string) => `${namespace}:session:${hash}`;
  const keyOf = (id: string) => key(createHash('sha256').update(id).digest('base64url'));
  const keysOf = (userId: number) => `${namespace}:sessions:${userId}`;
  return {
    begin: async (id, { userId, sealed, seconds }) => {
      const at = keyOf(id);
      // The index first: a session that `endAllOf` does not know of could not be ended.
      await redis.multi().sadd(keysOf(userId), at).expire(keysOf(userId), seconds).exec();
      await redis.set(at, sealed, 'EX', seconds);
    },
    find: (id) => redis.get(keyOf(id)),
    end: async (id) => {
      await redis.del(keyOf(id));
    },
    endAllOf: async (userId) => {
      const keys = await redis.smembers(keysOf(userId));
      await redis.del(keysOf(userId), ...keys);
    },
  };
}
