import type { z } from '@hono/zod-openapi';
import type { LinkState } from '../../../core/reason.ts';
import type { Link } from '../../api/schemas.ts';
import { Icon } from '../icons.tsx';
import { Pages } from '../parts.tsx';
import { Filters } from './filters.tsx';
import type { Uncovered } from './own-forks.ts';
import { type FleetQuery, fleetPath } from './query.ts';
import { FleetRow } from './row.tsx';
import { UncoveredForks } from './uncovered.tsx';
import { Unlinked } from './unlinked.tsx';

export interface FleetShown {
  query: FleetQuery;
  links: z.infer<typeof Link>[];
  total: number;
  perPage: number;
  counts: { owner: string; state: LinkState; count: number }[];
  /** Forks that the App is on and that have no link. */
  unlinked: { total: number; data: { owner: string; name: string }[] };
  /** The person's forks that the App is not on; null: GitHub did not tell, undefined: not asked for. */
  uncovered: Uncovered | null | undefined;
  /** Where the App is installed. */
  install: string;
  now: Date;
  webUrl: string;
}

/** The links of a person's forks. */
export function FleetView(shown: FleetShown) {
  const { query, links, total, perPage, counts, unlinked, install, now, webUrl } = shown;
  const here = fleetPath(query, { page: query.page });
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <div class="page-head">
        <h1>Forks</h1>
        <div class="actions">
          {all > 0 && (
            <form method="post" action="/links/sync-all">
              <input type="hidden" name="return_to" value={here} />
              <button class="btn" type="submit">
                <Icon name="sync" /> Sync all
              </button>
            </form>
          )}
          <a class="btn" href={install}>
            <Icon name="plus" /> Install on more
          </a>
        </div>
      </div>
      {all > 0 && <Filters query={query} counts={counts} />}
      {links.length > 0 && (
        <section aria-label="Links">
          <ul class="Box">
            {links.map((link) => (
              <FleetRow link={link} now={now} here={here} webUrl={webUrl} />
            ))}
          </ul>
        </section>
      )}
      {links.length === 0 && <Nothing all={all} install={install} />}
      <Pages page={query.page} last={Math.ceil(total / perPage)} hrefOf={(page) => fleetPath(query, { page })} />
      {unlinked.total > 0 && <Unlinked {...unlinked} />}
      {shown.uncovered !== undefined && <UncoveredForks forks={shown.uncovered} webUrl={webUrl} />}
    </>
  );
}

function Nothing({ all, install }: { all: number; install: string }) {
  return (
    <div class="Box">
      <div class="blankslate">
        <Icon name={all > 0 ? 'search' : 'repo-forked'} size={24} />
        <h2>{all > 0 ? 'No link is like that' : 'No fork is kept up to date yet'}</h2>
        {all > 0 ? (
          <a class="btn" href="/">
            Show all
          </a>
        ) : (
          <>
            <p>
              Install Backstroke on your forks: each then follows the repository it was forked from, by pull request.
            </p>
            <a class="btn btn-primary" href={install}>
              Install on your forks
            </a>
          </>
        )}
      </div>
    </div>
  );
}
