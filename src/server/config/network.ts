import type { EffectiveConfig } from '../../core/config/effective.ts';
import { type NetworkRepository, wanted } from '../../core/config/links.ts';
import type { Problem } from '../../core/config/problem.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import type { StoredRepository } from '../../db/stored.ts';
import type { InstallationClient } from '../../github/client.ts';
import type { Covered, RepositoryNames } from '../../github/covered.ts';
import { listBranches, readMember } from '../../github/network.ts';

/** The repositories that a configuration speaks of, as GitHub shows them. */
export interface Network {
  fork: NetworkRepository;
  /** null: it follows nothing, or what it follows cannot be seen. */
  upstream: NetworkRepository | null;
  others: Map<string, NetworkRepository | null>;
  /** All of them, as the tables keep them. */
  names: RepositoryNames[];
}

interface Given {
  client: InstallationClient;
  shown: Covered;
  stored: StoredRepository | null;
  config: EffectiveConfig;
  positionOf: (path: string) => { line: number; column: number };
}

/** Reads what the configuration names, and no more: a fork that says nothing costs no request. */
export async function readNetwork(given: Given): Promise<Network | { problems: Problem[] } | Refusal> {
  const { client, shown, config } = given;
  const upstream = await upstreamOf(given);
  if (upstream !== null && (isRefusal(upstream) || 'problems' in upstream)) return upstream;
  const asked = wanted(config);
  const names: RepositoryNames[] = upstream ? [upstream] : [];
  const withBranches = async (repository: RepositoryNames): Promise<NetworkRepository | Refusal> => {
    const branches = asked.branches ? await listBranches(client, repository) : null;
    if (branches !== null && isRefusal(branches)) return branches;
    const { id, owner, name, defaultBranch } = repository;
    return { id, owner, name, defaultBranch, branches };
  };
  const others = new Map<string, NetworkRepository | null>();
  for (const owner of asked.owners) {
    const other = await memberOf(given, owner, upstream);
    if (other !== null && isRefusal(other)) return other;
    const read = other && (await withBranches(other));
    if (read !== null && isRefusal(read)) return read;
    if (other) names.push(other);
    others.set(owner.toLowerCase(), read);
  }
  const fork = await withBranches(shown);
  if (isRefusal(fork)) return fork;
  const from = upstream && (await withBranches(upstream));
  if (from !== null && isRefusal(from)) return from;
  return { fork, upstream: from, others, names };
}

/**
 * The upstream a file names, else the parent the fork had when it was first seen: when that is gone GitHub gives the fork
 * another parent, which nobody asked to follow.
 */
async function upstreamOf(given: Given): Promise<RepositoryNames | null | { problems: Problem[] } | Refusal> {
  const { client, shown, stored, config } = given;
  if (config.upstream === null) {
    const parentId = stored?.parentId ?? shown.parent?.id ?? null;
    return shown.parent?.id === parentId ? shown.parent : (stored?.parent ?? null);
  }
  const { owner, name } = config.upstream;
  const named = await readMember(client, config.upstream);
  if (named !== null && isRefusal(named)) return named;
  const problem = (message: string) => ({ problems: [{ path: 'upstream', ...given.positionOf('upstream'), message }] });
  if (named === null) {
    return problem(`There is no repository ${owner}/${name} that Backstroke can see: check how it is written.`);
  }
  const fork = await readMember(client, shown);
  if (fork !== null && isRefusal(fork)) return fork;
  if (fork?.network === named.network) return named;
  return problem(`${owner}/${name} and this repository are no forks of each other: name one of its fork network.`);
}

/** The repository of `owner` in the fork's network: called like the fork, or like its upstream. */
async function memberOf(
  { client, shown }: Given,
  owner: string,
  upstream: RepositoryNames | null,
): Promise<RepositoryNames | null | Refusal> {
  const fork = await readMember(client, shown);
  if (fork === null || isRefusal(fork)) return fork;
  for (const name of new Set([shown.name, upstream?.name ?? shown.name])) {
    const member = await readMember(client, { owner, name });
    if (member !== null && isRefusal(member)) return member;
    if (member?.network === fork.network) return member;
  }
  return null;
}
