import { commitOf } from '../history.ts';
import type { Repository } from '../types.ts';
import type { World } from '../world.ts';

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
