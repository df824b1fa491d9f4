import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { installedPath } from '../../../core/app-addresses.ts';
import { fleetCounts, fleetPage, forksWithoutLink } from '../../../db/fleet.ts';
import { installationView } from '../../../db/installed.ts';
import { listInstalled } from '../../../github/users.ts';
import { answered } from '../../api/access.ts';
import type { FindCaller } from '../../api/caller.ts';
import { linkJson } from '../../api/link-json.ts';
import type { ServerContext } from '../../context.ts';
import { Problem } from '../../problem.ts';
import { showPage } from '../respond.tsx';
import { AskedToInstall, Installed } from './view.tsx';

/** Links, and forks without one, that are named; what needs a person first. */
const mostNamed = 20;

/**
 * What GitHub adds to the setup URL. Anybody can write another number into it: GitHub is asked what the caller sees of it.
 * https://docs.github.com/apps/creating-github-apps/registering-a-github-app/about-the-setup-url
 */
const Query = z.object({
  installation_id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional().catch(undefined),
  setup_action: z.enum(['install', 'update', 'request']).catch('install'),
});

/** Where GitHub sends people who installed the App, or changed what it is on: what came of it, and what is left to do. */
export function installedRoutes(app: OpenAPIHono, context: ServerContext, findCaller: FindCaller): void {
  const { database, env, github } = context;

  app.get(installedPath, async (c) => {
    const caller = await findCaller(c);
    const { installation_id: id, setup_action: action } = Query.parse(c.req.query());
    const frame = { title: 'Installation', caller, tab: 'fleet' } as const;
    // Who may not install it themselves has asked their owners: there is no installation yet.
    if (id === undefined && action === 'request') return showPage(c, context, frame, <AskedToInstall />);
    if (id === undefined) return c.redirect('/', 302);
    const seen = answered(await listInstalled(github.asUser(caller.token), id));
    if (seen === null) throw new Problem(404, `There is no installation ${id} of Backstroke that you can see.`);
    const forkIds = seen.filter(({ permissions }) => permissions.push).map((repository) => repository.id);
    const [known, page, counts, unlinked] = await Promise.all([
      installationView(database.db, id),
      fleetPage(database.db, { forkIds, sort: 'attention', page: 1, perPage: mostNamed }),
      fleetCounts(database.db, forkIds),
      forksWithoutLink(database.db, forkIds, mostNamed),
    ]);
    const shown = {
      account: known?.account ?? null,
      looking: known === null || known.looking,
      suspended: known?.suspended ?? false,
      here: `${installedPath}?${new URLSearchParams({ installation_id: String(id) })}`,
      repositories: forkIds.length,
      links: page.data.map((view) => linkJson(view, { env, push: true })),
      total: page.total,
      counts,
      unlinked,
      settings: settingsPage(env.webUrl, { id, account: known?.account ?? null, type: known?.type ?? null }),
      now: new Date(),
      webUrl: env.webUrl,
    };
    return showPage(c, context, frame, <Installed {...shown} />);
  });
}

/** Where the owner of an installation changes what it is on. */
function settingsPage(webUrl: string, of: { id: number; account: string | null; type: string | null }): string {
  const owner = of.type === 'Organization' && of.account !== null ? `/organizations/${of.account}` : '';
  return `${webUrl}${owner}/settings/installations/${of.id}`;
}
