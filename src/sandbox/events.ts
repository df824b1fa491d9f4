import { covers, installationsOn } from './find.ts';
import { accountJson, type Json } from './present/account.ts';
import { eventSuiteJson } from './present/check-suite.ts';
import {
  eventInstallationJson,
  eventPullJson,
  eventRepositoryJson,
  listedPullJson,
  organizationJson,
} from './present/event.ts';
import { selectionOf } from './present/installation.ts';
import { shortRepositoryJson } from './present/repository.ts';
import { eventReviewJson } from './present/review.ts';
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
      repository: eventRepositoryJson(world, repository),
      ...given.payload,
      ...ofOrganization(world, repository.owner),
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
  const pullRequest = eventPullJson(world, pull);
  sendRepositoryEvent(world, {
    ...given,
    event: 'pull_request',
    action,
    repository: pull.base.repository,
    sender,
    payload: { number: pull.number, pull_request: pullRequest, ...given.payload },
  });
}

/** https://docs.github.com/webhooks/webhook-events-and-payloads#check_suite */
export async function sendCheckSuiteEvent(
  world: World,
  given: Quietly & Parameters<typeof eventSuiteJson>[1],
): Promise<void> {
  const { repository } = given;
  const payload = { check_suite: await eventSuiteJson(world, given) };
  const sender = repository.owner;
  sendRepositoryEvent(world, { ...given, event: 'check_suite', action: 'completed', repository, sender, payload });
}

/** Of the newest review; the pull request is shown as in lists. */
export function sendReviewEvent(world: World, given: Quietly & { action: string; pull: Pull }): void {
  const { action, pull } = given;
  const review = pull.reviews.at(-1);
  if (!review) return;
  const payload = { review: eventReviewJson(world, pull, review), pull_request: listedPullJson(world, pull) };
  const { repository } = pull.base;
  sendRepositoryEvent(world, {
    ...given,
    event: 'pull_request_review',
    action,
    repository,
    sender: review.user,
    payload,
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
  const listed = action.endsWith('suspend') ? {} : { repositories, requester: null };
  const payload = {
    action,
    installation: eventInstallationJson(world, installation, action),
    ...listed,
    ...ofOrganization(world, installation.account),
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
    installation: eventInstallationJson(world, installation, action),
    repository_selection: selectionOf(installation),
    repositories_added: added.map(shortRepositoryJson),
    repositories_removed: removed.map(shortRepositoryJson),
    requester: null,
    ...ofOrganization(world, installation.account),
    sender: accountJson(world, sender),
  };
  const ids = { installationId: installation.id, repositoryId: null };
  world.webhooks.send({ event: 'installation_repositories', action, ...ids, payload });
}

/** An account has another name: as `installation`, this reaches every App unasked. */
export function sendTargetEvent(world: World, given: Quietly & { account: Account; from: string }): void {
  const { account, from } = given;
  const installation = [...world.installations.values()].find((other) => other.account === account);
  if (given.silent || !installation) return;
  const payload = {
    action: 'renamed',
    account: accountJson(world, account),
    changes: { login: { from } },
    installation: { id: installation.id, node_id: installation.nodeId },
    target_type: account.type,
    ...ofOrganization(world, account),
    sender: accountJson(world, account),
  };
  const ids = { installationId: installation.id, repositoryId: null };
  world.webhooks.send({ event: 'installation_target', action: 'renamed', ...ids, payload });
}

/** Only for what an organization owns. */
function ofOrganization(world: World, account: Account): Json {
  return account.type === 'Organization' ? { organization: organizationJson(world, account) } : {};
}
