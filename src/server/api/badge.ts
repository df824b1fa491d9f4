import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { badge } from '../../core/text/badge.ts';
import { publicState } from '../../db/badge.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { problem } from './routes.ts';

const getBadge = createRoute({
  method: 'get',
  path: '/badge/{owner}/{repo}.svg',
  summary: 'How a public fork stands to its upstream, as an image for its README',
  request: { params: z.object({ owner: z.string(), repo: z.string() }) },
  responses: {
    200: { description: 'An image', content: { 'image/svg+xml': { schema: z.string() } } },
    404: problem('It is not there, not public, or nothing keeps it up to date here'),
  },
});

/** Seconds: GitHub's proxy for images asks again after that. https://docs.github.com/authentication/keeping-your-account-and-data-secure/about-anonymized-urls */
const fresh = 300;

/** For everybody: what it shows, everybody can see on GitHub. */
export function badgeRoutes(app: OpenAPIHono, { database }: Pick<ServerContext, 'database'>): void {
  app.openAPIRegistry.registerPath(getBadge);
  // A parameter of Hono's is a whole part of the path.
  app.get('/badge/:owner/:file{.+\\.svg}', async (c) => {
    const { owner, file } = c.req.param();
    const name = file.replace(/\.svg$/, '');
    const possible = [owner, name].every((part) => /^[\w.-]{1,100}$/.test(part));
    const state = possible ? await publicState(database.db, { owner, name }) : null;
    if (state === null) throw new Problem(404, 'No public repository of this name is kept up to date here.');
    const headers = { 'content-type': 'image/svg+xml; charset=utf-8', 'cache-control': `public, max-age=${fresh}` };
    return c.body(badge(state), 200, {
      ...headers,
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
    });
  });
}
