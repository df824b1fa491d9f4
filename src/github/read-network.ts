import type { EffectiveConfig } from '../core/config/effective.ts';
import { type Elsewhere, elsewhereProblem } from '../core/config/elsewhere.ts';
import { type NetworkRepository, wanted } from '../core/config/network.ts';
import type { Position, Problem } from '../core/config/problem.ts';
import { upstreamProblem } from '../core/config/upstream.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { InstallationClient } from './client.ts';
import type { RepositoryNames } from './covered.ts';
import { type ElsewhereRepository, elsewhereAt } from './elsewhere.ts';
import { listBranches, type NetworkMember, readMember } from './network.ts';

/** The repositories that a configuration speaks of, as GitHub shows them. */
export interface Network {
  fork: NetworkRepository;
  /** null: it follows nothing, or what it follows cannot be seen. */
  upstream: NetworkRepository | null;
  others: Map<string, NetworkRepository | null>;
  /** Those that only the configuration names. */
  named: (RepositoryNames | ElsewhereRepository)[];
}

/** Other owners that are looked for, at most: who proposes a file in a pull request may be anybody. */
const ownersAtMost = 10;

type Place = Omit<NetworkRepository, 'branches'>;

/** A repository by name, null when it is not there or not to be seen. */
export type ReadNamed = (named: { owner: string; name: string }) => Promise<NetworkMember | null | Refusal>;

interface Given {
  client: InstallationClient;
  /** Reads what only the configuration names; without it everything that `client` sees is there. */
  readNamed?: ReadNamed;
  fork: Place;
  /** What it follows when the configuration names no upstream. */
  parent: Place | null;
  config: EffectiveConfig;
  /** What may be followed outside GitHub. */
  elsewhere: Elsewhere;
  positionOf: (path: string) => Position;
}

/** Reads what the configuration names, and no more: a fork that says nothing costs no request. */
export async function readNetwork(given: Given): Promise<Network | { problems: Problem[] } | Refusal> {
  const { client, config } = given;
  const named: Network['named'] = [];
  const follows = config.upstream === null ? null : await namedUpstream(given, config.upstream);
  if (follows !== null && (isRefusal(follows) || 'problems' in follows)) return follows;
  if (follows) named.push(follows);
  const upstream: Place | null = follows ?? given.parent;
  const asked = wanted(config);
  if (asked.owners.length > ownersAtMost) {
    const message = `At most ${ownersAtMost} other owners can be named before a colon: follow fewer.`;
    return { problems: [{ path: 'branches', ...given.positionOf('branches'), message }] };
  }
  const withBranches = async (place: Place): Promise<NetworkRepository | Refusal> => {
    const { id, owner, name, defaultBranch, pushedAt, url } = place;
    const branches = asked.branches && !url ? await listBranches(client, { owner, name }) : null;
    if (branches !== null && isRefusal(branches)) return branches;
    return { id, owner, name, url, defaultBranch, branches, pushedAt };
  };
  const others = new Map<string, NetworkRepository | null>();
  // Of these owners it is the two ends that are meant, and they are known.
  const near = [given.fork, upstream].map((end) => (end?.url ? null : end?.owner.toLowerCase()));
  for (const owner of asked.owners.filter((one) => !near.includes(one))) {
    const other = await memberOf(given, owner, upstream);
    if (other !== null && isRefusal(other)) return other;
    const read = other && (await withBranches(other));
    if (read !== null && isRefusal(read)) return read;
    if (other) named.push(other);
    others.set(owner, read);
  }
  const fork = await withBranches(given.fork);
  if (isRefusal(fork)) return fork;
  const from = upstream && (await withBranches(upstream));
  if (from !== null && isRefusal(from)) return from;
  return { fork, upstream: from, others, named };
}

async function namedUpstream(
  given: Given,
  names: NonNullable<EffectiveConfig['upstream']>,
): Promise<Network['named'][number] | { problems: Problem[] } | Refusal> {
  if (names.url !== undefined) {
    const problem = elsewhereProblem(given.config, given.elsewhere, given.positionOf);
    return problem === null ? elsewhereAt(names.url) : { problems: [problem] };
  }
  const named = await readerOf(given)(names);
  if (named === null) return { problems: [upstreamProblem(names, given.positionOf)] };
  if (isRefusal(named)) return named;
  const fork = await readMember(given.client, given.fork);
  if (fork !== null && isRefusal(fork)) return fork;
  if (fork?.network === named.network) return named;
  return { problems: [upstreamProblem(names, given.positionOf)] };
}

/** The repository of `owner` in the fork's network: called like the fork, or like its upstream. */
async function memberOf(
  given: Given,
  owner: string,
  upstream: Place | null,
): Promise<RepositoryNames | null | Refusal> {
  const { client } = given;
  const fork = await readMember(client, given.fork);
  if (fork === null || isRefusal(fork)) return fork;
  const called = upstream === null || upstream.url ? given.fork.name : upstream.name;
  for (const name of new Set([given.fork.name, called])) {
    const member = await readerOf(given)({ owner, name });
    if (member !== null && isRefusal(member)) return member;
    if (member?.network === fork.network) return member;
  }
  return null;
}

function readerOf({ client, readNamed }: Given): ReadNamed {
  return readNamed ?? ((named) => readMember(client, named));
}
