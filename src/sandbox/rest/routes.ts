import { fullName } from '../find.ts';
import type { Limits } from '../limits.ts';
import { createRouter, type Route, type Router } from '../router.ts';
import type { World } from '../world.ts';
import { appRoutes } from './app.ts';
import { checkRoutes } from './checks.ts';
import { commitRoutes } from './commits.ts';
import { compareRoutes } from './compare.ts';
import { contentRoutes } from './contents.ts';
import { deliveryRoutes } from './deliveries.ts';
import { issueRoutes } from './issues.ts';
import { lookupRoutes } from './lookups.ts';
import { mergeRoutes } from './merges.ts';
import { oauthRoutes } from './oauth.ts';
import { pullRoutes } from './pulls.ts';
import { refRoutes } from './refs.ts';
import { repositoryRoutes } from './repositories.ts';
import { userRoutes } from './users.ts';

const routes: Route[] = [
  ...appRoutes,
  ...deliveryRoutes,
  ...repositoryRoutes,
  ...compareRoutes,
  ...pullRoutes,
  ...refRoutes,
  ...mergeRoutes,
  ...issueRoutes,
  ...checkRoutes,
  ...commitRoutes,
  ...contentRoutes,
  ...userRoutes,
  ...oauthRoutes,
];

/** Every path under `/repositories/{id}` is that of the repository with this id. */
export function apiRouter(world: World, limits: Limits): Router {
  const router = createRouter([...lookupRoutes(limits), ...routes]);
  return {
    find(method, path) {
      const [, id, rest = ''] = /^\/repositories\/(\d+)(\/.*)?$/.exec(path) ?? [];
      const repository = world.repositories.get(Number(id));
      return router.find(method, repository ? `/repos/${fullName(repository)}${rest}` : path);
    },
  };
}
