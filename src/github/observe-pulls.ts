import { headFor } from '../core/head-branch.ts';
import type { Observation, ObservedPull } from '../core/observation.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { InstallationClient } from './client.ts';
import type { ForkNode, UpstreamNode } from './observe-query.ts';
import { withBodies } from './observe-told.ts';
import { comesFrom, toObservedPull } from './pull.ts';
import { readAllPulls } from './read-pulls.ts';
import { isMerging, type LinkTarget, type MergingTarget } from './target.ts';

/** A link, and what the query showed of it. */
interface Ends {
  target: LinkTarget & MergingTarget;
  seen: { us: Observation['us']; fork: ForkNode | null; upstream: UpstreamNode | null };
}

type Reading = Ends & { client: InstallationClient };

/** The pull requests of the link, newest first: as the query found them, or with two requests more where over 30 have the name of upstream's branch. */
export async function readPulls(given: Reading): Promise<ObservedPull[] | Refusal> {
  const { fork } = given.seen;
  if (fork === null) return [];
  const theirs = await fromUpstream(given, fork);
  if (isRefusal(theirs)) return theirs;
  const all = [...theirs, ...fromFork(given, fork)].sort((one, other) => other.number - one.number);
  return withBodies(all, fork);
}

async function fromUpstream({ client, target, seen }: Reading, fork: ForkNode): Promise<ObservedPull[] | Refusal> {
  const owner = seen.upstream?.owner.login ?? target.upstream.owner;
  const upstream = ofUpstream({ target, seen });
  if (!fork.pullRequests.pageInfo.hasNextPage) {
    const nodes = (fork.pullRequests.nodes ?? []).filter((node) => node !== null);
    return nodes
      .filter((node) => comesFrom(node, upstream))
      .map((node) => toObservedPull(node, seen.us.id, 'upstream'));
  }
  return readAllPulls({
    client,
    fork: { owner: fork.owner.login, name: fork.name, branch: target.fork.branch },
    head: `${owner}:${target.upstream.branch}`,
    state: 'all',
    upstream,
    place: 'upstream',
    merging: isMerging(target),
  });
}

/** The newest ten, of which the newest alone holds, is open or was merged last. */
function fromFork({ seen }: Reading, fork: ForkNode): ObservedPull[] {
  const nodes = (fork.placedPulls?.nodes ?? []).filter((node) => node !== null);
  const own = nodes.filter(({ headRepository }) => headRepository?.databaseId === fork.databaseId);
  return own.map((node) => toObservedPull(node, seen.us.id, 'fork'));
}

/** The known pull request of the same upstream, or with its head in the fork, from another branch, or into another one: neither is searched for. */
export function formerPull({ target, seen, pulls }: Ends & { pulls: readonly ObservedPull[] }): Observation['former'] {
  const node = seen.fork?.former;
  if (!node || pulls.some(({ number }) => number === node.number)) return null;
  const headBranch = node.headRefName ?? '';
  const inFork = node.headRepository?.databaseId === seen.fork?.databaseId && headFor(headBranch) !== null;
  if (!inFork && !comesFrom(node, ofUpstream({ target, seen }))) return null;
  return { ...toObservedPull(node, seen.us.id, inFork ? 'fork' : 'upstream'), headBranch };
}

function ofUpstream({ target, seen }: Ends): { id: number; owners: string[] } {
  const owner = seen.upstream?.owner.login ?? target.upstream.owner;
  return { id: target.upstream.id, owners: [target.upstream.owner, owner] };
}
