import { canRead, permissionsOf, satisfies } from '../access.ts';
import { fullName, parentOf, roleOf, shownSha } from '../find.ts';
import type { Call } from '../router.ts';
import { objectOf } from '../tree.ts';
import type { Pull, Repository } from '../types.ts';
import { accountNode } from './account.ts';
import { tipNode } from './commit.ts';
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
    refs: (args: RefsArgs) => refsOf(call, repository, args),
    ref: ({ qualifiedName }: { qualifiedName: string }) => ref(call, repository, qualifiedName),
    object: ({ expression, oid }: { expression?: string | null; oid?: string | null }) => {
      need(call, 'contents=read');
      return objectNode(call, repository, expression ?? oid ?? '');
    },
    latestRelease: () => releaseNode(call, repository),
    pullRequests: (args: PullsArgs) => connection('pullRequests', args, pullsOf(call, repository, args)),
    pullRequest: ({ number }: { number: number }) => pullNumbered(call, repository, number),
  };
}

function flags(call: Call, repository: Repository) {
  const { caller } = call;
  const { methods } = repository.mergeRules;
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
    mergeCommitAllowed: methods.has('merge'),
    squashMergeAllowed: methods.has('squash'),
    rebaseMergeAllowed: methods.has('rebase'),
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

interface RefsArgs extends PageArgs {
  refPrefix: string;
  query?: string | null;
  orderBy?: { field: 'ALPHABETICAL' | 'TAG_COMMIT_DATE'; direction: 'ASC' | 'DESC' } | null;
}

/** By name, or by the date of their commits, that of annotated tags being their own. */
async function refsOf(call: Call, repository: Repository, args: RefsArgs) {
  need(call, 'contents=read');
  const { refPrefix, query, orderBy } = args;
  const named = [...repository.refs].filter(
    ([ref]) => ref.startsWith(refPrefix) && (!query || ref.slice(refPrefix.length).includes(query)),
  );
  const dated = await Promise.all(
    named.map(async ([ref, sha]) => ({ ref, sha, date: orderBy ? await dateOf(repository.store, sha) : 0 })),
  );
  const byName = (a: { ref: string }, b: { ref: string }) => (a.ref < b.ref ? -1 : 1);
  dated.sort((a, b) => (orderBy?.field === 'TAG_COMMIT_DATE' ? a.date - b.date : 0) || byName(a, b));
  if (orderBy?.direction === 'DESC') dated.reverse();
  const page = connection('refs', args, dated);
  return { ...page, nodes: page.nodes.map(({ ref, sha }) => refNode(call, repository, ref, sha)) };
}

function dateOf(store: Repository['store'], sha: string): Promise<number> {
  return store.cached(`date ${sha}`, async () => {
    const text = (await objectOf(store, sha)).content.toString();
    return Number(/^(?:tagger|committer) .* (\d+) [+-]\d{4}$/m.exec(text)?.[1] ?? 0);
  });
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

function releaseNode(call: Call, repository: Repository): unknown {
  need(call, 'contents=read');
  const release = repository.releases.at(-1);
  if (!release) return null;
  const { nodeId, tag, sha, notes, createdAt } = release;
  return {
    __typename: 'Release',
    id: nodeId,
    tagName: tag,
    name: tag,
    description: notes,
    isDraft: false,
    isPrerelease: false,
    isLatest: true,
    createdAt,
    publishedAt: createdAt,
    tagCommit: () => tipNode(call, repository, sha),
  };
}

function pullNumbered(call: Call, repository: Repository, number: number) {
  need(call, 'pull_requests=read');
  const pull = repository.pulls.find((each) => each.number === number);
  if (!pull) throw typed('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`);
  return pullNode(call, pull);
}
