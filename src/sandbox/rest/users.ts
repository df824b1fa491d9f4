import { json, notFound, refuse } from '../answer.ts';
import { coveredBy, roleOf } from '../find.ts';
import { publicUserJson } from '../present/account.ts';
import { installationJson } from '../present/installation.ts';
import { permissionsFor, repositoryJson } from '../present/repository.ts';
import type { Call, Route } from '../router.ts';
import type { Account, Installation, Repository } from '../types.ts';
import { paged } from './paging.ts';

export const userRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/user',
    handle(call) {
      if (call.caller.kind === 'installation')
        return refuse(403, 'Resource not accessible by integration', {
          page: 'users/users#get-the-authenticated-user',
        });
      const user = userOf(call);
      return json(publicUserJson(call.world, user));
    },
  },
  {
    method: 'GET',
    pattern: '/users/:login',
    handle(call) {
      const user = call.world.accounts.get((call.params.login ?? '').toLowerCase());
      if (!user) return notFound('users/users#get-a-user');
      return json(publicUserJson(call.world, user));
    },
  },
  {
    // Public repositories alone, whoever asks. https://docs.github.com/rest/repos/repos#list-repositories-for-a-user
    method: 'GET',
    pattern: '/users/:login/repos',
    handle(call) {
      const user = call.world.accounts.get((call.params.login ?? '').toLowerCase());
      if (!user) return notFound('repos/repos#list-repositories-for-a-user');
      const shown = [...call.world.repositories.values()].filter(
        (repository) => repository.owner === user && !repository.private && !repository.deleted,
      );
      const key = call.query.get('sort') === 'pushed' ? 'pushedAt' : 'name';
      shown.sort((a, b) => a[key].localeCompare(b[key]));
      const descends = call.query.get('direction') === 'desc' || (key === 'pushedAt' && !call.query.has('direction'));
      const { items, headers } = paged(call, descends ? shown.reverse() : shown);
      return json(
        items.map((repository) => repositoryJson(call.world, repository)),
        200,
        headers,
      );
    },
  },
  {
    method: 'GET',
    pattern: '/user/installations',
    handle(call) {
      const user = userOf(call);
      ours(call);
      const seen = [...call.world.installations.values()].filter(
        (installation) => installation.account === user || visible(call, installation, user).length > 0,
      );
      const { items, headers } = paged(call, seen);
      const installations = items.map((installation) => installationJson(call.world, installation));
      return json({ total_count: seen.length, installations }, 200, headers);
    },
  },
  {
    method: 'GET',
    pattern: '/user/installations/:installation_id/repositories',
    handle(call) {
      const user = userOf(call);
      ours(call);
      const installation = call.world.installations.get(Number(call.params.installation_id));
      const seen = installation ? visible(call, installation, user) : [];
      if (!installation || (installation.account !== user && seen.length === 0)) {
        return notFound('apps/installations#list-repositories-accessible-to-the-user-access-token');
      }
      const { items, headers } = paged(call, seen);
      const repositories = items.map((repository) => ({
        ...repositoryJson(call.world, repository),
        permissions: permissionsFor(repository, user),
      }));
      return json({ total_count: seen.length, repositories }, 200, headers);
    },
  },
];

function userOf(call: Call): Account {
  if (call.caller.kind === 'user') return call.caller.account;
  return refuse(401, 'Requires authentication', { page: 'users/users#get-the-authenticated-user' });
}

/** A token of another App sees nothing of this one. */
function ours(call: Call): void {
  if (call.caller.kind !== 'user' || call.caller.token.app === 'ours') return;
  refuse(403, 'You must authenticate with an access token authorized to a GitHub App in order to list installations', {
    page: 'apps/installations#list-app-installations-accessible-to-the-user-access-token',
  });
}

/** Repositories of the installation on which the user has a role of their own; a public page alone is none. */
function visible(call: Call, installation: Installation, user: Account): Repository[] {
  return coveredBy(call.world, installation).filter(
    (repository) =>
      repository.owner === user || (repository.grants.has(user.login.toLowerCase()) && roleOf(repository, user)),
  );
}
