import type { Commit } from '../commit.ts';
import type { Quietly } from '../events.ts';
import { accountNamed, branchSha, fullName, repositoryNamed } from '../find.ts';
import { commitsSince } from '../history.ts';
import { accountJson } from '../present/account.ts';
import { organizationJson } from '../present/event.ts';
import type { Repository } from '../types.ts';
import type { World } from '../world.ts';
import { createRepository, fork, type NewFork, type NewRepository } from './create-repository.ts';
import { leaveNetwork, orphanPulls } from './network.ts';
import { tell, touched } from './settings.ts';

export interface RepositoryInfo {
  id: number;
  nodeId: string;
  fullName: string;
  owner: string;
  name: string;
  private: boolean;
  archived: boolean;
  parent: string | null;
  defaultBranch: string;
  head: string | null;
}

export function repositoryActions(world: World) {
  const named = (name: string) => repositoryNamed(world, name);
  return {
    createRepository: async (given: NewRepository) => info(world, await createRepository(world, given)),
    /** Resolves at once: a fork is only references. */
    fork: async (given: NewFork) => info(world, fork(world, given)),
    repository: (name: string) => info(world, named(name)),
    head: (name: string, branch: string) => branchSha(named(name), branch),
    /** Every reference by its full name. */
    refs: (name: string): Record<string, string> => Object.fromEntries(named(name).refs),
    log: (name: string, branch: string): Promise<Commit[]> => newestFirst(named(name), branch),
    renameRepository(name: string, to: string, quietly: Quietly = {}): void {
      const repository = named(name);
      const from = repository.name;
      repository.name = to;
      rename(world, repository);
      tell(world, repository, 'renamed', quietly, { changes: { repository: { name: { from } } } });
    },
    /** GitHub tells only the new owner's installation. */
    transferRepository(name: string, owner: string, quietly: Quietly = {}): void {
      const repository = named(name);
      const { owner: before } = repository;
      const from =
        before.type === 'Organization'
          ? { organization: organizationJson(world, before) }
          : { user: accountJson(world, before) };
      repository.owner = accountNamed(world, owner);
      rename(world, repository);
      for (const installation of world.installations.values()) {
        if (installation.repositories !== 'all') installation.repositories.delete(repository.id);
      }
      tell(world, repository, 'transferred', quietly, { changes: { owner: { from } } });
    },
    deleteRepository(name: string, quietly: Quietly = {}): void {
      const repository = named(name);
      leaveNetwork(world, repository);
      orphanPulls(world, repository, quietly);
      tell(world, repository, 'deleted', quietly);
      repository.deleted = true;
    },
  };
}

export function info(world: World, repository: Repository): RepositoryInfo {
  const parent = repository.parentId === null ? null : world.repositories.get(repository.parentId);
  return {
    id: repository.id,
    nodeId: repository.nodeId,
    fullName: fullName(repository),
    owner: repository.owner.login,
    name: repository.name,
    private: repository.private,
    archived: repository.archived,
    parent: parent ? fullName(parent) : null,
    defaultBranch: repository.defaultBranch,
    head: branchSha(repository, repository.defaultBranch),
  };
}

function rename(world: World, repository: Repository): void {
  world.names.set(fullName(repository).toLowerCase(), repository.id);
  touched(repository);
}

async function newestFirst(repository: Repository, branch: string): Promise<Commit[]> {
  const head = branchSha(repository, branch);
  if (head === null) return [];
  const commits = await commitsSince({ store: repository.store, base: [], head, limit: 100_000 });
  return [...commits].reverse();
}
