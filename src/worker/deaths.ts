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
  /** The operation ended, or was handed back by a worker that lives. Never throws: a Redis that is away kills nobody. */
  end: (linkId: string) => Promise<void>;
}

export function createDeaths(leases: Pick<Leases, 'begin' | 'unbegin' | 'end'>): Deaths {
  let suspect: string | null = null;
  /** What ended, or never began, while Redis was away: it counts as begun there until this worker has said so. */
  const untold = new Set<string>();
  const end = async (linkId: string) => {
    untold.add(linkId);
    await leases.end(linkId);
    untold.delete(linkId);
  };
  const begun = async (linkId: string) => {
    for (const one of untold) await end(one);
    untold.add(linkId);
    const count = await leases.begin(linkId);
    untold.delete(linkId);
    return count;
  };
  return {
    begin: async (linkId) => {
      const deaths = (await begun(linkId)) - 1;
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
      await end(linkId).catch(() => undefined);
    },
  };
}
