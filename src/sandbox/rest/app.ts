import { randomBytes } from 'node:crypto';
import { json, notFound, refuse } from '../answer.ts';
import { suspendedPage } from '../auth.ts';
import { coveredBy } from '../find.ts';
import { appJson, installationJson, selectionOf } from '../present/installation.ts';
import { repositoryJson } from '../present/repository.ts';
import type { Call, Route } from '../router.ts';
import type { Installation, InstallationToken, Permissions } from '../types.ts';
import { paged } from './paging.ts';

const hour = 3600_000;

export const appRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/app',
    handle(call) {
      demandApp(call);
      return json(appJson(call.world));
    },
  },
  {
    method: 'GET',
    pattern: '/app/installations',
    handle(call) {
      demandApp(call);
      const { items, headers } = paged(call, [...call.world.installations.values()]);
      return json(
        items.map((installation) => installationJson(call.world, installation)),
        200,
        headers,
      );
    },
  },
  {
    method: 'GET',
    pattern: '/app/installations/:installation_id',
    handle: (call) => json(installationJson(call.world, installationOf(call))),
  },
  {
    method: 'POST',
    pattern: '/app/installations/:installation_id/access_tokens',
    handle(call) {
      const installation = installationOf(call);
      if (installation.suspendedAt) refuse(403, 'This installation has been suspended', { page: suspendedPage });
      return mint(call, installation);
    },
  },
];

export function demandApp(call: Call): void {
  if (call.caller.kind !== 'app') refuse(401, 'A JSON web token could not be decoded');
}

function installationOf(call: Call): Installation {
  demandApp(call);
  const found = call.world.installations.get(Number(call.params.installation_id));
  return found ?? notFound('apps/apps#get-an-installation-for-the-authenticated-app');
}

function mint(call: Call, installation: Installation) {
  const { world } = call;
  const asked = scopeOf(call, installation);
  const token: InstallationToken = {
    token: tokenFor(world.app.id),
    installationId: installation.id,
    permissions: asked.permissions,
    repositoryIds: asked.repositoryIds,
    expiresAt: Date.now() + hour,
  };
  world.tokens.set(token.token, token);
  const repositories = coveredBy(world, installation).filter(({ id }) => asked.repositoryIds?.has(id));
  return json(
    {
      token: token.token,
      expires_at: new Date(token.expiresAt).toISOString().replace(/\.\d+Z$/, 'Z'),
      permissions: token.permissions,
      repository_selection: asked.repositoryIds ? 'selected' : selectionOf(installation),
      ...(asked.repositoryIds
        ? { repositories: repositories.map((repository) => repositoryJson(world, repository)) }
        : {}),
    },
    201,
  );
}

/** Since April 2026 installation tokens are about 520 characters long and carry two dots. */
function tokenFor(appId: number): string {
  const part = (length: number) => randomBytes(length).toString('base64url').slice(0, length);
  return `ghs_${appId}_${part(36)}.${part(300)}.${part(172)}`;
}

const page = 'apps/apps#create-an-installation-access-token-for-an-app';

function scopeOf(call: Call, installation: Installation) {
  const { repository_ids: ids, repositories: names, permissions } = call.body;
  const covered = coveredBy(call.world, installation);
  const narrowed = Array.isArray(ids) || Array.isArray(names);
  const chosen = covered.filter(
    (repository) =>
      (Array.isArray(ids) && ids.includes(repository.id)) || (Array.isArray(names) && names.includes(repository.name)),
  );
  const wanted = (Array.isArray(ids) ? ids.length : 0) + (Array.isArray(names) ? names.length : 0);
  if (narrowed && chosen.length < wanted) {
    const message =
      'There is at least one repository that does not exist or is not accessible to the parent installation.';
    refuse(422, message, { page });
  }
  const granted = narrowPermissions(installation.permissions, permissions);
  return { repositoryIds: narrowed ? new Set(chosen.map(({ id }) => id)) : null, permissions: granted };
}

function narrowPermissions(held: Permissions, asked: unknown): Permissions {
  if (typeof asked !== 'object' || asked === null) return { ...held };
  const wanted = Object.entries(asked).map(([name, level]) => [name, String(level)] as const);
  for (const [name, level] of wanted) {
    if (held[name] === level || (held[name] === 'write' && level === 'read')) continue;
    refuse(422, 'The permissions requested are not granted to this installation.', { page });
  }
  return { ...Object.fromEntries(wanted), metadata: 'read' };
}
