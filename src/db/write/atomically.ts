import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../connect.ts';
import type { Transaction } from '../reader.ts';

/** PostgreSQL ended a transaction so that another could go on: `deadlock_detected`, `serialization_failure`. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const collided: ReadonlySet<unknown> = new Set(['40P01', '40001']);
const mostTries = 5;
/** Milliseconds, at most, between two tries: those that collided must not do it again in step. */
const longestPause = 200;

/**
 * One transaction, begun anew when it collided with another that writes the same rows in another order: refreshes of two
 * owners who fork the same upstreams do. Throws what `work` throws, and a collision after five of them.
 */
export async function atomically<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await db.transaction(work);
    } catch (error) {
      if (tried === mostTries || !isCollision(error)) throw error;
      await sleep(Math.random() * longestPause);
    }
  }
}

/** drizzle wraps what the driver throws. */
function isCollision(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && collided.has(error.code)) || isCollision(error.cause);
}
