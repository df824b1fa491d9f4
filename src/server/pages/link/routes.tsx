import type { OpenAPIHono } from '@hono/zod-openapi';
import { settingsSaid } from '../../../core/config/said.ts';
import { actsOf } from '../../../db/acts.ts';
import { movesOf } from '../../../db/moves.ts';
import { visibleLink } from '../../api/access.ts';
import type { FindCaller } from '../../api/caller.ts';
import { declaredIn, strategySaidIn } from '../../api/declared.ts';
import { linkJson } from '../../api/link-json.ts';
import type { PlanFor } from '../../api/plan.ts';
import type { OpenStream } from '../../api/streams.ts';
import type { ServerContext } from '../../context.ts';
import { assets } from '../assets.ts';
import { showPage } from '../respond.tsx';
import { linkFormRoutes } from './forms.ts';
import { changesRoute, lookAt, newestOperations } from './live.ts';
import { LinkPage } from './view.tsx';

/** Acts of persons that are shown. */
const shownActs = 20;

interface Parts {
  findCaller: FindCaller;
  planFor: PlanFor;
  openStream: OpenStream;
}

/** The page of a link: for who can read its fork, with buttons for who can push to it. */
export function linkPageRoutes(
  app: OpenAPIHono,
  context: ServerContext,
  { findCaller, planFor, openStream }: Parts,
): void {
  const { database, env } = context;
  changesRoute(app, context, { findCaller, openStream });
  linkFormRoutes(app, context, findCaller);

  app.get('/links/:id', async (c) => {
    const caller = await findCaller(c);
    const { link, permissions } = await visibleLink(context, caller, c.req.param('id'));
    const { push } = permissions;
    // A plan reads GitHub, so it is made for who asks for it.
    const planned = push && c.req.query('plan') !== undefined;
    const [look, operations, acts, moves, plan] = await Promise.all([
      lookAt(link, context),
      newestOperations(link.id, context),
      actsOf(database.db, link.id, shownActs),
      movesOf(database.db, { forkId: link.forkId, branch: link.fork.branch }),
      planned ? planFor(link, c.get('requestId')) : null,
    ]);
    const shown = {
      ...{ link: linkJson(link, { env, push }), push, look, operations, acts, moves, plan },
      settings: settingsSaid(link.settings),
      ...{ files: { declares: declaredIn(link), strategy: strategySaidIn(link) }, now: new Date(), webUrl: env.webUrl },
    };
    const title = `${link.fork.owner}/${link.fork.repo} ${link.fork.branch}`;
    const scripts = [assets().live.path];
    return showPage(c, context, { title, caller, tab: 'fleet', scripts }, <LinkPage {...shown} />);
  });
}
