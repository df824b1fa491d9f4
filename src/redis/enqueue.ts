import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { jobFor, type LinkRow, queueFor } from '../core/job.ts';
import type { Trigger } from '../core/message.ts';
import { type Leases, revoked } from './leases.ts';
import type { Line } from './lines.ts';
import type { Operations } from './operations.ts';
import type { Queues } from './queues.ts';

export interface Cause {
  trigger: Trigger;
  /** null: the operation's own id, for what no request or delivery caused. */
  requestId: string | null;
  delaySeconds?: number;
  /** Upstream's state that made the link behind. */
  head?: string | null;
  /**
   * Looked at once the link is marked, when nobody else can queue it: the row as it is now, and what made it behind; null
   * when it is not behind any more. Without it a row that was read before another operation ended would be run again.
   */
  recheck?: () => Promise<{ row: LinkRow; trigger: Trigger; requestId: string | null } | null>;
  /** Takes the place of what is queued: it does not know what was just asked. */
  replace?: boolean;
}

/** Queues one operation of a link, or joins the one that is queued already; null when the link is revoked or not behind. */
export type Enqueue = (row: LinkRow, cause: Cause) => Promise<{ operationId: string; joined: boolean } | null>;

/** Looks, and milliseconds between them, until what has the mark is queued. */
const joinLooks = 20;
const joinPause = 25;

/** At most one operation of a link waits: the marker comes first, and goes again when the job cannot be sent. */
export function createEnqueue(parts: { queues: Queues; leases: Leases; operations: Operations }): Enqueue {
  const { queues, leases, operations } = parts;
  /** What is to be queued after all, null when nothing is: a result on its way is followed by a look of web's own. */
  const checked = async (row: LinkRow, cause: Cause) => {
    if (!cause.recheck) return { row, trigger: cause.trigger, requestId: cause.requestId };
    return (await leases.isAnswering(row.linkId)) ? null : cause.recheck();
  };

  /** A mark may still be let go of: what is joined has to be queued, else its id means nothing to whoever asks for it. null: let go. */
  const join = async (linkId: string, operationId: string): Promise<{ operationId: string; joined: true } | null> => {
    for (let look = 0; look < joinLooks; look += 1) {
      if ((await operations.events(operationId)).length > 0) break;
      if ((await leases.marker(linkId)) !== operationId) return null;
      await sleep(joinPause);
    }
    return { operationId, joined: true };
  };

  const enqueue: Enqueue = async (given, cause) => {
    const operationId = randomUUID();
    const { linkId, installationId } = given;
    let line: Line | null = null;
    try {
      if (cause.replace) {
        await leases.overwrite(linkId, operationId);
      } else {
        const mark = await leases.mark(linkId, operationId);
        if (mark.operationId === revoked) return null;
        if (!mark.marked) return (await join(linkId, mark.operationId)) ?? enqueue(given, cause);
      }
      const due = await checked(given, cause);
      if (due === null) {
        await leases.unmark(linkId, operationId);
        return null;
      }
      const { row, trigger } = due;
      line = { queue: queueFor(trigger), installationId };
      const requestId = due.requestId ?? operationId;
      const now = await leases.now();
      const job = jobFor(row, { operationId, trigger, requestId, now, head: cause.head ?? null });
      await operations.append(operationId, { event: 'queued', at: job.queuedAt, linkId, trigger, requestId });
      if (job.kind === 'undo' || cause.replace) await leases.replaced(linkId, job.asked.requests, operationId);
      await leases.joinLine(line, linkId, cause.delaySeconds ?? 0);
      await queues.send(line.queue, JSON.stringify(job), cause.delaySeconds);
    } catch (error) {
      // Also a mark that was not answered in time: a Redis that hangs does what it was sent when it goes on.
      await leases.unmark(linkId, operationId).catch(() => undefined);
      if (line) await leases.leaveLine(line, linkId).catch(() => undefined);
      throw error;
    }
    await leases.keepMark(linkId, operationId).catch(() => undefined);
    return { operationId, joined: false };
  };
  return enqueue;
}
