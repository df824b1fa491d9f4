import { Brakes, stops } from '../core/brake.ts';
import { DAY } from '../core/duration.ts';
import type { Leases } from './leases.ts';

const name = 'brakes';

/** What operators stopped, as web tells workers: PostgreSQL has it, and admits no job of it; this is for those that were queued before. */
export interface BrakeCopy {
  tell: (brakes: Brakes) => Promise<void>;
  /** Whether a job must write nothing. What was told last holds while Redis is away or was emptied. */
  stops: (job: Parameters<typeof stops>[1]) => Promise<boolean>;
}

export function createBrakeCopy(leases: Pick<Leases, 'remember' | 'recall'>): BrakeCopy {
  let last: Brakes | null = null;
  return {
    tell: (brakes) => leases.remember(name, JSON.stringify(brakes), DAY / 1000),
    stops: async (job) => {
      const told = await leases.recall(name).catch(() => null);
      if (told !== null) last = Brakes.parse(JSON.parse(told));
      return last !== null && stops(last, job);
    },
  };
}
