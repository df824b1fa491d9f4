import type { Team } from '../types.ts';
import type { World } from '../world.ts';
import type { Json } from './account.ts';

export function teamJson(world: World, team: Team): Json {
  const { organization, slug } = team;
  const url = `${world.url}/api/v3/organizations/${organization.id}/team/${team.id}`;
  return {
    id: team.id,
    node_id: team.nodeId,
    name: team.name,
    slug,
    description: null,
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    permission: 'pull',
    type: 'organization',
    organization_id: organization.id,
    url,
    html_url: `${world.url}/orgs/${organization.login}/teams/${slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    parent: null,
  };
}
