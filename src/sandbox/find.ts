import type { Account, Installation, Pull, Repository, Role } from './types.ts';
import type { World } from './world.ts';

export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}

/** A repository by the name it has, or had; the caller compares names to tell them apart. */
export function findRepository(world: World, name: string): Repository | null {
  const id = world.names.get(name.toLowerCase());
  const found = id === undefined ? undefined : world.repositories.get(id);
  return found && !found.deleted ? found : null;
}

export function repositoryNamed(world: World, name: string): Repository {
  const found = findRepository(world, name);
  if (!found) throw new Error(`the sandbox has no repository ${name}`);
  return found;
}

export function accountNamed(world: World, login: string): Account {
  const found = world.accounts.get(login.toLowerCase());
  if (!found) throw new Error(`the sandbox has no account ${login}`);
  return found;
}

export function pullNumbered(repository: Repository, number: number): Pull {
  const found = repository.pulls.find((pull) => pull.number === number);
  if (!found) throw new Error(`${fullName(repository)} has no pull request ${number}`);
  return found;
}

export function liveRepositories(world: World): Repository[] {
  return [...world.repositories.values()].filter((repository) => !repository.deleted);
}

export function networkOf(world: World, repository: Repository): Repository[] {
  return liveRepositories(world).filter((other) => other.network === repository.network);
}

export function parentOf(world: World, repository: Repository): Repository | null {
  if (repository.parentId === null) return null;
  return world.repositories.get(repository.parentId) ?? null;
}

export function sourceOf(world: World, repository: Repository): Repository | null {
  let source = parentOf(world, repository);
  for (let next = source; next; next = parentOf(world, next)) source = next;
  return source;
}

export function covers(installation: Installation, repository: Repository): boolean {
  if (installation.account.id !== repository.owner.id) return false;
  return installation.repositories === 'all' || installation.repositories.has(repository.id);
}

export function coveredBy(world: World, installation: Installation): Repository[] {
  return liveRepositories(world).filter((repository) => covers(installation, repository));
}

export function installationsOn(world: World, repository: Repository): Installation[] {
  return [...world.installations.values()].filter((installation) => covers(installation, repository));
}

/** What GitHub shows of a reference across the fork network: after a push that is for a moment the old commit. */
export function shownSha(repository: Repository, ref: string): string | null {
  const lagging = repository.lagging.get(ref);
  return lagging === undefined ? (repository.refs.get(ref) ?? null) : lagging;
}

/** Lag concerns other repositories of the network: a repository sees its own references at once. */
export function seenFrom(here: Repository, repository: Repository, ref: string): string | null {
  return here === repository ? (repository.refs.get(ref) ?? null) : shownSha(repository, ref);
}

export function branchSha(repository: Repository, branch: string): string | null {
  return repository.refs.get(`refs/heads/${branch}`) ?? null;
}

export function branchNames(repository: Repository): string[] {
  const heads = [...repository.refs.keys()].filter((ref) => ref.startsWith('refs/heads/'));
  return heads.map((ref) => ref.slice('refs/heads/'.length)).sort();
}

export function roleOf(repository: Repository, account: Account): Role | null {
  if (repository.owner.id === account.id) return 'admin';
  return repository.grants.get(account.login.toLowerCase()) ?? (repository.private ? null : 'pull');
}
