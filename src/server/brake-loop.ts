import { brakesInForce } from '../db/brakes.ts';
import { createBrakeCopy } from '../redis/brake.ts';
import { createLoop, type Loop } from '../runtime/loop.ts';
import type { ServerContext } from './context.ts';

/** Milliseconds between two tellings: a Redis that was emptied knows again after that. */
const tellEvery = 5_000;

/** Tells workers what operators stopped, again and again, and at once when woken. */
export function startBrakeLoop({ database, leases, log }: Pick<ServerContext, 'database' | 'leases' | 'log'>): Loop {
  const copy = createBrakeCopy(leases);
  const work = async () => {
    const brakes = await brakesInForce(database.db);
    // Away: there are no jobs either.
    await copy.tell(brakes).catch(() => undefined);
  };
  return createLoop({ name: 'brakes', every: tellEvery, work, log });
}
