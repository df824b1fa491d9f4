import { covers, installationsOn } from './find.ts';
import { accountJson, type Json } from './present/account.ts';
import { installationJson, selectionOf } from './present/installation.ts';
import { pullDetails, pullJson } from './present/pull.ts';
import { repositoryJson, shortRepositoryJson } from './present/repository.ts';
import type { Account, Installation, Pull, Repository } from './types.ts';
import type { World } from './world.ts';

/** How a helper was called: `silent` means that GitHub loses the event. */
export interface Quietly {
  silent?: boolean;
}

export interface RepositoryEvent extends Quietly {
  event: string;
  action: string | null;
  repository: Repository;
  sender: Account;
  payload?: Json;
}

/** Installations that hear of an event: those on the repository, neither suspended nor deaf to it. */
export function listeners(world: World, event: string, repository: Repository): Installation[] {
  return installationsOn(world, repository).filter(
    (installation) => !installation.suspendedAt && installation.events.includes(event),
  );
}

export function sendRepositoryEvent(world: World, given: RepositoryEvent): void {
  if (given.silent) return;
  const { event, action, repository, sender } = given;
  for (const installation of listeners(world, event, repository)) {
    const payload = {
      ...(action ? { action } : {}),
      ...given.payload,
      repository: repositoryJson(world, repository),
      ...organizationJson(world, repository.owner),
      sender: accountJson(world, sender),
      installation: { id: installation.id, node_id: installation.nodeId },
    };
    const ids = { installationId: installation.id, repositoryId: repository.id };
    world.webhooks.send({ event, action, ...ids, payload });
  }
}

export function sendPullEvent(
  world: World,
  given: Quietly & { action: string; pull: Pull; sender: Account; payload?: Json },
): void {
  const { action, pull, sender } = given;
  const pullRequest = { ...pullJson(world, pull), ...pullDetails(world, pull, null) };
  sendRepositoryEvent(world, {
    ...given,
    event: 'pull_request',
    action,
    repository: pull.base.repository,
    sender,
    payload: { number: pull.number, pull_request: pullRequest, ...given.payload },
  });
}

/** `installation` events reach every App unasked. */
export function sendInstallationEvent(
  world: World,
  given: Quietly & { action: string; installation: Installation; sender: Account },
): void {
  if (given.silent) return;
  const { action, installation, sender } = given;
  const repositories = [...world.repositories.values()]
    .filter((repository) => !repository.deleted && covers(installation, repository))
    .map(shortRepositoryJson);
  const listed = action === 'created' || action === 'deleted' ? { repositories, requester: null } : {};
  const payload = {
    action,
    installation: installationJson(world, installation),
    ...listed,
    ...organizationJson(world, installation.account),
    sender: accountJson(world, sender),
  };
  const ids = { installationId: installation.id, repositoryId: null };
  world.webhooks.send({ event: 'installation', action, ...ids, payload });
}

export function sendInstallationRepositoriesEvent(
  world: World,
  given: Quietly & { installation: Installation; added: Repository[]; removed: Repository[]; sender: Account },
): void {
  const { installation, added, removed, sender } = given;
  if (given.silent || installation.suspendedAt) return;
  const action = added.length > 0 ? 'added' : 'removed';
  const payload = {
    action,
    installation: installationJson(world, installation),
    repository_selection: selectionOf(installation),
    repositories_added: added.map(shortRepositoryJson),
    repositories_removed: removed.map(shortRepositoryJson),
    requester: null,
    ...organizationJson(world, installation.account),
    sender: accountJson(world, sender),
  };
  const ids = { installationId: installation.id, repositoryId: null };
  world.webhooks.send({ event: 'installation_repositories', action, ...ids, payload });
}

function organizationJson(world: World, account: Account): Json {
  if (account.type !== 'Organization') return {};
  const url = `${world.url}/api/v3/orgs/${account.login}`;
  const { login, id, node_id, avatar_url } = accountJson(world, account);
  return { organization: { login, id, node_id, url, repos_url: `${url}/repos`, avatar_url, description: '' } };
}
