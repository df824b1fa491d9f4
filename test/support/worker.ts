import { vi } from 'vitest';
import type { Job, OperationResult } from '../../src/core/message.ts';
import type { JobQueue, Received } from '../../src/redis/queues.ts';
import type { RunContext } from '../../src/worker/context.ts';
import { createDeaths } from '../../src/worker/deaths.ts';
import { runJob } from '../../src/worker/run-job.ts';
import { createWaiting } from '../../src/worker/waiting.ts';
import { memoryLog } from './memory-log.ts';
import { anOutcome } from './messages.ts';
import type { RedisParts } from './redis-parts.ts';

/** A worker whose operations a test decides. */
export function aWorker(parts: RedisParts, changed: Partial<RunContext> = {}) {
  const lines = memoryLog();
  const giveUp = new AbortController();
  const context: RunContext = {
    ...parts,
    sync: vi.fn(async () => anOutcome()),
    answer: vi.fn(async () => ({ became: 'answered' as const, title: 'A title' })),
    unstage: vi.fn(async () => ({ removed: true })),
    braked: async () => false,
    log: lines.log,
    name: 'worker-1',
    webUrl: 'https://github.com',
    visibilitySeconds: 30,
    giveUp: giveUp.signal,
    deaths: createDeaths(parts.leases),
    waiting: createWaiting(parts.queues),
    ...changed,
  };
  const run = (queue: JobQueue, received: Received) => runJob(queue, received, context);
  return {
    context,
    lines,
    giveUp,
    run,
    /** Takes the next message of a queue as a worker does, and runs it. */
    runNext: async (queue: JobQueue = 'push') => {
      const received = await parts.queues.receive(queue, context.visibilitySeconds);
      if (received === null) throw new Error(`There is nothing in the queue ${queue}`);
      return run(queue, received);
    },
    results: () => parts.bodies<OperationResult>('results'),
    /** What of a link is still held: its lock, its marker. */
    held: async (linkId: string) => {
      const kinds = ['lock', 'queued'];
      const held = await parts.redis.mget(...kinds.map((kind) => `${parts.namespace}:${kind}:${linkId}`));
      return kinds.filter((_, at) => held[at] !== null);
    },
  };
}

/** Puts a job into a queue as it stands there after it was queued: with its marker, and in its line. */
export async function queueJob(parts: RedisParts, job: Job, queue: JobQueue = 'push'): Promise<void> {
  await parts.leases.overwrite(job.linkId, job.operationId);
  await parts.leases.joinLine({ queue, installationId: job.installationId }, job.linkId, 0);
  await parts.queues.send(queue, JSON.stringify(job));
}
