import { MINUTE } from '../core/duration.ts';
import type { JobQueue } from '../redis/queues.ts';

/** Operations of one installation at once. */
const places = 4;
/** Seconds, at most, until a job is looked at again whose installation has no place for it. */
const longestDelay = 30;

/**
 * The places of its installation that jobs of `queue` fill: one is kept for what persons ask and one more for pushes, so that
 * neither waits for bulk to end. What has waited for longer than a minute takes the latter, too, so that pushes
 * without end keep nothing from its turn.
 */
export function placesFor(queue: JobQueue, waitedMs: number): number {
  if (queue === 'now') return places;
  return queue === 'push' || waitedMs > MINUTE ? places - 1 : places - 2;
}

/**
 * Seconds until a job that found no place comes again, with `ahead` in front of it. As many come in a second as there are
 * places, so that hundreds that wait cost hardly more than a few.
 */
export function backAfter(ahead: number): number {
  return Math.min(1 + Math.floor(ahead / places), longestDelay);
}
