import { setTimeout as sleep } from 'node:timers/promises';
import { foldOperation, type Operation } from '../../core/operation.ts';
import type { OperationEvent } from '../../core/operation-event.ts';
import { unless } from './streams.ts';

/** One event of a stream: a fact, and the operation as it was then. */
export interface Told {
  event: 'queued' | 'started' | 'finished';
  operation: Operation;
}

/** What a stream tells of these facts: up to the end of the operation, and of what it joined only what came of that. */
export function told(id: string, facts: readonly OperationEvent[]): Told[] {
  const all = facts.flatMap(({ event }, index): Told[] => {
    const again = event === 'queued' && facts.findIndex((other) => other.event === 'queued') < index;
    const operation = event === 'joined' || again ? null : foldOperation(id, facts.slice(0, index + 1));
    return event === 'joined' || operation === null ? [] : [{ event, operation }];
  });
  const end = all.findIndex(({ event }) => event === 'finished');
  return end < 0 ? all : all.slice(0, end + 1);
}

/** Where a stream is written to. */
export interface Sink {
  event: (told: Told, id: string) => Promise<unknown>;
  comment: () => Promise<unknown>;
}

export interface Following {
  id: string;
  /** Events that were received before. */
  after: number;
  facts: () => Promise<OperationEvent[]>;
  sink: Sink;
  /** Ends it. */
  signal: AbortSignal;
  /** Milliseconds between two looks, and without a word. */
  pause: number;
  silence: number;
}

/** Nothing is left of an operation whose stream is open: Redis was emptied. */
export class Forgotten extends Error {
  override name = 'Forgotten';
}

/** Writes what happens to an operation until it has ended, or `signal` says so. Throws when the facts cannot be read. */
export async function follow(given: Following): Promise<void> {
  const { sink, signal } = given;
  let sent = given.after;
  let spoke = Date.now();
  while (!signal.aborted) {
    const all = told(given.id, await given.facts());
    if (all.length < sent || all.length === 0) throw new Forgotten();
    for (const one of all.slice(sent)) {
      sent += 1;
      spoke = Date.now();
      await unless(signal, sink.event(one, String(sent)));
    }
    if (all.at(-1)?.event === 'finished') return;
    if (Date.now() - spoke >= given.silence) {
      spoke = Date.now();
      await unless(signal, sink.comment());
    }
    await sleep(given.pause, undefined, { signal }).catch(() => undefined);
  }
}
