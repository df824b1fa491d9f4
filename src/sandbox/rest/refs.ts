import { canRead, permissionsOf, reaches } from '../access.ts';
import { moveRef } from '../actions/push.ts';
import { json, notFound, refuse } from '../answer.ts';
import { shownSha } from '../find.ts';
import { commitExists, contains } from '../history.ts';
import { repositoryApi } from '../present/repository.ts';
import type { Call, Route } from '../router.ts';
import { typeOf } from '../tree.ts';
import type { Repository } from '../types.ts';
import { author } from './create-pull.ts';
import { repositoryOf } from './repository-of.ts';
import { changesWorkflows } from './workflows.ts';

const accepts = 'contents=write; contents=write,workflows=write';
const updatePage = 'git/refs#update-a-reference';
const createPage = 'git/refs#create-a-reference';

export const refRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/git/ref/*ref',
    async handle(call) {
      const page = 'git/refs#get-a-reference';
      const repository = repositoryOf(call, { accepts: 'contents=read', page });
      const ref = `refs/${call.params.ref}`;
      const sha = call.world.lag.refsToo() ? shownSha(repository, ref) : repository.refs.get(ref);
      return sha ? json(await refJson(call, repository, ref, sha)) : notFound(page);
    },
  },
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/git/matching-refs/*ref',
    async handle(call) {
      const repository = repositoryOf(call, { accepts: 'contents=read' });
      const found = [...repository.refs].filter(([name]) => name.startsWith(`refs/${call.params.ref}`)).sort();
      return json(await Promise.all(found.map(([name, sha]) => refJson(call, repository, name, sha))));
    },
  },
  {
    method: 'POST',
    pattern: '/repos/:owner/:repo/git/refs',
    async handle(call) {
      const repository = repositoryOf(call, { accepts, write: true, page: createPage });
      const { ref, sha } = call.body;
      if (typeof ref !== 'string' || !/^refs\/[^/]+\/./.test(ref)) {
        return refuse(422, `${String(ref)} is not a valid ref name.`, { page: createPage });
      }
      if (repository.refs.has(ref)) return refuse(422, 'Reference already exists', { page: createPage });
      const to = await commitFor(call, repository, { ref, sha, page: createPage });
      if (isProtected(repository, ref)) return refuse(422, restrictedWords, { page: createPage });
      await moveRef(call.world, { repository, ref, to, by: author(call) });
      return json(await refJson(call, repository, ref, to), 201);
    },
  },
  {
    method: 'PATCH',
    pattern: '/repos/:owner/:repo/git/refs/*ref',
    async handle(call) {
      const repository = repositoryOf(call, { accepts, write: true, page: updatePage });
      const ref = `refs/${call.params.ref}`;
      if (!repository.refs.has(ref)) return refuse(422, 'Reference does not exist', { page: updatePage });
      const { sha, force } = call.body;
      const to = await commitFor(call, repository, { ref, sha, page: updatePage });
      const before = repository.refs.get(ref) ?? '';
      const forward = await contains(repository.store, to, before);
      if (isProtected(repository, ref)) return refuse(422, protectedWords, { page: updatePage });
      if ((!forward && force !== true) || repository.refs.get(ref) !== before) {
        return refuse(422, 'Update is not a fast forward', { page: updatePage });
      }
      await moveRef(call.world, { repository, ref, to, by: author(call) });
      return json(await refJson(call, repository, ref, to));
    },
  },
  {
    method: 'DELETE',
    pattern: '/repos/:owner/:repo/git/refs/*ref',
    async handle(call) {
      const page = 'git/refs#delete-a-reference';
      const repository = repositoryOf(call, { accepts: 'contents=write', write: true, page });
      const ref = `refs/${call.params.ref}`;
      if (!repository.refs.has(ref)) return refuse(422, 'Reference does not exist', { page });
      await moveRef(call.world, { repository, ref, to: null, by: author(call) });
      return { status: 204 };
    },
  },
];

export async function refJson(call: Call, repository: Repository, ref: string, sha: string) {
  const api = repositoryApi(call.world, repository);
  const type = ref.startsWith('refs/tags/') ? ((await typeOf(repository.store, sha)) ?? 'commit') : 'commit';
  const object = { sha, type, url: `${api}/git/${type}s/${sha}` };
  return {
    ref,
    node_id: `REF_${Buffer.from(`${repository.id}:${ref}`).toString('base64url')}`,
    url: `${api}/git/${ref}`,
    object,
  };
}

/** A commit, for a tag also a tag object, that a reference may be set to: it is in the network, has arrived, and needs no permission that is missing. */
async function commitFor(
  call: Call,
  repository: Repository,
  given: { ref: string; sha: unknown; page: string },
): Promise<string> {
  const { ref, sha, page } = given;
  // A commit that has not reached the fork yet gives 404 (cli/cli#4907).
  if (typeof sha === 'string' && call.world.lag.hides(sha)) return notFound(page);
  if (typeof sha !== 'string' || !(await mayBeAt(repository, ref, sha))) {
    return refuse(422, 'Object does not exist', { page });
  }
  if (await lacksWorkflows(call, repository, ref, sha)) {
    const headers = { 'x-accepted-github-permissions': accepts };
    return refuse(403, 'Resource not accessible by integration', { page, headers });
  }
  return sha;
}

/** The objects of a fork network are one another's, and an annotated tag is one that points to its tag object. */
async function mayBeAt({ store }: Repository, ref: string, sha: string): Promise<boolean> {
  if (await commitExists(store, sha)) return true;
  return ref.startsWith('refs/tags/') && (await typeOf(store, sha)) === 'tag';
}

/** https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets */
export const protectedWords = 'Repository rule violations found\n\nChanges must be made through a pull request.\n\n';

const restrictedWords = 'Repository rule violations found\n\nCannot create ref due to creations being restricted.\n\n';

export function isProtected(repository: Repository, ref: string): boolean {
  return repository.protected.has(ref.replace(/^refs\/heads\//, ''));
}

/** True when the move brings changes under `.github/workflows/` that the token may not make. */
export async function lacksWorkflows(call: Call, repository: Repository, ref: string, to: string): Promise<boolean> {
  if (permissionsOf(call.caller).workflows === 'write' || !reaches(call.caller, repository)) return false;
  if (!canRead(call.world, call.caller, repository)) return false;
  const own = repository.refs.get(ref) ?? repository.refs.get(`refs/heads/${repository.defaultBranch}`);
  return own !== undefined && (await changesWorkflows(repository.store, own, to));
}
