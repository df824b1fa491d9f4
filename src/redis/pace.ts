import type { Leases } from './leases.ts';

export interface Pace {
  /** Counts one first sync of an installation; false when it has had its share of this minute or hour. */
  mayStart: (installationId: number) => Promise<boolean>;
}

/**
 * First syncs open pull requests in bulk: GitHub allows about 80 content-creating requests a minute and 500 an hour, so
 * an installation gets fewer. https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
const perMinute = 60;
const perHour = 400;

export function createPace(leases: Leases): Pace {
  return {
    mayStart: async (installationId) =>
      (await leases.spend(`first:minute:${installationId}`, perMinute, 60)) &&
      (await leases.spend(`first:hour:${installationId}`, perHour, 3600)),
  };
}
