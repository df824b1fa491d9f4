import type { Account } from '../types.ts';
import type { World } from '../world.ts';

/** GraphQL shows a bot's login without `[bot]`, REST with it. */
export function accountNode(world: World, account: Account) {
  const login = account.login.replace(/\[bot\]$/, '');
  return {
    __typename: account.type,
    id: account.nodeId,
    databaseId: account.id,
    login,
    name: account.type === 'Bot' ? null : login,
    url: account.type === 'Bot' ? `${world.url}/apps/${login}` : `${world.url}/${login}`,
    resourcePath: `/${login}`,
    avatarUrl: `${world.url}/avatars/u/${account.id}?v=4`,
  };
}
