import { json } from '../answer.ts';
import { fullName } from '../find.ts';
import { createRouter, type Route, type Router } from '../router.ts';
import type { World } from '../world.ts';
import { appRoutes } from './app.ts';
import { commitRoutes } from './commits.ts';
import { compareRoutes } from './compare.ts';
import { contentRoutes } from './contents.ts';
import { deliveryRoutes } from './deliveries.ts';
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
  ...commitRoutes,
  ...contentRoutes,
  ...userRoutes,
  ...oauthRoutes,
  { method: 'GET', pattern: '/meta', handle: () => json({ verifiable_password_authentication: true }) },
];

/** Every path under `/repositories/{id}` is that of the repository with this id. */
export function apiRouter(world: World): Router {
  const router = createRouter(routes);
  return {
    find(method, path) {
      const [, id, rest = ''] = /^\/repositories\/(\d+)(\/.*)?$/.exec(path) ?? [];
      const repository = world.repositories.get(Number(id));
      return router.find(method, repository ? `/repos/${fullName(repository)}${rest}` : path);
    },
  };
}
