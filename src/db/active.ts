import { and, eq, isNotNull, isNull, not, type SQL } from 'drizzle-orm';
import { braked } from './brakes.ts';
import { installations, links } from './schema.ts';

/** A link that operations may run for: switched on, the App is installed and not suspended on its fork, and no operator stopped it. */
export const active = and(
  eq(links.enabled, true),
  isNull(links.off),
  isNotNull(installations.accountType),
  isNull(installations.suspendedAt),
  not(braked),
) as SQL;
