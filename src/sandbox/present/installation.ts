import type { Installation } from '../types.ts';
import type { World } from '../world.ts';
import { accountJson, type Json } from './account.ts';

export function installationJson(world: World, installation: Installation): Json {
  const api = `${world.url}/api/v3`;
  return {
    id: installation.id,
    client_id: world.app.clientId,
    account: accountJson(world, installation.account),
    repository_selection: selectionOf(installation),
    access_tokens_url: `${api}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${api}/installation/repositories`,
    html_url: `${world.url}/settings/installations/${installation.id}`,
    app_id: world.app.id,
    app_slug: world.app.slug,
    target_id: installation.account.id,
    target_type: installation.account.type,
    permissions: installation.permissions,
    events: installation.events,
    created_at: installation.createdAt,
    updated_at: installation.updatedAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: installation.suspendedAt ? accountJson(world, installation.account) : null,
    suspended_at: installation.suspendedAt,
  };
}

export function selectionOf(installation: Installation): 'all' | 'selected' {
  return installation.repositories === 'all' ? 'all' : 'selected';
}

export function appJson(world: World): Json {
  const { app } = world;
  return {
    id: app.id,
    slug: app.slug,
    node_id: app.nodeId,
    client_id: app.clientId,
    owner: accountJson(world, app.owner),
    name: app.name,
    description: '',
    external_url: world.url,
    html_url: `${world.url}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions: app.permissions,
    events: app.events,
    installations_count: world.installations.size,
  };
}
