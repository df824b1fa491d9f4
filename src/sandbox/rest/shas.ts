import { canRead } from '../access.ts';
import { networkOf, seenFrom, shownSha } from '../find.ts';
import { commitExists } from '../history.ts';
import type { Call } from '../router.ts';
import type { Repository } from '../types.ts';

export interface Side {
  repository: Repository;
  sha: string;
}

/** `branch`, `owner:branch`, `owner:repo:branch`, a tag or a commit anywhere in the fork network. */
export async function sideNamed(call: Call, repository: Repository, name: string): Promise<Side | null> {
  const parts = name.split(':');
  const ref = parts.pop() ?? '';
  for (const candidate of owned(call, repository, parts)) {
    const sha =
      seenFrom(repository, candidate, `refs/heads/${ref}`) ?? seenFrom(repository, candidate, `refs/tags/${ref}`);
    if (sha) return { repository: candidate, sha };
  }
  if (parts.length > 0) return null;
  const sha = await commitNamed(call, repository, ref);
  return sha ? { repository, sha } : null;
}

export async function commitNamed(call: Call, repository: Repository, name: string): Promise<string | null> {
  // https://git-scm.com/docs/gitrevisions, in its order.
  const names = [name, `refs/${name}`, `refs/heads/${name}`, `refs/tags/${name}`];
  const own = names.find((ref) => ref.startsWith('refs/') && repository.refs.has(ref));
  if (own) return call.world.lag.refsToo() ? shownSha(repository, own) : (repository.refs.get(own) ?? null);
  if (name === 'HEAD') return repository.refs.get(`refs/heads/${repository.defaultBranch}`) ?? null;
  if (call.world.lag.hides(name)) return null;
  return (await commitExists(repository.store, name)) ? name : null;
}

/** Repositories of the network that the words before the branch can mean. */
export function owned(call: Call, repository: Repository, [owner, name]: string[]): Repository[] {
  if (owner === undefined) return [repository];
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const found = networkOf(call.world, repository).filter(
    (other) =>
      same(other.owner.login, owner) &&
      (name === undefined || same(other.name, name)) &&
      canRead(call.world, call.caller, other),
  );
  return found.sort((a, b) => Number(b === repository) - Number(a === repository));
}
