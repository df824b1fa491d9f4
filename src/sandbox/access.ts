import { refuse } from './answer.ts';
import { covers, installationsOn, roleOf } from './find.ts';
import type { Caller, Permissions, Repository } from './types.ts';
import type { World } from './world.ts';

const ranks: Record<string, number> = { read: 1, write: 2, admin: 3 };

/** Permissions the token still has: those it was made with, as far as the installation still has them. */
export function permissionsOf(caller: Caller): Permissions {
  if (caller.kind !== 'installation') return {};
  const { token, installation } = caller;
  const held = Object.entries(token.permissions).map(([name, level]) => {
    const now = installation.permissions[name];
    return [name, (ranks[now ?? ''] ?? 0) < (ranks[level] ?? 0) ? now : level];
  });
  return Object.fromEntries(held.filter(([, level]) => level !== undefined));
}

/** `accepts` is written as in `x-accepted-github-permissions`: `contents=write; contents=write,workflows=write`. */
export function satisfies(permissions: Permissions, accepts: string): boolean {
  return accepts.split(';').some((alternative) =>
    alternative.split(',').every((needed) => {
      const [name = '', level = ''] = needed.trim().split('=');
      return (ranks[permissions[name] ?? ''] ?? 0) >= (ranks[level] ?? 0);
    }),
  );
}

/** True when the caller's installation is on this repository. */
export function reaches(caller: Caller, repository: Repository): boolean {
  if (caller.kind !== 'installation' || !covers(caller.installation, repository)) return false;
  return caller.token.repositoryIds === null || caller.token.repositoryIds.has(repository.id);
}

/** Public repositories are readable by every token; private ones only by who was let in. */
export function canRead(world: World, caller: Caller, repository: Repository): boolean {
  if (!repository.private) return true;
  if (caller.kind === 'installation') return reaches(caller, repository);
  if (caller.kind !== 'user' || roleOf(repository, caller.account) === null) return false;
  return caller.token.app === 'other' || installationsOn(world, repository).some(({ suspendedAt }) => !suspendedAt);
}

/** Refuses a call that the token may not make on a repository it can see. */
export function demand(
  caller: Caller,
  repository: Repository,
  given: { accepts: string; write: boolean; page?: string },
): void {
  const { accepts, write, page } = given;
  const headers = { 'x-accepted-github-permissions': accepts };
  const refused = () => refuse(403, 'Resource not accessible by integration', { headers, ...(page ? { page } : {}) });
  if (caller.kind === 'installation') {
    if (!satisfies(permissionsOf(caller), accepts)) refused();
    if (write && !reaches(caller, repository)) refused();
  } else if (write) {
    if (caller.kind === 'nobody') refuse(401, 'Requires authentication', page ? { page } : {});
    refused();
  }
}
