import { emailOf } from '../actions/push.ts';
import { invalid, json, notFound, refuse } from '../answer.ts';
import { type Commit, commitOf } from '../commit.ts';
import { commitExists } from '../history.ts';
import { gitCommitJson } from '../present/commit.ts';
import type { Call, Route } from '../router.ts';
import { typeOf } from '../tree.ts';
import { commitTree } from '../write-commit.ts';
import { author } from './create-pull.ts';
import { repositoryOf } from './repository-of.ts';

const getPage = 'git/commits#get-a-commit-object';
const createPage = 'git/commits#create-a-commit';

export const gitCommitRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/git/commits/:sha',
    async handle(call) {
      const repository = repositoryOf(call, { accepts: 'contents=read', page: getPage });
      const { sha = '' } = call.params;
      if (call.world.lag.hides(sha) || !(await commitExists(repository.store, sha))) return notFound(getPage);
      return json(gitCommitJson(call.world, repository, await commitOf(repository.store, sha)));
    },
  },
  {
    method: 'POST',
    pattern: '/repos/:owner/:repo/git/commits',
    async handle(call) {
      const repository = repositoryOf(call, { accepts: 'contents=write', write: true, page: createPage });
      const { store } = repository;
      const { message, tree, parents = [] } = call.body;
      if (typeof message !== 'string') {
        return invalid(createPage, { resource: 'Commit', code: 'missing_field', field: 'message' });
      }
      if (typeof tree !== 'string' || (await typeOf(store, tree)) !== 'tree') {
        return refuse(422, 'Tree SHA does not exist', { page: createPage });
      }
      const all = (Array.isArray(parents) ? parents : []).map(String);
      for (const parent of all) {
        if (!(await commitExists(store, parent))) {
          return refuse(422, 'Parent SHA does not exist or is not a commit object', { page: createPage });
        }
      }
      const by = writer(call, call.body.author) ?? ownWriter(call);
      const committer = writer(call, call.body.committer) ?? by;
      const as = { author: by, committer, date: committer.at, authored: by.at };
      const sha = await commitTree({ store, tree, parents: all, message, as });
      return json(gitCommitJson(call.world, repository, await commitOf(store, sha)), 201);
    },
  },
];

type Writer = Pick<Commit['author'], 'name' | 'email'> & { at: number };

/** Who asks, unless the request says who wrote it. */
function ownWriter(call: Call): Writer {
  const account = author(call);
  return { name: account.login, email: emailOf(account), at: Math.floor(Date.now() / 1000) };
}

function writer(call: Call, given: unknown): Writer | null {
  if (typeof given !== 'object' || given === null) return null;
  const { name, email, date } = given as Record<string, unknown>;
  if (typeof name !== 'string' || typeof email !== 'string') {
    return invalid(createPage, { resource: 'Commit', code: 'missing_field', field: 'name' });
  }
  return { name, email, at: typeof date === 'string' ? Math.floor(Date.parse(date) / 1000) : ownWriter(call).at };
}
