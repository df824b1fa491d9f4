import { permissionsOf } from '../access.ts';
import { json, notFound, refuse } from '../answer.ts';
import { repositoryApi } from '../present/repository.ts';
import type { Call, Route } from '../router.ts';
import { entriesOf, treeOf, typeOf } from '../tree.ts';
import type { Repository } from '../types.ts';
import { type TreeChange, writeTree } from '../write-commit.ts';
import { repositoryOf } from './repository-of.ts';
import { commitNamed } from './shas.ts';

const page = 'git/trees#get-a-tree';
const createPage = 'git/trees#create-a-tree';
const accepts = 'contents=write; contents=write,workflows=write';

/** What is more is left out: https://docs.github.com/rest/git/trees#get-a-tree */
const mostEntries = 100_000;

export const treeRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/git/trees/*tree_sha',
    async handle(call) {
      const repository = repositoryOf(call, { accepts: 'contents=read', page });
      const { store } = repository;
      const name = call.params.tree_sha ?? '';
      const commit = await commitNamed(call, repository, name);
      const sha = commit ? await treeOf(store, commit) : name;
      if (!commit && (await typeOf(store, sha)) !== 'tree') return notFound(page);
      // Any value at all means yes.
      return json(await treeJson(call, repository, { sha, deep: call.query.has('recursive') }));
    },
  },
  {
    method: 'POST',
    pattern: '/repos/:owner/:repo/git/trees',
    async handle(call) {
      const repository = repositoryOf(call, { accepts, write: true, page: createPage });
      const { store } = repository;
      const { base_tree: base = null } = call.body;
      if (base !== null && (await typeOf(store, String(base))) !== 'tree') {
        return refuse(422, 'base_tree is not a valid tree oid', { page: createPage });
      }
      const changes = changesIn(call.body.tree);
      const workflows = changes.some(({ path }) => path.startsWith('.github/workflows/'));
      if (workflows && permissionsOf(call.caller).workflows !== 'write') {
        const headers = { 'x-accepted-github-permissions': accepts };
        return refuse(403, 'Resource not accessible by integration', { page: createPage, headers });
      }
      const there = new Set(base === null ? [] : (await entriesOf(store, String(base), true)).map(({ path }) => path));
      for (const { path, mode, sha } of changes) {
        if (sha === null && !there.has(path)) return refuse(422, 'GitRPC::BadObjectState', { page: createPage });
        const type = mode === '040000' ? 'tree' : 'blob';
        if (sha !== null && mode !== '160000' && (await typeOf(store, sha)) !== type) {
          return refuse(422, `tree.sha ${sha} is not a valid ${type}`, { page: createPage });
        }
      }
      const sha = await writeTree(store, base === null ? null : String(base), changes);
      return json(await treeJson(call, repository, { sha, deep: false }), 201);
    },
  },
];

const modes = ['100644', '100755', '040000', '160000', '120000'];

/** Files by the ids of their objects; what is written into the request itself is not understood here. */
function changesIn(tree: unknown): TreeChange[] {
  if (!Array.isArray(tree) || tree.length === 0) return refuse(422, 'Invalid tree info', { page: createPage });
  return tree.map((entry: Record<string, unknown>) => {
    const { path, mode, sha } = entry;
    if (typeof path !== 'string' || path === '') return refuse(422, 'tree.path cannot be blank', { page: createPage });
    if (/^\/|\/\/|\/$/.test(path)) {
      return refuse(422, 'tree.path contains a malformed path component', { page: createPage });
    }
    if (!modes.includes(String(mode))) {
      return refuse(422, `Must supply a valid tree.mode`, { page: createPage });
    }
    if (sha === undefined) {
      const message = 'Must supply either tree.sha or tree.content. Request will be rejected if both are present.';
      return refuse(422, message, { page: createPage });
    }
    return { path, mode: String(mode), sha: sha === null ? null : String(sha) };
  });
}

async function treeJson(call: Call, repository: Repository, { sha, deep }: { sha: string; deep: boolean }) {
  const api = `${repositoryApi(call.world, repository)}/git`;
  const entries = await entriesOf(repository.store, sha, deep);
  const tree = entries.slice(0, mostEntries).map(({ path, mode, type, oid, size }) => ({
    path,
    mode,
    type,
    sha: oid,
    ...(type === 'blob' ? { size } : {}),
    ...(type === 'commit' ? {} : { url: `${api}/${type}s/${oid}` }),
  }));
  return { sha, url: `${api}/trees/${sha}`, tree, truncated: entries.length > mostEntries };
}
