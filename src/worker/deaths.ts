import type { Leases } from '../redis/leases.ts';

/** Workers that may die of one link's operations before they are taken for the cause. */
const maxDeaths = 5;

/**
 * Finds the operation that ends its worker: one that began five times and never ended. What merely ran beside it must not
 * be counted with it, so of the operations whose worker died before, a worker runs one at a time.
 */
export interface Deaths {
  /** `wait`: not beside the one that runs; `dead`: it is not run again. */
  begin: (linkId: string) => Promise<'go' | 'wait' | 'dead'>;
  /** The operation ended, or was handed back by a worker that lives. */
  end: (linkId: string) => Promise<void>;
}

export function createDeaths(leases: Pick<Leases, 'begin' | 'unbegin' | 'end'>): Deaths {
  let suspect: string | null = null;
  return {
    begin: async (linkId) => {
      const deaths = (await leases.begin(linkId)) - 1;
      if (deaths >= maxDeaths) return 'dead';
      if (deaths <= 0) return 'go';
      if (suspect !== null) {
        await leases.unbegin(linkId);
        return 'wait';
      }
      suspect = linkId;
      return 'go';
    },
    end: async (linkId) => {
      if (suspect === linkId) suspect = null;
      await leases.end(linkId);
    },
  };
}
