import type { Observation, ObservedPull } from '../core/observation.ts';
import type { ForkNode, UpstreamNode } from './observe-query.ts';

/** Upstream's latest release, as upstream counts them: no draft and no prerelease. */
export function releaseOf(upstream: UpstreamNode | null): Observation['release'] {
  const release = upstream?.latestRelease;
  if (!release?.tagCommit) return null;
  return { tag: release.tagName, sha: release.tagCommit.oid, notes: release.description ?? '' };
}

/** Who committed what the fork's branch has, as far back as was asked for. */
export function committersOf(fork: ForkNode | null): Observation['committers'] {
  const nodes = fork?.past?.target?.history?.nodes;
  if (!nodes) return null;
  return [...new Set(nodes.flatMap((node) => node?.committer?.email?.toLowerCase() ?? []))];
}

/** The pull requests with the bodies of those that are open. */
export function withBodies(pulls: ObservedPull[], fork: ForkNode | null): ObservedPull[] {
  const bodies = new Map(
    [...(fork?.open?.nodes ?? []), ...(fork?.placedOpen?.nodes ?? [])].flatMap((node) =>
      node ? [[node.number, node.body] as const] : [],
    ),
  );
  return pulls.map((pull) => (pull.state === 'open' ? { ...pull, body: bodies.get(pull.number) ?? null } : pull));
}
