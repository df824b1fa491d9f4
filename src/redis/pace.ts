import type { Leases } from './leases.ts';
import type { Line } from './lines.ts';

export interface Pace {
  /** Counts one first sync of an installation; false when it has had its share of this minute or hour. */
  mayStart: (installationId: number) => Promise<boolean>;
  /** The shares that installations have in one pass over many links. */
  shares: () => Shares;
}

/** How much more of an installation may be queued, so that none fills a queue that all of them share. */
export interface Shares {
  left: (line: Line) => Promise<number>;
  /** One of them was queued. */
  took: (line: Line) => void;
  /** Counts one first sync like `mayStart`, to be asked when nobody else can queue it. */
  mayStart: (installationId: number) => Promise<boolean>;
  /** True once `mayStart` was false: the other first syncs of that installation need not be tried. */
  startsNoMore: (installationId: number) => boolean;
}

/**
 * Operations of one installation that wait in one queue, at most: what its places do in about a minute. The others stay
 * in PostgreSQL, where waiting costs nothing, and the next tick takes as many again.
 */
const share = 60;

/**
 * First syncs open pull requests in bulk: GitHub allows about 80 content-creating requests a minute and 500 an hour, so
 * an installation gets fewer. https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
const perMinute = 60;
const perHour = 400;

export function createPace(leases: Leases): Pace {
  const mayStart = async (installationId: number) =>
    (await leases.spend(`first:minute:${installationId}`, perMinute, 60)) &&
    (await leases.spend(`first:hour:${installationId}`, perHour, 3600));
  return { mayStart, shares: () => createShares(leases, mayStart) };
}

function createShares(leases: Pick<Leases, 'lineLength'>, mayStart: Pace['mayStart']): Shares {
  const known = new Map<string, number>();
  const refused = new Set<number>();
  const name = ({ queue, installationId }: Line) => `${queue} ${installationId}`;
  return {
    left: async (line) => {
      const left = known.get(name(line)) ?? share - (await leases.lineLength(line));
      known.set(name(line), left);
      return Math.max(0, left);
    },
    took: (line) => known.set(name(line), (known.get(name(line)) ?? share) - 1),
    mayStart: async (installationId) => {
      const may = await mayStart(installationId);
      if (!may) refused.add(installationId);
      return may;
    },
    startsNoMore: (installationId) => refused.has(installationId),
  };
}
