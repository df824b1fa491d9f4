import { type JobQueue, jobQueues, type Queues } from '../redis/queues.ts';

/** Jobs of one installation and queue that are remembered, at most: those put back last. */
const rememberAtMost = 2_000;

/**
 * Jobs that this worker put back because their installation had no place for them. Calling one when a place is free
 * shortens the wait, and nothing depends on it: each comes again by itself.
 */
export interface Waiting {
  add: (installationId: number, queue: JobQueue, messageId: string) => void;
  /** Calls one of the highest queue, the one that was put back first. Never throws. */
  call: (installationId: number) => Promise<void>;
}

export function createWaiting(queues: Pick<Queues, 'hurry'>): Waiting {
  const known = new Map<number, Record<JobQueue, string[]>>();

  const callOne = async (installationId: number, waiting: Record<JobQueue, string[]>) => {
    for (const queue of jobQueues) {
      for (let id = waiting[queue].shift(); id !== undefined; id = waiting[queue].shift()) {
        if (await queues.hurry(queue, id)) return;
      }
    }
    known.delete(installationId);
  };

  return {
    add: (installationId, queue, messageId) => {
      const waiting = known.get(installationId) ?? { now: [], push: [], later: [] };
      waiting[queue].push(messageId);
      if (waiting[queue].length > rememberAtMost) waiting[queue].shift();
      known.set(installationId, waiting);
    },
    call: async (installationId) => {
      const waiting = known.get(installationId);
      if (waiting) await callOne(installationId, waiting).catch(() => undefined);
    },
  };
}
