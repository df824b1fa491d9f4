import { editPull } from '../actions/edit-pull.ts';
import { close } from '../actions/follow.ts';
import { reopen } from '../actions/pulls.ts';
import { type Answer, invalid, json, refuse } from '../answer.ts';
import { branchSha, networkOf } from '../find.ts';
import { mergeableNow } from '../mergeable.ts';
import { pullDetails, pullJson } from '../present/pull.ts';
import { repositoryApi } from '../present/repository.ts';
import type { Call, Route } from '../router.ts';
import type { Pull, Repository } from '../types.ts';
import { author, createPull, isPull, type PullProblem } from './create-pull.ts';
import { paged } from './paging.ts';
import { pullOf, repositoryOf } from './repository-of.ts';

const listPage = 'pulls/pulls#list-pull-requests';
const createPage = 'pulls/pulls#create-a-pull-request';
const updatePage = 'pulls/pulls#update-a-pull-request';

export const pullRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/pulls',
    handle(call) {
      const repository = repositoryOf(call, { accepts: 'pull_requests=read', page: listPage });
      const { items, headers } = paged(call, listed(call, repository));
      return json(
        items.map((pull) => pullJson(call.world, pull)),
        200,
        headers,
      );
    },
  },
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/pulls/:number',
    handle(call) {
      const pull = pullOf(call, { accepts: 'pull_requests=read', page: 'pulls/pulls#get-a-pull-request' });
      return json(whole(call, pull));
    },
  },
  {
    method: 'POST',
    pattern: '/repos/:owner/:repo/pulls',
    async handle(call) {
      const need = { accepts: 'pull_requests=write', write: true, page: createPage };
      const repository = repositoryOf(call, need);
      const made = await createPull(call, repository, inputOf(call, repository));
      if (!isPull(made)) return problem(made);
      const location = `${repositoryApi(call.world, repository)}/pulls/${made.number}`;
      return json(whole(call, made), 201, { location });
    },
  },
  {
    method: 'PATCH',
    pattern: '/repos/:owner/:repo/pulls/:number',
    async handle(call) {
      const pull = pullOf(call, { accepts: 'pull_requests=write', write: true, page: updatePage });
      await edit(call, pull);
      return json(whole(call, pull));
    },
  },
];

export function whole(call: Call, pull: Pull) {
  return { ...pullJson(call.world, pull), ...pullDetails(call.world, pull, mergeableNow(pull)) };
}

function listed(call: Call, repository: Repository): Pull[] {
  const { query } = call;
  const state = query.get('state') ?? 'open';
  const base = query.get('base');
  // Without an owner GitHub ignores the filter; `owner:branch` is what it documents.
  const head = query.get('head');
  const found = repository.pulls.filter(
    (pull) =>
      (state === 'all' || pull.state === state) &&
      (!base || pull.base.branch === base) &&
      (!head?.includes(':') || `${pull.head.owner.login}:${pull.head.branch}`.toLowerCase() === head.toLowerCase()),
  );
  const key = query.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const direction = query.get('direction') ?? (query.has('sort') ? 'asc' : 'desc');
  found.sort((a, b) => a[key].localeCompare(b[key]) || a.number - b.number);
  return direction === 'desc' ? found.reverse() : found;
}

/** `head` is `branch` or `owner:branch`; `head_repo` tells the repositories of one owner apart. */
function inputOf(call: Call, repository: Repository) {
  const { head, base, title, body, draft, maintainer_can_modify: modify } = call.body;
  if (typeof head !== 'string' || !head) return invalid(createPage, missing('head'));
  if (typeof base !== 'string' || !base) return invalid(createPage, missing('base'));
  const at = head.lastIndexOf(':');
  const owner = at < 0 ? repository.owner.login : head.slice(0, at);
  const headRepository = headRepositoryOf(call, repository, owner);
  if (!headRepository) return invalid(createPage, { resource: 'PullRequest', field: 'head', code: 'invalid' });
  return {
    base,
    head: head.slice(at + 1),
    headRepository,
    title: typeof title === 'string' ? title : '',
    body: typeof body === 'string' ? body : null,
    draft: draft === true,
    maintainerCanModify: modify !== false,
  };
}

function headRepositoryOf(call: Call, repository: Repository, owner: string): Repository | null {
  const asked = typeof call.body.head_repo === 'string' ? call.body.head_repo.split('/').at(-1) : undefined;
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const found = networkOf(call.world, repository).filter(
    (other) => same(other.owner.login, owner) && (asked === undefined || same(other.name, asked)),
  );
  return found.find((other) => other === repository) ?? found[0] ?? null;
}

function missing(field: string) {
  return { resource: 'PullRequest', field, code: 'missing_field' };
}

function problem(made: PullProblem): Answer {
  const resource = 'PullRequest';
  const custom = (message: string) => invalid(createPage, { resource, code: 'custom', message });
  switch (made.kind) {
    case 'head':
    case 'base':
      return invalid(createPage, { resource, field: made.kind, code: 'invalid' });
    case 'title':
      return invalid(createPage, missing('title'));
    case 'fork-collab': {
      const message = "Fork collab can't be granted by someone without permission";
      return invalid(createPage, { resource, field: 'fork_collab', code: 'custom', message });
    }
    case 'unreadable':
      return custom('not all refs are readable');
    case 'pulls-off':
      return refuse(403, 'Pull requests are disabled for this repository.', { page: createPage });
    case 'collaborators-only':
      return refuse(403, 'must be a collaborator', { page: createPage });
    default:
      return custom(made.message);
  }
}

/** Title, body, base and state, as `PATCH` of a pull request and of its issue take them. */
export async function edit(call: Call, pull: Pull): Promise<void> {
  const { title, body, state, base } = call.body;
  const by = author(call);
  if (typeof base === 'string' && branchSha(pull.base.repository, base) === null) {
    invalid(updatePage, { resource: 'PullRequest', field: 'base', code: 'invalid' });
  }
  await editPull(call.world, {
    pull,
    by,
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof body === 'string' ? { body } : {}),
    ...(typeof base === 'string' ? { base } : {}),
  });
  if (state === 'closed') close(call.world, { pull, by });
  if (state === 'open' && pull.state === 'closed') reopenOr422(call, pull);
}

function reopenOr422(call: Call, pull: Pull): void {
  const { repository, branch } = pull.head;
  const gone = !repository || branchSha(repository, branch) === null;
  const message = gone
    ? `state cannot be changed. The ${branch} branch has been deleted.`
    : 'state cannot be changed. The pull request was merged.';
  if (gone || pull.mergedAt) {
    invalid(updatePage, { resource: 'PullRequest', code: 'custom', field: 'state', message });
  }
  reopen(call.world, { pull, by: author(call) });
}
