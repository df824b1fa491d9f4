import { canRead, permissionsOf, reaches, satisfies } from '../access.ts';
import { Refused } from '../answer.ts';
import { authenticate } from '../auth.ts';
import { findRepository, fullName, roleOf } from '../find.ts';
import type { Caller, Repository } from '../types.ts';
import type { World } from '../world.ts';

export type Service = 'git-upload-pack' | 'git-receive-pack';

/**
 * Who asks: the token is the password of `x-access-token`, or of any other name.
 * https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/authenticating-as-a-github-app-installation#about-authentication-as-a-github-app-installation
 */
export function callerOf(world: World, header: string | undefined): Caller {
  if (!header) return { kind: 'nobody' };
  const [scheme = '', value = ''] = header.split(' ');
  const password = Buffer.from(value, 'base64').toString().split(':').slice(1).join(':');
  if (scheme.toLowerCase() !== 'basic' || !password.startsWith('gh')) return unknown();
  try {
    return authenticate(world, `token ${password}`);
  } catch {
    return unknown();
  }
}

/** The repository, when this caller may do this with it; otherwise GitHub's refusal, which git shows as `remote: …`. */
export function repositoryFor(given: { world: World; caller: Caller; asked: string; service: Service }): Repository {
  const { world, caller, asked, service } = given;
  const repository = findRepository(world, asked);
  if (!repository || !mayRead(world, caller, repository)) {
    return caller.kind === 'nobody' ? unknown() : refused(404, 'Repository not found.');
  }
  if (service === 'git-upload-pack') return repository;
  if (caller.kind === 'nobody') return unknown();
  if (caller.kind === 'user') {
    const role = roleOf(repository, caller.account);
    if (role !== 'push' && role !== 'admin') {
      return refused(403, `Permission to ${fullName(repository)}.git denied to ${caller.account.login}.`);
    }
  } else if (!reaches(caller, repository) || !satisfies(permissionsOf(caller), 'contents=write')) {
    return refused(403, 'Write access to repository not granted.');
  }
  if (repository.archived) return refused(403, 'This repository was archived so it is read-only.');
  return repository;
}

function mayRead(world: World, caller: Caller, repository: Repository): boolean {
  if (!canRead(world, caller, repository)) return false;
  if (!repository.private || caller.kind !== 'installation') return true;
  return satisfies(permissionsOf(caller), 'contents=read');
}

/** GitHub asks for credentials where it would otherwise say that a private repository is there. */
function unknown(): never {
  return refused(401, 'Repository not found.', { 'www-authenticate': 'Basic realm="GitHub"' });
}

function refused(status: number, text: string, headers: Record<string, string> = {}): never {
  throw new Refused({ status, text, headers });
}
