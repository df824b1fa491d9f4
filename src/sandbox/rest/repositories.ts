import { canRead, reaches } from '../access.ts';
import { json, notFound, refuse } from '../answer.ts';
import { commitOf } from '../commit.ts';
import { accountNamed, branchNames, branchSha, coveredBy, fullName, roleOf, shownSha } from '../find.ts';
import { accountJson } from '../present/account.ts';
import { commitJson } from '../present/commit.ts';
import {
  fullRepositoryJson,
  pathInUrl,
  permissionsFor,
  permissionsJson,
  repositoryApi,
  repositoryJson,
} from '../present/repository.ts';
import type { Call, Route } from '../router.ts';
import type { Account, Repository } from '../types.ts';
import { paged } from './paging.ts';
import { repositoryOf } from './repository-of.ts';

const metadata = { accepts: 'metadata=read', page: 'repos/repos#get-a-repository' };

export const repositoryRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/installation/repositories',
    handle(call) {
      const { world, caller } = call;
      if (caller.kind !== 'installation')
        return refuse(
          403,
          'You must authenticate with an installation access token in order to list repositories for an installation.',
        );
      const mine = coveredBy(world, caller.installation).filter((repository) => reaches(caller, repository));
      const { items, headers } = paged(call, mine);
      const repositories = items.map((repository) =>
        withPermissions(call, repository, repositoryJson(world, repository)),
      );
      const repository_selection = caller.installation.repositories === 'all' ? 'all' : 'selected';
      return json({ total_count: mine.length, repository_selection, repositories }, 200, headers);
    },
  },
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo',
    handle(call) {
      const repository = repositoryOf(call, metadata);
      return json(withPermissions(call, repository, fullRepositoryJson(call.world, repository)));
    },
  },
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/forks',
    handle(call) {
      const repository = repositoryOf(call, metadata);
      const forks = [...call.world.repositories.values()].filter(
        (other) => !other.deleted && other.parentId === repository.id && canRead(call.world, call.caller, other),
      );
      const { items, headers } = paged(call, forks.reverse());
      return json(
        items.map((fork) => repositoryJson(call.world, fork)),
        200,
        headers,
      );
    },
  },
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/branches',
    handle(call) {
      const repository = repositoryOf(call, { accepts: 'contents=read', page: 'branches/branches#list-branches' });
      const { items, headers } = paged(call, branchNames(repository));
      return json(
        items.map((name) => branchJson(call, repository, name)),
        200,
        headers,
      );
    },
  },
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/branches/*branch',
    async handle(call) {
      const page = 'branches/branches#get-a-branch';
      const repository = repositoryOf(call, { accepts: 'contents=read', page });
      const name = call.params.branch ?? '';
      if (branchSha(repository, name) === null) return refuse(404, 'Branch not found', { page });
      return json(await wholeBranchJson(call, repository, name));
    },
  },
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/collaborators/:login/permission',
    handle(call) {
      const page = 'collaborators/collaborators#get-repository-permissions-for-a-user';
      const repository = repositoryOf(call, { accepts: 'metadata=read', page });
      const user = call.world.accounts.get((call.params.login ?? '').toLowerCase());
      if (!user) return notFound(page);
      return json(permissionJson(call, repository, accountNamed(call.world, user.login)));
    },
  },
];

function tipOf(repository: Repository, name: string): string {
  return shownSha(repository, `refs/heads/${name}`) ?? branchSha(repository, name) ?? '';
}

/** As in lists. */
function branchJson(call: Call, repository: Repository, name: string) {
  const sha = tipOf(repository, name);
  return { name, commit: { sha, url: `${repositoryApi(call.world, repository)}/commits/${sha}` }, protected: false };
}

async function wholeBranchJson(call: Call, repository: Repository, name: string) {
  const { world } = call;
  const self = `${repositoryApi(world, repository)}/branches/${pathInUrl(name)}`;
  const html = `${world.url}/${fullName(repository)}/tree/${pathInUrl(name)}`;
  return {
    name,
    commit: commitJson(world, repository, await commitOf(repository.store, tipOf(repository, name))),
    _links: { self, html },
    protected: false,
    protection: { enabled: false, required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] } },
    protection_url: `${self}/protection`,
  };
}

function permissionJson(call: Call, repository: Repository, user: Account) {
  const role = roleOf(repository, user);
  const permission = role === null ? 'none' : { pull: 'read', push: 'write', admin: 'admin' }[role];
  const permissions = permissionsJson(role);
  return {
    permission,
    role_name: permission,
    user: { ...accountJson(call.world, user), permissions, role_name: permission },
  };
}

/** What the caller may do, where GitHub says so: an installation's answer speaks of nobody's role. */
function withPermissions(call: Call, repository: Repository, body: Record<string, unknown>) {
  const { caller } = call;
  if (caller.kind === 'user') return { ...body, permissions: permissionsFor(repository, caller.account) };
  if (caller.kind !== 'installation') return body;
  const permissions = { admin: false, maintain: false, push: false, triage: false, pull: false };
  return { ...body, permissions };
}
