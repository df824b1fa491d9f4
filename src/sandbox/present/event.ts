import type { Account, Installation, Pull, Repository } from '../types.ts';
import type { World } from '../world.ts';
import { accountJson, type Json } from './account.ts';
import { installationJson } from './installation.ts';
import { pullDetails, pullJson } from './pull.ts';
import { repositoryJson } from './repository.ts';

/** A repository as events show it. */
export function eventRepositoryJson(world: World, repository: Repository): Json {
  return { ...repositoryJson(world, repository), custom_properties: {} };
}

/** In `push` alone two times are in seconds, and the owner has an address. */
export function pushedRepositoryJson(world: World, repository: Repository, ownerEmail: string | null): Json {
  const { owner, defaultBranch, createdAt, pushedAt } = repository;
  return {
    ...eventRepositoryJson(world, repository),
    owner: { ...accountJson(world, owner), name: owner.login, email: ownerEmail },
    created_at: inSeconds(createdAt),
    pushed_at: inSeconds(pushedAt),
    stargazers: 0,
    master_branch: defaultBranch,
    ...(owner.type === 'Organization' ? { organization: owner.login } : {}),
  };
}

export function eventPullJson(world: World, pull: Pull): Json {
  return { ...listedPullJson(world, pull), ...pullDetails(world, pull, null) };
}

/** As in events that are not about the pull request itself. */
export function listedPullJson(world: World, pull: Pull): Json {
  const { base, head } = pull;
  const shown = pullJson(world, pull);
  const side = (of: unknown, repository: Repository | null) => ({
    ...(of as Json),
    repo: repository && { ...eventRepositoryJson(world, repository), ...mergeSettings },
  });
  return {
    ...shown,
    head: side(shown.head, head.repository),
    base: side(shown.base, base.repository),
  };
}

/** Two times are in seconds, but not when an installation is suspended. */
export function eventInstallationJson(world: World, installation: Installation, action: string): Json {
  const shown = installationJson(world, installation);
  if (action.endsWith('suspend')) return shown;
  return { ...shown, created_at: inSeconds(installation.createdAt), updated_at: inSeconds(installation.updatedAt) };
}

export function organizationJson(world: World, account: Account): Json {
  const url = `${world.url}/api/v3/orgs/${account.login}`;
  const { login, id, node_id, avatar_url } = accountJson(world, account);
  return {
    login,
    id,
    node_id,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url,
    description: '',
  };
}

const mergeSettings = {
  allow_squash_merge: true,
  allow_merge_commit: true,
  allow_rebase_merge: true,
  allow_auto_merge: false,
  allow_update_branch: false,
  delete_branch_on_merge: false,
};

function inSeconds(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}
