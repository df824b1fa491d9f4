/** The repositories that a configuration follows, and what has to be read of them. */
import type { EffectiveBranch, EffectiveConfig } from './effective.ts';
import { isGlob } from './glob.ts';

export interface NetworkRepository {
  id: number;
  owner: string;
  name: string;
  /** Where it is, when that is not GitHub. */
  url?: string | null | undefined;
  /** Null: it has no branch at all. */
  defaultBranch: string | null;
  /** Null: not read, since no glob needs them. */
  branches: string[] | null;
  /** The last push to it, from before its branches were read; missing where nobody asked. */
  pushedAt?: string | null | undefined;
}

/** A fork and those that it can follow. */
export interface Network {
  fork: NetworkRepository;
  /** Null: the fork has no parent that can be seen, so nothing of it is followed. */
  upstream: NetworkRepository | null;
  /** By owner in lower case; null: that owner has no repository in the network. */
  others: ReadonlyMap<string, NetworkRepository | null>;
}

/** What has to be read from GitHub before links can be declared. */
export interface Wanted {
  /** Owners named in `from`, in lower case, each once. */
  owners: string[];
  /** A glob needs to know which branches there are, in the fork and in all it follows. */
  branches: boolean;
}

/** What of the network the entries of a configuration name. */
export function wanted({ branches }: EffectiveConfig): Wanted {
  const entries = branches ?? [];
  return {
    owners: [...new Set(entries.flatMap(({ from }) => from.owner?.toLowerCase() ?? []))],
    branches: entries.some(({ from }) => isGlob(from.branch)),
  };
}

/** Repositories whose branches globs are matched against, each once; the fork only where it is followed. */
export function listedRepositories({ config, ...network }: Network & { config: EffectiveConfig }): NetworkRepository[] {
  const globs = (config.branches ?? []).filter(({ from }) => isGlob(from.branch));
  const found = globs.map((entry) => followedBy(entry, network)).filter((one) => one !== null);
  return [...new Map(found.map((one) => [one.id, one])).values()];
}

/** The repository of an entry. An owner may be upstream's or the fork's own: then it is these that are meant, whatever else the owner has. */
export function followedBy({ from }: EffectiveBranch, { fork, upstream, others }: Network): NetworkRepository | null {
  const owner = from.owner?.toLowerCase();
  if (owner === undefined) return upstream;
  // The owner of one elsewhere is a host, which is no login.
  const near = [upstream, fork].find((one) => !one?.url && one?.owner.toLowerCase() === owner);
  return near ?? others.get(owner) ?? null;
}
