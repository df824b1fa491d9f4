import { type JobQueue, jobQueues, type Queues, type Received } from '../redis/queues.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop } from '../runtime/loop.ts';

/** Milliseconds between two looks: publishing shortens the wait, delayed and reappearing messages publish nothing. */
const lookEvery = 1_000;

/** True when a job of `queue` may start: a slot is kept for each lower queue, when there are enough of them. */
export function mayTake(queue: JobQueue, running: Record<JobQueue, number>, concurrency: number): boolean {
  const total = running.now + running.push + running.later;
  if (total >= concurrency) return false;
  if (concurrency < jobQueues.length) return true;
  if (queue === 'now') return running.now < concurrency - 2;
  if (queue === 'push') return running.now + running.push < concurrency - 1;
  return true;
}

/**
 * Takes jobs as long as there are slots, and runs each without waiting for it. `stop` waits for the running ones. A message
 * that comes again while its job runs here, after a standstill longer than its visibility, is hidden by that and not run twice.
 */
export function createReceiver(options: {
  queues: Queues;
  concurrency: number;
  visibilitySeconds: number;
  run: (queue: JobQueue, received: Received) => Promise<unknown>;
  log: Log;
}): { stop: () => Promise<void>; running: () => number } {
  const { queues, log, concurrency } = options;
  const running: Record<JobQueue, number> = { now: 0, push: 0, later: 0 };
  const jobs = new Map<string, Promise<unknown>>();
  let stopping = false;

  const start = (queue: JobQueue, received: Received) => {
    running[queue] += 1;
    const job = options
      .run(queue, received)
      .catch((error: unknown) => log.error({ err: error, queue }, 'A job was left to be received again'))
      .finally(() => {
        running[queue] -= 1;
        jobs.delete(received.id);
        loop.wake();
      });
    jobs.set(received.id, job);
  };

  const work = async (): Promise<boolean> => {
    for (const queue of jobQueues) {
      if (stopping || !mayTake(queue, running, concurrency)) continue;
      const received = await queues.receive(queue, options.visibilitySeconds);
      if (received === null) continue;
      if (!jobs.has(received.id)) start(queue, received);
      return true;
    }
    return false;
  };

  const loop = createLoop({ name: 'receive', every: lookEvery, work, log });
  queues.onSent(jobQueues, loop.wake);
  return {
    running: () => jobs.size,
    stop: async () => {
      stopping = true;
      await loop.stop();
      await Promise.all(jobs.values());
    },
  };
}
