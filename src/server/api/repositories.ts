import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { patterns } from '../../core/config/names.ts';
import { coveringInstallation } from '../../db/covering.ts';
import { listBranches } from '../../github/network.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { answered, visibleRepository } from './access.ts';
import type { FindCaller } from './caller.ts';
import { hidden, json, security } from './routes.ts';

/** Branches that are shown of a repository: a page of GitHub's. */
const mostBranches = 100;

const getRepository = createRoute({
  method: 'get',
  path: '/v1/repos/{owner}/{repo}',
  summary: 'A repository as GitHub shows it to the caller, and whether the App is on it',
  security,
  // Not checked here: what is no name names no repository.
  request: { params: z.object({ owner: z.string(), repo: z.string() }) },
  responses: {
    200: json(
      z.object({
        private: z.boolean(),
        fork: z.boolean(),
        installed: z.boolean(),
        parent: z.object({ owner: z.string(), repo: z.string(), defaultBranch: z.string() }).nullable(),
        branches: z.array(z.string()).max(mostBranches),
      }),
      'The repository, with its first hundred branches',
    ),
    ...hidden,
  },
});

export function repositoryRoutes(app: OpenAPIHono, context: ServerContext, findCaller: FindCaller): void {
  app.openapi(getRepository, async (c) => {
    const caller = await findCaller(c);
    const { owner, repo } = c.req.valid('param');
    // Names stand in the path of a request to GitHub: `..` would make it another one.
    if (!patterns.login.test(owner) || !patterns.repository.test(repo)) {
      throw new Problem(404, 'There is no repository with such a name.');
    }
    const seen = await visibleRepository(context, caller, { owner, name: repo });
    const branches = answered(await listBranches(context.github.asUser(caller.token), seen, mostBranches));
    const installed = (await coveringInstallation(context.database.db, seen.id)) !== null;
    return c.json({ private: seen.private, fork: seen.fork, installed, parent: seen.parent, branches }, 200);
  });
}
