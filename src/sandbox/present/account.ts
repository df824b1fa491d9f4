import { liveRepositories } from '../find.ts';
import type { Account } from '../types.ts';
import type { World } from '../world.ts';

export type Json = Record<string, unknown>;

export function accountJson(world: World, account: Account): Json {
  const api = `${world.url}/api/v3/users/${encodeURIComponent(account.login)}`;
  const page = account.type === 'Bot' ? `apps/${account.login.replace(/\[bot\]$/, '')}` : account.login;
  return {
    login: account.login,
    id: account.id,
    node_id: account.nodeId,
    avatar_url: `${world.url}/avatars/u/${account.id}?v=4`,
    gravatar_id: '',
    url: api,
    html_url: `${world.url}/${page}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: account.type,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** As when one account is asked for. */
export function publicUserJson(world: World, account: Account): Json {
  const owned = liveRepositories(world).filter((repository) => repository.owner === account && !repository.private);
  const unsaid = { company: null, location: null, email: null, hireable: null, bio: null, twitter_username: null };
  return {
    ...accountJson(world, account),
    ...unsaid,
    name: account.type === 'Bot' ? null : account.login,
    blog: '',
    public_repos: owned.length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: account.createdAt,
    updated_at: account.createdAt,
  };
}
