import { json, notFound } from '../answer.ts';
import { repositoryApi } from '../present/repository.ts';
import type { Route } from '../router.ts';
import { entriesOf, treeOf, typeOf } from '../tree.ts';
import { repositoryOf } from './repository-of.ts';
import { commitNamed } from './shas.ts';

const page = 'git/trees#get-a-tree';

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
      const api = `${repositoryApi(call.world, repository)}/git`;
      // Any value at all means yes.
      const entries = await entriesOf(store, sha, call.query.has('recursive'));
      const tree = entries.map(({ path, mode, type, oid, size }) => ({
        path,
        mode,
        type,
        sha: oid,
        ...(type === 'blob' ? { size } : {}),
        ...(type === 'commit' ? {} : { url: `${api}/${type}s/${oid}` }),
      }));
      return json({ sha, url: `${api}/trees/${sha}`, tree, truncated: false });
    },
  },
];
