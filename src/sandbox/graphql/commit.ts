import { type Commit, commitOf } from '../commit.ts';
import { changedFiles, commitsSince } from '../history.ts';
import type { Call } from '../router.ts';
import { entryAt, treeOf } from '../tree.ts';
import type { Repository } from '../types.ts';
import type { World } from '../world.ts';
import { connection, type PageArgs } from './connection.ts';
import { childNode } from './object.ts';

/** `known`: the commit, where it was read already. */
export function commitNode(world: World, repository: Repository, sha: string, known: Commit | null = null) {
  const read = async () => known ?? commitOf(repository.store, sha);
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
    author: async () => (await read()).author,
    committer: async () => (await read()).committer,
    committedDate: async () => (await read()).committer.date,
    authoredDate: async () => (await read()).author.date,
  };
}

/** A commit with what its tree holds and where it comes from. */
export function tipNode(call: Call, repository: Repository, sha: string, known: Commit | null = null): object {
  const { store } = repository;
  const read = async () => known ?? commitOf(store, sha);
  return {
    ...commitNode(call.world, repository, sha, known),
    changedFilesIfAvailable: async () => Object.values(await changedFiles(store, await read())).flat().length,
    tree: async () => ({ __typename: 'Tree', oid: await treeOf(store, sha) }),
    file: async ({ path }: { path: string }) => {
      const entry = await entryAt(store, sha, path);
      return entry ? childNode(repository, entry) : null;
    },
    history: async ({ path, ...args }: PageArgs & { path?: string | null }) => {
      const limit = args.first ?? args.last ?? 100;
      const nodes = path
        ? await touching(call, repository, { sha, limit, path })
        : await before(call, repository, { sha, limit });
      return connection('history', args, nodes);
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

/** A commit and those it comes from, newest first. */
async function before(call: Call, repository: Repository, { sha, limit }: { sha: string; limit: number }) {
  const commits = await commitsSince({ store: repository.store, base: [], head: sha, limit });
  return [...commits].reverse().map((commit) => tipNode(call, repository, commit.sha, commit));
}

/** Those of them that changed `path`. */
async function touching(call: Call, repository: Repository, of: { sha: string; limit: number; path: string }) {
  const { sha, limit, path } = of;
  const found = await repository.store.git(['log', '--format=%H', `--max-count=${limit}`, sha, '--', path]);
  return found
    .split('\n')
    .filter(Boolean)
    .map((one) => tipNode(call, repository, one));
}
