import type { Observation, ObservedPull } from '../core/observation.ts';
import type { Refusal } from '../core/refusal.ts';
import type { InstallationClient } from './client.ts';
import type { ForkNode, UpstreamNode } from './observe-query.ts';
import { comesFrom, toObservedPull } from './pull.ts';
import { readAllPulls } from './read-pulls.ts';
import type { LinkTarget } from './target.ts';

/** A link, and what the query showed of it. */
interface Ends {
  target: LinkTarget;
  seen: { us: Observation['us']; fork: ForkNode | null; upstream: UpstreamNode | null };
}

/** The pull requests of the link: as the query found them, or with two requests more where over 30 have these branch names. */
export async function readPulls({
  client,
  target,
  seen,
}: Ends & { client: InstallationClient }): Promise<ObservedPull[] | Refusal> {
  if (!seen.fork) return [];
  const owner = seen.upstream?.owner.login ?? target.upstream.owner;
  const upstream = ofUpstream({ target, seen });
  if (!seen.fork.pullRequests.pageInfo.hasNextPage) {
    const nodes = (seen.fork.pullRequests.nodes ?? []).filter((node) => node !== null);
    return nodes.filter((node) => comesFrom(node, upstream)).map((node) => toObservedPull(node, seen.us.id));
  }
  return readAllPulls({
    client,
    fork: { owner: seen.fork.owner.login, name: seen.fork.name, branch: target.fork.branch },
    head: `${owner}:${target.upstream.branch}`,
    state: 'all',
    upstream,
  });
}

/** The known pull request of the same upstream, from another branch, or into another one: neither is searched for. */
export function formerPull({ target, seen, pulls }: Ends & { pulls: readonly ObservedPull[] }): Observation['former'] {
  const node = seen.fork?.former;
  if (!node || pulls.some(({ number }) => number === node.number)) return null;
  if (!comesFrom(node, ofUpstream({ target, seen }))) return null;
  return { ...toObservedPull(node, seen.us.id), headBranch: node.headRefName ?? '' };
}

function ofUpstream({ target, seen }: Ends): { id: number; owners: string[] } {
  const owner = seen.upstream?.owner.login ?? target.upstream.owner;
  return { id: target.upstream.id, owners: [target.upstream.owner, owner] };
}
