import { canRead } from '../access.ts';
import { addPull, openPullBetween } from '../actions/open-pull.ts';
import { branchSha, networkOf, roleOf, seenFrom } from '../find.ts';
import { counts, diffSize } from '../history.ts';
import type { Call } from '../router.ts';
import type { Account, Pull, Repository } from '../types.ts';

export interface PullRequestInput {
  base: string;
  /** Without the owner. */
  head: string;
  headRepository: Repository;
  title: string;
  body: string | null;
  draft: boolean;
  maintainerCanModify: boolean;
}

export type PullProblem =
  | { kind: 'head' | 'base' | 'fork-collab' | 'unreadable' | 'pulls-off' | 'collaborators-only' | 'title' }
  | { kind: 'no-commits' | 'exists'; message: string };

/** What GitHub checks when a pull request is opened, in REST and in GraphQL. */
export async function createPull(
  call: Call,
  repository: Repository,
  input: PullRequestInput,
): Promise<Pull | PullProblem> {
  const { head, headRepository } = input;
  const early = firstProblem(call, repository, input);
  if (early) return early;
  const headSha = seenFrom(repository, headRepository, `refs/heads/${head}`);
  const baseSha = branchSha(repository, input.base);
  if (!headSha) return { kind: 'head' };
  if (!baseSha) return { kind: 'base' };
  const { store } = repository;
  const { ahead } = await counts(store, baseSha, headSha);
  const diff = await diffSize(store, baseSha, headSha);
  const label = headRepository === repository ? head : `${headRepository.owner.login}:${head}`;
  if (ahead === 0) return { kind: 'no-commits', message: `No commits between ${input.base} and ${label}` };
  const base = { repository, branch: input.base, sha: baseSha };
  const from = { repository: headRepository, branch: head, sha: headSha };
  if (openPullBetween({ base, head: from })) {
    const message = `A pull request already exists for ${headRepository.owner.login}:${head}.`;
    return { kind: 'exists', message };
  }
  const user = author(call);
  return addPull(call.world, { ...input, base, head: from, user, commits: ahead, diff });
}

function firstProblem(call: Call, repository: Repository, input: PullRequestInput): PullProblem | null {
  const { headRepository } = input;
  if (!repository.hasPulls) return { kind: 'pulls-off' };
  if (repository.pullPolicy === 'collaborators_only' && !isCollaborator(call, repository)) {
    return { kind: 'collaborators-only' };
  }
  if (!input.title) return { kind: 'title' };
  if (!networkOf(call.world, repository).includes(headRepository)) return { kind: 'head' };
  if (!canRead(call.world, call.caller, headRepository)) return { kind: 'unreadable' };
  const foreign = headRepository !== repository && !writesTo(call, headRepository);
  return foreign && input.maintainerCanModify ? { kind: 'fork-collab' } : null;
}

function writesTo(call: Call, repository: Repository): boolean {
  const { caller } = call;
  if (caller.kind !== 'user') return false;
  const role = roleOf(repository, caller.account);
  return role === 'push' || role === 'admin';
}

/** How GitHub treats an App with write permission here is not documented: taken as no collaborator, the strict reading. */
function isCollaborator(call: Call, repository: Repository): boolean {
  return call.caller.kind === 'user' && writesTo(call, repository);
}

export function author(call: Call): Account {
  return call.caller.kind === 'user' ? call.caller.account : call.world.app.bot;
}

export function isPull(made: Pull | PullProblem): made is Pull {
  return 'number' in made;
}
