import { randomUUID } from 'node:crypto';
import { jobFor, type LinkRow, queueFor } from '../core/job.ts';
import type { Trigger } from '../core/message.ts';
import { type Leases, revoked } from './leases.ts';
import type { Operations } from './operations.ts';
import type { Queues } from './queues.ts';

export interface Cause {
  trigger: Trigger;
  /** null: the operation's own id, for what no request or delivery caused. */
  requestId: string | null;
  delaySeconds?: number;
  /** Takes the place of what is queued: it does not know what was just asked. */
  replace?: boolean;
}

/** Queues one operation of a link, or joins the one that is queued already; null when the link is revoked. */
export type Enqueue = (row: LinkRow, cause: Cause) => Promise<{ operationId: string; joined: boolean } | null>;

/** At most one operation of a link waits: the marker comes first, and goes again when the job cannot be sent. */
export function createEnqueue(parts: { queues: Queues; leases: Leases; operations: Operations }): Enqueue {
  const { queues, leases, operations } = parts;
  return async (row, cause) => {
    const operationId = randomUUID();
    try {
      if (cause.replace) {
        await leases.overwrite(row.linkId, operationId);
      } else {
        const mark = await leases.mark(row.linkId, operationId);
        if (mark.operationId === revoked) return null;
        if (!mark.marked) return { operationId: mark.operationId, joined: true };
      }
      const requestId = cause.requestId ?? operationId;
      const now = await leases.now();
      const job = jobFor(row, { operationId, trigger: cause.trigger, requestId, now });
      await operations.append(operationId, {
        event: 'queued',
        at: job.queuedAt,
        linkId: row.linkId,
        trigger: cause.trigger,
        requestId,
      });
      await queues.send(queueFor(cause.trigger), JSON.stringify(job), cause.delaySeconds);
    } catch (error) {
      // Also a mark that was not answered in time: a Redis that hangs does what it was sent when it goes on.
      await leases.unmark(row.linkId, operationId).catch(() => undefined);
      throw error;
    }
    await leases.keepMark(row.linkId, operationId).catch(() => undefined);
    return { operationId, joined: false };
  };
}
