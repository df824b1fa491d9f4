import { canRead, permissionsOf, satisfies } from '../access.ts';
import { fullName, parentOf, roleOf, shownSha } from '../find.ts';
import type { Call } from '../router.ts';
import type { Pull, Repository } from '../types.ts';
import { accountNode } from './account.ts';
import { connection, type PageArgs } from './connection.ts';
import { forbidden, typed } from './errors.ts';
import { objectNode } from './object.ts';
import { pullNode, pullState } from './pull.ts';
import { refNode } from './ref.ts';

export function repositoryNode(call: Call, repository: Repository) {
  const { world } = call;
  return {
    __typename: 'Repository',
    id: repository.nodeId,
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: fullName(repository),
    description: repository.description,
    owner: accountNode(world, repository.owner),
    url: `${world.url}/${fullName(repository)}`,
    resourcePath: `/${fullName(repository)}`,
    ...flags(call, repository),
    createdAt: repository.createdAt,
    updatedAt: repository.updatedAt,
    pushedAt: repository.pushedAt,
    parent: () => parentNode(call, repository),
    defaultBranchRef: () => ref(call, repository, repository.defaultBranch),
    ref: ({ qualifiedName }: { qualifiedName: string }) => ref(call, repository, qualifiedName),
    object: ({ expression, oid }: { expression?: string | null; oid?: string | null }) => {
      need(call, 'contents=read');
      return objectNode(call, repository, expression ?? oid ?? '');
    },
    pullRequests: (args: PullsArgs) => connection('pullRequests', args, pullsOf(call, repository, args)),
    pullRequest: ({ number }: { number: number }) => pullNumbered(call, repository, number),
  };
}

function flags(call: Call, repository: Repository) {
  const { caller } = call;
  const role = caller.kind === 'user' ? roleOf(repository, caller.account) : null;
  return {
    isFork: repository.parentId !== null,
    isArchived: repository.archived,
    isPrivate: repository.private,
    isDisabled: false,
    isLocked: false,
    isEmpty: repository.refs.size === 0,
    isInOrganization: repository.owner.type === 'Organization',
    isMirror: false,
    isTemplate: false,
    visibility: repository.private ? 'PRIVATE' : 'PUBLIC',
    mergeCommitAllowed: true,
    squashMergeAllowed: true,
    rebaseMergeAllowed: true,
    viewerPermission: role ? { pull: 'READ', push: 'WRITE', admin: 'ADMIN' }[role] : null,
    viewerCanAdminister: role === 'admin',
  };
}

/** An installation needs the permission for what it reads, on public repositories too. */
function need(call: Call, accepts: string): void {
  if (call.caller.kind === 'installation' && !satisfies(permissionsOf(call.caller), accepts)) throw forbidden();
}

function parentNode(call: Call, repository: Repository): unknown {
  const parent = parentOf(call.world, repository);
  return parent && canRead(call.world, call.caller, parent) ? repositoryNode(call, parent) : null;
}

function ref(call: Call, repository: Repository, name: string) {
  need(call, 'contents=read');
  const candidates = name.startsWith('refs/') ? [name] : [`refs/heads/${name}`, `refs/tags/${name}`];
  for (const candidate of candidates) {
    const sha = call.world.lag.refsToo() ? shownSha(repository, candidate) : repository.refs.get(candidate);
    if (sha) return refNode(call, repository, candidate, sha);
  }
  return null;
}

export interface PullsArgs extends PageArgs {
  states?: string[] | null;
  baseRefName?: string | null;
  headRefName?: string | null;
  orderBy?: { field: 'CREATED_AT' | 'UPDATED_AT'; direction: 'ASC' | 'DESC' } | null;
}

function pullsOf(call: Call, repository: Repository, args: PullsArgs) {
  need(call, 'pull_requests=read');
  const { states, baseRefName, headRefName, orderBy } = args;
  const found = repository.pulls.filter(
    (pull) =>
      (!states || states.includes(pullState(pull))) &&
      (!baseRefName || pull.base.branch === baseRefName) &&
      (!headRefName || pull.head.branch === headRefName),
  );
  const key: keyof Pull = orderBy?.field === 'UPDATED_AT' ? 'updatedAt' : 'createdAt';
  found.sort((a, b) => a[key].localeCompare(b[key]) || a.number - b.number);
  if (orderBy?.direction === 'DESC') found.reverse();
  return found.map((pull) => pullNode(call, pull));
}

function pullNumbered(call: Call, repository: Repository, number: number) {
  need(call, 'pull_requests=read');
  const pull = repository.pulls.find((each) => each.number === number);
  if (!pull) throw typed('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`);
  return pullNode(call, pull);
}
