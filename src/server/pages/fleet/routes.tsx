import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { fleetCounts, fleetPage, forksWithoutLink } from '../../../db/fleet.ts';
import { askClean } from '../../../db/write/ask-fleet.ts';
import type { Caller, FindCaller } from '../../api/caller.ts';
import { installPage } from '../../api/install-page.ts';
import { linkJson } from '../../api/link-json.ts';
import type { ServerContext } from '../../context.ts';
import { Problem } from '../../problem.ts';
import { tell } from '../../session/flash.ts';
import { formRoute } from '../form.ts';
import { showPage } from '../respond.tsx';
import { ownForks, uncovered } from './own-forks.ts';
import type { Pushable } from './pushable.ts';
import { isFirstLook, readQuery, statesOf } from './query.ts';
import { FleetView } from './view.tsx';
import { Welcome } from './welcome.tsx';

/** Links on one page. */
const perPage = 25;
/** Forks that are named, of those without a link and of those without the App. */
const mostForks = 20;
/** Seconds between two syncs of everything by one person. */
const betweenAll = 60;

/** The page that people see first. */
export function fleetRoutes(
  app: OpenAPIHono,
  context: ServerContext,
  { findCaller, pushable }: { findCaller: FindCaller; pushable: Pushable },
): void {
  const { database, env } = context;
  const owned = ownForks(context);

  app.get('/', async (c) => {
    const caller = await callerOrNobody(c, findCaller);
    if (caller === null) {
      const mayJoin = Boolean(env.GITHUB_CLIENT_ID);
      return showPage(c, context, { title: 'Forks, kept up to date', caller }, <Welcome mayJoin={mayJoin} />);
    }
    const query = readQuery(c.req.query());
    const fresh = c.req.query('fresh') !== undefined;
    const [forkIds, forks] = await Promise.all([
      pushable.of(caller, fresh),
      isFirstLook(query) ? owned(caller, fresh) : undefined,
    ]);
    const [found, counts, unlinked, install] = await Promise.all([
      fleetPage(database.db, { ...query, search: query.q, states: statesOf(query), forkIds, perPage }),
      fleetCounts(database.db, forkIds),
      forksWithoutLink(database.db, forkIds, mostForks),
      installPage(context),
    ]);
    const links = found.data.map((view) => linkJson(view, { env, push: true }));
    const shown = {
      query,
      links,
      total: found.total,
      perPage,
      counts,
      unlinked,
      uncovered: forks && (await uncovered(forks, { caller, coveredIds: forkIds, limit: mostForks }, context)),
      install,
      now: new Date(),
      webUrl: env.webUrl,
    };
    return showPage(c, context, { title: 'Forks', caller, tab: 'fleet' }, <FleetView {...shown} />);
  });

  formRoute(app, '/links/sync-all', { context, findCaller }, async (c, caller) => {
    const forkIds = await pushable.of(caller);
    if (!(await context.leases.spend(`sync-all:${caller.id}`, 1, betweenAll))) {
      throw new Problem(429, 'All your links were asked for a sync within the last minute: try again in a minute.');
    }
    const linkIds = await askClean(database.db, { forkIds, requestId: c.get('requestId'), by: caller });
    context.queueAsked.later({ linkIds });
    tell(c, { kind: 'success', text: asked(linkIds.length) }, context);
    return null;
  });
}

/** Who asks; null when nobody is signed in. Other problems are thrown. */
async function callerOrNobody(c: Context, findCaller: FindCaller): Promise<Caller | null> {
  try {
    return await findCaller(c);
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null;
    throw error;
  }
}

function asked(count: number): string {
  if (count === 0) return 'There was nothing to sync: every link waits for you, is off, or was asked already.';
  return count === 1 ? 'One link is synced now.' : `${count} links are synced now, in turn.`;
}
