import { changedFiles, commitOf } from '../history.ts';
import type { Call } from '../router.ts';
import { entryAt } from '../tree.ts';
import type { Repository } from '../types.ts';
import type { World } from '../world.ts';
import { connection, type PageArgs } from './connection.ts';
import { childNode } from './object.ts';

export function commitNode(world: World, repository: Repository, sha: string) {
  const read = () => commitOf(repository.store, sha);
  const url = `${world.url}/${repository.owner.login}/${repository.name}/commit/${sha}`;
  return {
    __typename: 'Commit',
    id: `C_${sha}`,
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    commitUrl: url,
    url,
    message: async () => (await read()).message,
    messageHeadline: async () => (await read()).message.split('\n')[0] ?? '',
    committedDate: async () => (await read()).committer.date,
    authoredDate: async () => (await read()).author.date,
  };
}

/** A commit with what its tree holds and where it comes from. */
export function tipNode(call: Call, repository: Repository, sha: string): object {
  const { store } = repository;
  const read = () => commitOf(store, sha);
  return {
    ...commitNode(call.world, repository, sha),
    changedFilesIfAvailable: async () => Object.values(await changedFiles(store, await read())).flat().length,
    file: async ({ path }: { path: string }) => {
      const entry = await entryAt(store, sha, path);
      return entry ? childNode(repository, entry) : null;
    },
    history: async ({ path, ...args }: PageArgs & { path?: string | null }) => {
      const limit = args.first ?? args.last ?? 100;
      const found = await store.git(['log', '--format=%H', `--max-count=${limit}`, sha, ...(path ? ['--', path] : [])]);
      const shas = found.split('\n').filter(Boolean);
      return connection(
        'history',
        args,
        shas.map((one) => tipNode(call, repository, one)),
      );
    },
    parents: async (args: PageArgs) => {
      const { parents } = await read();
      return connection(
        'parents',
        args,
        parents.map((parent) => tipNode(call, repository, parent)),
      );
    },
  };
}
