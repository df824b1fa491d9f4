import { createClient, type RedisClient } from 'redis';
import { commandTimeout } from './clients.ts';

/** Milliseconds of being away after which redis@3 gives up for good: the most its timer takes, about 24 days. */
const neverGiveUp = 2_147_483_647;

/** The client rsmq takes, with a time limit around what is done through it. */
export interface QueueClient {
  client: RedisClient;
  /** Runs `action` when Redis is reachable; fails after `commandTimeout`, and then `action` does not begin any more. */
  limited: <T>(action: () => Promise<T>) => Promise<T>;
  stop: () => void;
}

/**
 * redis@3 holds commands back while it is away and sends them much later: receives that nobody waits for any more would hide
 * messages and count against them. So nothing is handed to it before it is ready, and a connection on which an answer
 * did not come in time is ended. Its `connect_timeout` counts the time of all attempts together, then it is dead.
 */
export function connectQueueClient(url: string): QueueClient {
  const client = createClient(url, { retry_strategy: () => 500, connect_timeout: neverGiveUp });
  let ready = false;
  let waiting: (() => void)[] = [];
  client.on('error', () => undefined); // the other client of this process says when Redis is away
  client.on('ready', () => {
    ready = true;
    for (const go of waiting.splice(0)) go();
  });
  client.on('end', () => {
    ready = false;
  });

  const limited = <T>(action: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const { stream } = client;
      const begin = () => {
        action()
          .then(resolve, reject)
          .finally(() => clearTimeout(timer));
      };
      const timer = setTimeout(() => {
        waiting = waiting.filter((go) => go !== begin);
        if (client.stream === stream) stream.destroy();
        reject(new Error('Redis did not answer in time'));
      }, commandTimeout);
      if (ready) begin();
      else waiting.push(begin);
    });
  return { client, limited, stop: () => client.end(false) };
}
