import { canRead, permissionsOf, reaches, satisfies } from '../access.ts';
import { close } from '../actions/follow.ts';
import { networkOf } from '../find.ts';
import { author, createPull, isPull, type PullProblem } from '../rest/create-pull.ts';
import type { Call } from '../router.ts';
import type { Pull, Repository } from '../types.ts';
import { accountNode } from './account.ts';
import { forbidden, noNode, typed } from './errors.ts';
import { pullNode } from './pull.ts';
import { updateRefs } from './update-refs.ts';

interface CreateInput {
  clientMutationId?: string;
  repositoryId: string;
  headRepositoryId?: string | null;
  baseRefName: string;
  headRefName: string;
  title: string;
  body?: string | null;
  draft?: boolean | null;
  maintainerCanModify?: boolean | null;
}

export function mutationRoot(call: Call) {
  return {
    createPullRequest: ({ input }: { input: CreateInput }) => createPullRequest(call, input),
    closePullRequest: ({ input }: { input: { pullRequestId: string; clientMutationId?: string } }) => {
      const pull = pullFor(call, input.pullRequestId, 'pull_requests=write');
      close(call.world, { pull, by: author(call) });
      return { clientMutationId: input.clientMutationId ?? null, pullRequest: pullNode(call, pull) };
    },
    updateRefs: ({ input }: { input: Parameters<typeof updateRefs>[1] }) => updateRefs(call, input),
  };
}

/** The repository a mutation writes to; refuses what the token may not write. */
export function repositoryFor(call: Call, id: string, accepts: string): Repository {
  const found = [...call.world.repositories.values()].find((each) => !each.deleted && each.nodeId === id);
  if (!found || !canRead(call.world, call.caller, found)) throw noNode(id);
  if (!reaches(call.caller, found) || !satisfies(permissionsOf(call.caller), accepts)) throw forbidden();
  if (found.archived) throw typed('UNPROCESSABLE', 'Repository was archived so is read-only.');
  return found;
}

function pullFor(call: Call, id: string, accepts: string): Pull {
  for (const repository of call.world.repositories.values()) {
    const pull = repository.pulls.find(({ nodeId }) => nodeId === id);
    if (!pull) continue;
    repositoryFor(call, repository.nodeId, accepts);
    return pull;
  }
  throw noNode(id);
}

async function createPullRequest(call: Call, input: CreateInput) {
  const repository = repositoryFor(call, input.repositoryId, 'pull_requests=write');
  const { headRefName, baseRefName } = input;
  const at = headRefName.lastIndexOf(':');
  const headRepository = headRepositoryFor(call, repository, input, at < 0 ? null : headRefName.slice(0, at));
  if (!headRepository) throw unprocessable({ kind: 'head' }, input);
  const made = await createPull(call, repository, {
    base: branchOf(baseRefName),
    head: branchOf(headRefName.slice(at + 1)),
    headRepository,
    title: input.title,
    body: input.body ?? null,
    draft: input.draft === true,
    maintainerCanModify: input.maintainerCanModify !== false,
  });
  if (!isPull(made)) throw unprocessable(made, input);
  const clientMutationId = input.clientMutationId ?? null;
  return { clientMutationId, pullRequest: pullNode(call, made), actor: accountNode(call.world, author(call)) };
}

function branchOf(name: string): string {
  return name.replace(/^refs\/heads\//, '');
}

function headRepositoryFor(
  call: Call,
  repository: Repository,
  input: CreateInput,
  owner: string | null,
): Repository | null {
  const network = networkOf(call.world, repository);
  if (input.headRepositoryId) return network.find(({ nodeId }) => nodeId === input.headRepositoryId) ?? null;
  if (owner === null) return repository;
  const owned = network.filter((other) => other.owner.login.toLowerCase() === owner.toLowerCase());
  return owned.find((other) => other === repository) ?? owned[0] ?? null;
}

function unprocessable(problem: PullProblem, input: CreateInput) {
  return typed('UNPROCESSABLE', sentence(problem, input));
}

function sentence(problem: PullProblem, { baseRefName, headRefName }: CreateInput): string {
  const none = `No commits between ${baseRefName} and ${headRefName}`;
  switch (problem.kind) {
    case 'head':
      return `Head sha can't be blank, Base sha can't be blank, ${none}, Head ref must be a branch`;
    case 'base':
      return `Head sha can't be blank, Base sha can't be blank, ${none}, Base ref must be a branch`;
    case 'title':
      return "Title can't be blank";
    case 'fork-collab':
      return "Fork collab can't be granted by someone without permission";
    case 'unreadable':
      return 'not all refs are readable';
    case 'pulls-off':
      return 'Pull requests are disabled for this repository.';
    case 'collaborators-only':
      return 'must be a collaborator';
    default:
      return problem.message;
  }
}
