import type { ForkNode } from './observe-query.ts';
import { isUs } from './pull.ts';

/**
 * True when the newest commit of the fork's branch changes one file, and that is a configuration file, ours or that of wei/pull:
 * another one there than in its parent. GitHub leaves the count out where it takes too long. https://docs.github.com/graphql/reference/objects#commit
 */
export function changesConfigAlone(fork: ForkNode): boolean {
  const tip = fork.ref?.target;
  const parent = tip?.parents?.nodes?.[0];
  if (tip?.changedFilesIfAvailable !== 1) return false;
  return parent?.config?.oid !== tip.config?.oid || parent?.pullConfig?.oid !== tip.pullConfig?.oid;
}

/**
 * Pages of open pull requests into other repositories that have the fork's branch as their head, but for our own. One that the
 * token may not see, or not its base, is into another repository for certain; null: its page is not known either.
 */
export function outgoingPulls(fork: ForkNode, us: number): (string | null)[] {
  const nodes = fork.ref?.associatedPullRequests?.nodes ?? [];
  return nodes.flatMap((node) => {
    if (node === null) return [null];
    return node.baseRepository?.databaseId === fork.databaseId || isUs(node.author, us) ? [] : [node.url];
  });
}
