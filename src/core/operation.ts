import type { Trigger } from './message.ts';
import type { OperationEvent } from './operation-event.ts';
import { type Reason, statusOf } from './reason.ts';

/** One attempt to sync one link, as the API shows it. */
export interface Operation {
  id: string;
  linkId: string;
  status: 'queued' | 'running' | 'ok' | 'error';
  trigger: Trigger;
  reason: Reason | null;
  sentence: string | null;
  queuedAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  handledBy: string | null;
  requestId: string;
  upstreamSha: string | null;
  pullRequest: { number: number; url: string } | null;
  /** How the commits that were replayed changed by it, as `git range-diff` says. */
  rangeDiff: string | null;
}

/** The operation its facts add up to; null when they do not begin with `queued` (expired, or never there). */
export function foldOperation(id: string, events: OperationEvent[]): Operation | null {
  const queued = events.find((event) => event.event === 'queued');
  if (!queued) return null;
  const operation: Operation = {
    id,
    linkId: queued.linkId,
    status: 'queued',
    trigger: queued.trigger,
    reason: null,
    sentence: null,
    queuedAt: queued.at,
    startedAt: null,
    finishedAt: null,
    handledBy: null,
    requestId: queued.requestId,
    upstreamSha: null,
    pullRequest: null,
    rangeDiff: null,
  };
  return events.reduce(applyEvent, operation);
}

function applyEvent(operation: Operation, event: OperationEvent): Operation {
  if (event.event === 'queued' || event.event === 'joined') return operation;
  if (event.event === 'started') {
    // A redelivered job starts again; one that has finished stays finished.
    if (operation.finishedAt) return operation;
    return { ...operation, status: 'running', startedAt: event.at, handledBy: event.handledBy };
  }
  return {
    ...operation,
    status: statusOf(event.reason),
    reason: event.reason,
    sentence: event.sentence,
    finishedAt: event.at,
    upstreamSha: event.upstreamSha,
    pullRequest: event.pull,
    rangeDiff: event.rangeDiff ?? null,
  };
}

/** The operation that answers for this one, when it was dropped for a newer one of the same link. */
export function joinedOperation(events: OperationEvent[]): string | null {
  const joined = events.findLast((event) => event.event === 'joined');
  return joined ? joined.operationId : null;
}
