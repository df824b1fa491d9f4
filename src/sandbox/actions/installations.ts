import { type Quietly, sendInstallationEvent, sendInstallationRepositoriesEvent } from '../events.ts';
import { accountNamed, repositoryNamed } from '../find.ts';
import type { Installation, Permissions } from '../types.ts';
import { nodeId, now, type World } from '../world.ts';

export function installationActions(world: World) {
  const numbered = (id: number) => installationNumbered(world, id);
  const ids = (names: string[]) => names.map((name) => repositoryNamed(world, name).id);

  return {
    /** Repositories as `owner/name`; permissions as the App asks for them when not given. */
    install(
      account: string,
      repositories: 'all' | string[],
      permissions?: Permissions,
      quietly: Quietly & { by?: string } = {},
    ): number {
      const installation = addInstallation(world, account, repositories === 'all' ? 'all' : new Set(ids(repositories)));
      if (permissions) installation.permissions = { metadata: 'read', ...permissions };
      const sender = quietly.by ? accountNamed(world, quietly.by) : installation.account;
      sendInstallationEvent(world, { ...quietly, action: 'created', installation, sender });
      return installation.id;
    },
    uninstall(id: number, quietly: Quietly = {}): void {
      const installation = numbered(id);
      sendInstallationEvent(world, { ...quietly, action: 'deleted', installation, sender: installation.account });
      world.installations.delete(id);
    },
    addRepositories(id: number, names: string[], quietly: Quietly = {}): void {
      const installation = numbered(id);
      const added = names.map((name) => repositoryNamed(world, name));
      if (installation.repositories === 'all') return;
      for (const { id: repository } of added) installation.repositories.add(repository);
      const sender = installation.account;
      sendInstallationRepositoriesEvent(world, { ...quietly, installation, added, removed: [], sender });
    },
    removeRepositories(id: number, names: string[], quietly: Quietly = {}): void {
      const installation = numbered(id);
      const removed = names.map((name) => repositoryNamed(world, name));
      if (installation.repositories === 'all') throw new Error('it has all repositories');
      for (const { id: repository } of removed) installation.repositories.delete(repository);
      const sender = installation.account;
      sendInstallationRepositoriesEvent(world, { ...quietly, installation, added: [], removed, sender });
    },
  };
}

/** What happens to an installation that stays. */
export function installationStateActions(world: World) {
  const numbered = (id: number) => installationNumbered(world, id);
  return {
    suspend(id: number, quietly: Quietly = {}): void {
      const installation = numbered(id);
      installation.suspendedAt = now();
      sendInstallationEvent(world, { ...quietly, action: 'suspend', installation, sender: installation.account });
    },
    unsuspend(id: number, quietly: Quietly = {}): void {
      const installation = numbered(id);
      installation.suspendedAt = null;
      sendInstallationEvent(world, { ...quietly, action: 'unsuspend', installation, sender: installation.account });
    },
    setPermissions(id: number, permissions: Permissions, quietly: Quietly = {}): void {
      const installation = numbered(id);
      installation.permissions = { metadata: 'read', ...permissions };
      const sender = installation.account;
      sendInstallationEvent(world, { ...quietly, action: 'new_permissions_accepted', installation, sender });
    },
    /** The App asks for these from now on: new installations have them, those that are there once their owner accepts. */
    requestPermissions(permissions: Permissions): void {
      world.app.permissions = { metadata: 'read', ...permissions };
    },
    /** The owner accepts what the App asks for now. */
    acceptPermissions(id: number, quietly: Quietly = {}): void {
      const installation = numbered(id);
      installation.permissions = { ...world.app.permissions };
      installation.events = [...world.app.events];
      const sender = installation.account;
      sendInstallationEvent(world, { ...quietly, action: 'new_permissions_accepted', installation, sender });
    },
    /** Every installation token ends now, as after an hour. */
    expireTokens(): void {
      for (const token of world.tokens.values()) token.expiresAt = 0;
    },
  };
}

function addInstallation(world: World, login: string, repositories: Installation['repositories']): Installation {
  const account = accountNamed(world, login);
  const taken = [...world.installations.values()].some((other) => other.account === account);
  if (taken) throw new Error(`the App is installed on ${login} already`);
  const id = world.nextId();
  const at = now();
  const installation: Installation = {
    id,
    nodeId: nodeId('I', id),
    account,
    repositories,
    permissions: { ...world.app.permissions },
    events: [...world.app.events],
    suspendedAt: null,
    createdAt: at,
    updatedAt: at,
  };
  world.installations.set(id, installation);
  return installation;
}

function installationNumbered(world: World, id: number): Installation {
  const found = world.installations.get(id);
  if (!found) throw new Error(`the sandbox has no installation ${id}`);
  return found;
}
