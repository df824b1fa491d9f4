import type { Redis } from 'ioredis';
import RedisSMQ from 'rsmq';
import { connectRedis } from './clients.ts';
import { connectQueueClient } from './queue-client.ts';

/** Jobs in the order workers look: asked by a person, pushed upstream, everything else. */
export const jobQueues = ['now', 'push', 'later'] as const;
export type JobQueue = (typeof jobQueues)[number];
export type Queue = JobQueue | 'results';

export interface Received {
  id: string;
  body: string;
  /** How often this message was handed out; above 1 means a reader died or was too slow. */
  receives: number;
}

export interface Queues {
  /** Resolves to the message's id. */
  send: (queue: Queue, body: string, delaySeconds?: number) => Promise<string>;
  /** The next message, hidden from others for `visibilitySeconds`; null when there is none. */
  receive: (queue: Queue, visibilitySeconds: number) => Promise<Received | null>;
  remove: (queue: Queue, id: string) => Promise<void>;
  /** Hides a received message for `visibilitySeconds` more, counted from now. */
  extend: (queue: Queue, id: string, visibilitySeconds: number) => Promise<void>;
  /** Ends the delay of a message; false when it is gone or was received before. */
  hurry: (queue: Queue, id: string) => Promise<boolean>;
  /** Messages in the queue, hidden and delayed ones included. */
  depth: (queue: Queue) => Promise<number>;
  /** When the oldest message was sent, hidden and delayed ones included; null: there is none. */
  oldest: (queue: Queue) => Promise<Date | null>;
  /** Calls back when a message was sent to one of `queues`. Shortens the wait; nothing may depend on it. */
  onSent: (queues: readonly Queue[], callback: () => void) => void;
  stop: () => Promise<void>;
}

/** rsmq's scripts are loaded on connect alone; its types do not name the loader. */
interface WithScripts {
  initScript: () => void;
}

/**
 * rsmq would do this to messages that somebody works on as well. It keeps when each is due in a sorted set, and how often it was
 * received in a hash beside it.
 */
const hurryScript = `if redis.call('HEXISTS', KEYS[1] .. ':Q', ARGV[1] .. ':rc') == 1 then return 0 end
  local t = redis.call('TIME')
  return redis.call('ZADD', KEYS[1], 'XX', 'CH', t[1] * 1000 + math.floor(t[2] / 1000), ARGV[1])`;

/**
 * rsmq over a client of its own: it takes `redis@3` alone and silently connects to 127.0.0.1 when handed anything else.
 * Every call has a time limit, makes the queue anew when it is gone (FLUSHALL), and loads the scripts anew when those are.
 */
export function createQueues(
  url: string,
  options: { namespace: string; name: string; onAway?: (error: Error) => void },
): Queues {
  const { client, limited, stop } = connectQueueClient(url);
  const ns = `${options.namespace}:queue`;
  const rsmq = new RedisSMQ({ client, ns, realtime: true });
  let subscriber: Redis | null = null;

  const call = async <T>(queue: Queue, action: () => Promise<T>): Promise<T> => {
    try {
      return await limited(action);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (error.name === 'queueNotFound') await create(queue);
      else if (error.message.includes('NOSCRIPT')) (rsmq as unknown as WithScripts).initScript();
      else throw error;
      return limited(action);
    }
  };
  const create = (queue: Queue) =>
    limited(() => rsmq.createQueueAsync({ qname: queue, maxsize: -1 })).catch((error: unknown) => {
      if (!(error instanceof Error && error.name === 'queueExists')) throw error;
    });

  return {
    send: (queue, body, delaySeconds = 0) =>
      call(queue, () => rsmq.sendMessageAsync({ qname: queue, message: body, delay: Math.ceil(delaySeconds) })),
    receive: async (queue, visibilitySeconds) => {
      const message = await call(queue, () => rsmq.receiveMessageAsync({ qname: queue, vt: visibilitySeconds }));
      return 'id' in message ? { id: message.id, body: message.message, receives: message.rc } : null;
    },
    remove: async (queue, id) => {
      await call(queue, () => rsmq.deleteMessageAsync({ qname: queue, id }));
    },
    extend: async (queue, id, visibilitySeconds) => {
      await call(queue, () => rsmq.changeMessageVisibilityAsync({ qname: queue, id, vt: visibilitySeconds }));
    },
    hurry: (queue, id) =>
      limited(
        () =>
          new Promise((resolve, reject) => {
            client.eval(hurryScript, 1, `${ns}:${queue}`, id, (error, due) =>
              error ? reject(error) : resolve(due === 1),
            );
          }),
      ),
    depth: async (queue) => (await call(queue, () => rsmq.getQueueAttributesAsync({ qname: queue }))).msgs,
    oldest: async (queue) => {
      const ids = await limited(
        () =>
          new Promise<string[]>((resolve, reject) => {
            client.zrange(`${ns}:${queue}`, 0, -1, (error, found) => (error ? reject(error) : resolve(found)));
          }),
      );
      return ids.length === 0 ? null : new Date(Math.min(...ids.map(sentAt)));
    },
    onSent: (queues, callback) => {
      const { redis } = connectRedis(url, { name: `${options.name}-wake` });
      subscriber = redis;
      redis.on('message', callback);
      // What is missed while none stands is made up for by looking.
      const subscribe = () => redis.subscribe(...queues.map((queue) => `${ns}:rt:${queue}`)).catch(() => undefined);
      redis.on('ready', subscribe);
    },
    stop: async () => {
      subscriber?.disconnect();
      stop();
    },
  };
}

/** Milliseconds since 1970: an id of rsmq begins with the microseconds, in base 36. */
function sentAt(id: string): number {
  return Math.floor(Number.parseInt(id.slice(0, 10), 36) / 1000);
}
