import { headBranch, headFor } from '../core/head-branch.ts';
import type { HeadPlace } from '../core/link.ts';
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

/**
 * The pull requests of the link, newest first: as the query found them, or with two requests more where over 30 have the name of
 * upstream's branch, or over ten that of the head in the fork.
 */
export async function readPulls(given: Reading): Promise<ObservedPull[] | Refusal> {
  const { fork } = given.seen;
  if (fork === null) return [];
  const theirs = await fromUpstream(given, fork);
  if (isRefusal(theirs)) return theirs;
  const ours = await fromFork(given, fork);
  if (isRefusal(ours)) return ours;
  const all = [...theirs, ...ours].sort((one, other) => other.number - one.number);
  return withBodies(all, fork);
}

function fromUpstream(given: Reading, fork: ForkNode): Promise<ObservedPull[] | Refusal> {
  const { target, seen } = given;
  if (target.upstream.url) return Promise.resolve([]);
  const head = { owner: seen.upstream?.owner.login ?? target.upstream.owner, branch: target.upstream.branch };
  return ofHead(given, { fork, found: fork.pullRequests, from: ofUpstream({ target, seen }), head, place: 'upstream' });
}

/** The newest alone holds, is open or was merged last; whoever names a branch of theirs so comes before it. */
function fromFork(given: Reading, fork: ForkNode): Promise<ObservedPull[] | Refusal> {
  const { target, seen } = given;
  const upstream = { owner: seen.upstream?.owner.login ?? target.upstream.owner };
  const owner = fork.owner.login;
  const head = { owner, branch: headBranch({ upstream, fork: target.fork }) };
  const found = fork.placedPulls ?? { pageInfo: { hasNextPage: false }, nodes: [] };
  return ofHead(given, { fork, found, from: { id: fork.databaseId, owners: [owner] }, head, place: 'fork' });
}

async function ofHead(
  { client, target, seen }: Reading,
  given: {
    fork: ForkNode;
    found: ForkNode['pullRequests'];
    from: { id: number; owners: string[] };
    head: { owner: string; branch: string };
    place: HeadPlace;
  },
): Promise<ObservedPull[] | Refusal> {
  const { fork, found, from, head, place } = given;
  if (!found.pageInfo.hasNextPage) {
    const nodes = (found.nodes ?? []).filter((node) => node !== null);
    return nodes.filter((node) => comesFrom(node, from)).map((node) => toObservedPull(node, seen.us.id, place));
  }
  return readAllPulls({
    client,
    fork: { owner: fork.owner.login, name: fork.name, branch: target.fork.branch },
    head: `${head.owner}:${head.branch}`,
    state: 'all',
    upstream: from,
    place,
    merging: isMerging(target),
  });
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
