import type { Quietly } from '../events.ts';
import { liveRepositories, networkOf } from '../find.ts';
import type { Repository } from '../types.ts';
import type { World } from '../world.ts';
import { close } from './follow.ts';

/**
 * What GitHub does to a fork network when a repository is deleted or made private: one of the public forks of a root
 * becomes the new root and the parent of the others; forks of a fork go to its parent.
 * https://docs.github.com/pull-requests/collaborating-with-pull-requests/working-with-forks/what-happens-to-forks-when-a-repository-is-deleted-or-changes-visibility
 */
export function leaveNetwork(world: World, repository: Repository): void {
  const others = networkOf(world, repository).filter((other) => other !== repository);
  const children = others.filter((other) => other.parentId === repository.id);
  const heir = repository.parentId === null ? children.find((child) => !child.private) : undefined;
  const parentId = repository.parentId ?? heir?.id ?? null;
  for (const child of children) child.parentId = child === heir ? null : parentId;
  if (heir) for (const other of others) other.network = heir.id;
  repository.parentId = null;
  repository.network = world.nextId();
}

/** Pull requests whose head repository is deleted are closed by who deleted it, and show an unknown repository. */
export function orphanPulls(world: World, repository: Repository, quietly: Quietly): void {
  for (const pull of liveRepositories(world).flatMap((other) => other.pulls)) {
    if (pull.head.repository !== repository || pull.base.repository === repository) continue;
    pull.head.repository = null;
    close(world, { ...quietly, pull, by: repository.owner });
  }
}
