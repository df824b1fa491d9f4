import { type Quietly, sendRepositoryEvent } from '../events.ts';
import { repositoryNamed } from '../find.ts';
import type { Json } from '../present/account.ts';
import type { PullPolicy, Repository } from '../types.ts';
import { now, type World } from '../world.ts';
import { leaveNetwork } from './network.ts';

export function settingActions(world: World) {
  const named = (name: string) => repositoryNamed(world, name);
  return {
    setArchived(name: string, archived: boolean, quietly: Quietly = {}): void {
      const repository = touched(named(name));
      repository.archived = archived;
      tell(world, repository, archived ? 'archived' : 'unarchived', quietly);
    },
    setPrivate(name: string, isPrivate: boolean, quietly: Quietly = {}): void {
      const repository = touched(named(name));
      if (isPrivate && !repository.private) leaveNetwork(world, repository);
      repository.private = isPrivate;
      tell(world, repository, isPrivate ? 'privatized' : 'publicized', quietly);
    },
    setDefaultBranch(name: string, branch: string, quietly: Quietly = {}): void {
      const repository = touched(named(name));
      const from = repository.defaultBranch;
      repository.defaultBranch = branch;
      tell(world, repository, 'edited', quietly, { changes: { default_branch: { from } } });
    },
    /** When it was last pushed to: GitHub tells that in whole seconds, in which a test does much. */
    setPushedAt(name: string, at: Date): void {
      named(name).pushedAt = at.toISOString().replace(/\.\d+Z$/, 'Z');
    },
    setPullsEnabled(name: string, enabled: boolean): void {
      named(name).hasPulls = enabled;
    },
    /** A ruleset that asks for pull requests, and lets the App bypass nothing. */
    setProtected(name: string, branch: string, on: boolean): void {
      const { protected: branches } = named(name);
      if (on) branches.add(branch);
      else branches.delete(branch);
    },
    setPullPolicy(name: string, policy: PullPolicy): void {
      named(name).pullPolicy = policy;
    },
  };
}

/** A `repository` event in the owner's name. */
export function tell(world: World, repository: Repository, action: string, quietly: Quietly, payload: Json = {}): void {
  const sender = repository.owner;
  sendRepositoryEvent(world, { ...quietly, event: 'repository', action, repository, sender, payload });
}

export function touched(repository: Repository): Repository {
  repository.updatedAt = now();
  return repository;
}
