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
import { gitCommitRoutes } from './git-commits.ts';
import { issueRoutes } from './issues.ts';
import { labelRoutes } from './labels.ts';
import { lookupRoutes } from './lookups.ts';
import { mergeRoutes } from './merges.ts';
import { oauthRoutes } from './oauth.ts';
import { pullRoutes } from './pulls.ts';
import { refRoutes } from './refs.ts';
import { repositoryRoutes } from './repositories.ts';
import { reviewerRoutes } from './reviewers.ts';
import { treeRoutes } from './trees.ts';
import { userRoutes } from './users.ts';

/** Everything the sandbox answers below `/api/v3`. */
export const restRoutes = (limits: Limits): Route[] => [
  ...lookupRoutes(limits),
  ...appRoutes,
  ...deliveryRoutes,
  ...repositoryRoutes,
  ...compareRoutes,
  ...pullRoutes,
  ...refRoutes,
  ...mergeRoutes,
  ...issueRoutes,
  ...labelRoutes,
  ...reviewerRoutes,
  ...checkRoutes,
  ...commitRoutes,
  ...contentRoutes,
  ...treeRoutes,
  ...gitCommitRoutes,
  ...userRoutes,
  ...oauthRoutes,
];

/** Every path under `/repositories/{id}` is that of the repository with this id. */
export function apiRouter(world: World, limits: Limits): Router {
  const router = createRouter(restRoutes(limits));
  return {
    find(method, path) {
      const [, id, rest = ''] = /^\/repositories\/(\d+)(\/.*)?$/.exec(path) ?? [];
      const repository = world.repositories.get(Number(id));
      return router.find(method, repository ? `/repos/${fullName(repository)}${rest}` : path);
    },
  };
}
