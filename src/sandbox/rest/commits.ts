import { json, notFound, refuse } from '../answer.ts';
import { commitOf } from '../commit.ts';
import { type FileChange, fileChanges } from '../diff.ts';
import { commitsSince } from '../history.ts';
import { commitJson, fileChangeJson } from '../present/commit.ts';
import type { Route } from '../router.ts';
import { paged } from './paging.ts';
import { repositoryOf } from './repository-of.ts';
import { commitNamed } from './shas.ts';

const page = 'commits/commits#get-a-commit';

export const commitRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/commits',
    async handle(call) {
      const repository = repositoryOf(call, { accepts: 'contents=read', page: 'commits/commits#list-commits' });
      const head = await commitNamed(call, repository, call.query.get('sha') ?? repository.defaultBranch);
      if (!head) return notFound('commits/commits#list-commits');
      const all = await commitsSince({ store: repository.store, base: [], head, limit: 100_000 });
      const { items, headers } = paged(call, [...all].reverse());
      return json(
        items.map((commit) => commitJson(call.world, repository, commit)),
        200,
        headers,
      );
    },
  },
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/commits/*ref',
    async handle(call) {
      const repository = repositoryOf(call, { accepts: 'contents=read', page });
      const ref = call.params.ref ?? '';
      const sha = await commitNamed(call, repository, ref);
      if (!sha) return refuse(422, `No commit found for SHA: ${ref}`, { page });
      if (/vnd\.github(\.v3)?\.sha/.test(call.headers.accept ?? '')) return shaOnly(sha, call.headers['if-none-match']);
      const commit = await commitOf(repository.store, sha);
      const changes = await fileChanges(repository.store, commit.parents[0] ?? null, sha);
      const files = changes.map((change) => fileChangeJson(call.world, repository, { change, sha }));
      return json({ ...commitJson(call.world, repository, commit), stats: statsOf(changes), files });
    },
  },
];

function statsOf(changes: FileChange[]) {
  const additions = changes.reduce((sum, change) => sum + change.additions, 0);
  const deletions = changes.reduce((sum, change) => sum + change.deletions, 0);
  return { total: additions + deletions, additions, deletions };
}

/** The entity tag of this media type is the commit itself, whatever the token: documented by GitHub. */
function shaOnly(sha: string, known: string | undefined) {
  const headers = { etag: `"${sha}"`, 'content-type': 'application/vnd.github.sha; charset=utf-8' };
  if (known?.replace(/^W\//, '') === `"${sha}"`) return { status: 304, headers };
  return { status: 200, text: sha, headers };
}
