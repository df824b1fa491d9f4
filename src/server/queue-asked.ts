import { causeOf, type LinkRow, queueFor } from '../core/job.ts';
import { behind } from '../core/schedule.ts';
import type { Database } from '../db/connect.ts';
import { linksAskingOf, linksById, linksPushed } from '../db/read.ts';
import type { Enqueue } from '../redis/enqueue.ts';
import type { Pace } from '../redis/pace.ts';
import type { Log } from '../runtime/log.ts';

export interface Asked {
  linkIds?: string[];
  refIds?: string[];
  installationId?: number;
  /** Links that were off, or are to do something else than what is queued of them says: that is replaced. */
  replaced?: string[];
}

export interface QueueAsked {
  /**
   * Queues the links among these that are behind, those of `refIds` that a push left behind, and those of an installation
   * that asked. Never throws.
   */
  later: (asked: Asked) => void;
  /** Resolves when nothing is being queued any more. */
  stop: () => Promise<void>;
}

/** Links of one push that web queues itself; the next tick takes the others. */
const atOnce = 500;

/**
 * Queues a job now for what was just written down: the step after the acknowledgement. When it fails, or web dies before it,
 * the next tick finds the same links behind.
 */
export function createQueueAsked(parts: { db: Database; enqueue: Enqueue; pace: Pace; log: Log }): QueueAsked {
  const { db, log } = parts;
  const running = new Set<Promise<void>>();

  const queue = async (rows: LinkRow[], replace = false) => {
    const now = new Date();
    const shares = parts.pace.shares();
    for (const row of rows) {
      const why = behind(row, null, now);
      if (why === null) continue;
      const cause = causeOf(row, why);
      const line = { queue: queueFor(cause.trigger), installationId: row.installationId };
      // What is replaced gives up its place.
      if (!replace && (await shares.left(line)) === 0) continue;
      if (row.state === 'new' && shares.startsNoMore(row.installationId)) continue;
      const recheck = async () => {
        const [fresh] = await linksById(db, [row.linkId]);
        const still = fresh ? behind(fresh, null, now) : null;
        if (!fresh || !still) return null;
        if (fresh.state === 'new' && !(await shares.mayStart(fresh.installationId))) return null;
        return { row: fresh, ...causeOf(fresh, still) };
      };
      const queued = await parts.enqueue(row, { ...cause, recheck, replace });
      if (queued && !queued.joined) shares.took(line);
    }
  };

  return {
    later: ({ linkIds = [], refIds = [], replaced = [], installationId }) => {
      const work = async () => {
        try {
          await queue(await linksById(db, replaced), true);
          await queue(await linksById(db, linkIds));
          await queue(await linksPushed(db, refIds, atOnce));
          if (installationId !== undefined) await queue(await linksAskingOf(db, installationId, atOnce));
        } catch (error) {
          log.warn(
            { err: error, linkIds, replaced, refIds, installationId },
            'Could not queue what was asked, the next tick does',
          );
        }
      };
      const done = work().finally(() => running.delete(done));
      running.add(done);
    },
    stop: async () => {
      await Promise.all(running);
    },
  };
}
