import { fullName, networkOf, parentOf, roleOf, sourceOf } from '../find.ts';
import type { Account, Repository, Role } from '../types.ts';
import type { World } from '../world.ts';
import { accountJson, type Json } from './account.ts';

/** `name` of the field without `_url`, and what follows the repository's API address. */
const links: Record<string, string> = {
  archive: '/{archive_format}{/ref}',
  assignees: '/assignees{/user}',
  blobs: '/git/blobs{/sha}',
  branches: '/branches{/branch}',
  collaborators: '/collaborators{/collaborator}',
  comments: '/comments{/number}',
  commits: '/commits{/sha}',
  compare: '/compare/{base}...{head}',
  contents: '/contents/{+path}',
  contributors: '/contributors',
  deployments: '/deployments',
  downloads: '/downloads',
  events: '/events',
  forks: '/forks',
  git_commits: '/git/commits{/sha}',
  git_refs: '/git/refs{/sha}',
  git_tags: '/git/tags{/sha}',
  hooks: '/hooks',
  issue_comment: '/issues/comments{/number}',
  issue_events: '/issues/events{/number}',
  issues: '/issues{/number}',
  keys: '/keys{/key_id}',
  labels: '/labels{/name}',
  languages: '/languages',
  merges: '/merges',
  milestones: '/milestones{/number}',
  notifications: '/notifications{?since,all,participating}',
  pulls: '/pulls{/number}',
  releases: '/releases{/id}',
  stargazers: '/stargazers',
  statuses: '/statuses/{sha}',
  subscribers: '/subscribers',
  subscription: '/subscription',
  tags: '/tags',
  teams: '/teams',
  trees: '/git/trees{/sha}',
};

export function repositoryApi(world: World, repository: Repository): string {
  return `${world.url}/api/v3/repos/${fullName(repository)}`;
}

/** A path in a repository as part of an address. */
export function pathInUrl(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** As in lists and webhooks: no parent, no source. */
export function repositoryJson(world: World, repository: Repository): Json {
  const api = repositoryApi(world, repository);
  const urls = Object.entries(links).map(([name, path]) => [`${name}_url`, `${api}${path}`]);
  return {
    ...shortRepositoryJson(repository),
    owner: accountJson(world, repository.owner),
    ...placesJson(world, repository),
    description: repository.description,
    fork: repository.parentId !== null,
    url: api,
    ...Object.fromEntries(urls),
    created_at: repository.createdAt,
    updated_at: repository.updatedAt,
    pushed_at: repository.pushedAt,
    ...countsJson(world, repository),
    ...settingsJson(repository),
  };
}

/** As in the `repositories` of an installation event. */
export function shortRepositoryJson(repository: Repository): Json {
  return {
    id: repository.id,
    node_id: repository.nodeId,
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
  };
}

export function fullRepositoryJson(world: World, repository: Repository): Json {
  const parent = parentOf(world, repository);
  const source = sourceOf(world, repository);
  return {
    ...repositoryJson(world, repository),
    ...(parent && source ? { parent: repositoryJson(world, parent), source: repositoryJson(world, source) } : {}),
    network_count: networkOf(world, repository).length - 1,
    subscribers_count: 0,
    ...(repository.owner.type === 'Organization' ? { organization: accountJson(world, repository.owner) } : {}),
  };
}

export function permissionsJson(role: Role | null): Json {
  const push = role === 'push' || role === 'admin';
  const admin = role === 'admin';
  return { admin, maintain: admin, push, triage: push, pull: role !== null };
}

export function permissionsFor(repository: Repository, account: Account): Json {
  return permissionsJson(roleOf(repository, account));
}

function placesJson(world: World, repository: Repository): Json {
  const name = fullName(repository);
  return {
    html_url: `${world.url}/${name}`,
    git_url: `git://${new URL(world.url).host}/${name}.git`,
    ssh_url: `git@localhost:${name}.git`,
    clone_url: `${world.url}/${name}.git`,
    svn_url: `${world.url}/${name}`,
    homepage: null,
    mirror_url: null,
  };
}

function countsJson(world: World, repository: Repository): Json {
  const forks = networkOf(world, repository).filter((other) => other.parentId === repository.id).length;
  const open = repository.pulls.filter((pull) => pull.state === 'open').length;
  return {
    size: 1,
    stargazers_count: 0,
    watchers_count: 0,
    watchers: 0,
    language: null,
    forks_count: forks,
    forks,
    open_issues_count: open,
    open_issues: open,
    license: null,
    topics: [],
  };
}

function settingsJson(repository: Repository): Json {
  return {
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: true,
    has_pages: false,
    has_discussions: false,
    has_pull_requests: repository.hasPulls,
    pull_request_creation_policy: repository.pullPolicy,
    archived: repository.archived,
    disabled: false,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    visibility: repository.private ? 'private' : 'public',
    default_branch: repository.defaultBranch,
  };
}
