import type { ObservedRepository } from '../core/observation.ts';
import type { ForkNode, UpstreamNode } from './observe-query.ts';

/** In the words of the planner. */
export function toObservedRepository(node: ForkNode | UpstreamNode | null): ObservedRepository | null {
  if (!node) return null;
  return {
    id: node.databaseId,
    nodeId: node.id,
    owner: node.owner.login,
    name: node.name,
    archived: node.isArchived,
    private: node.isPrivate,
    branchSha: node.ref?.target?.oid ?? null,
  };
}
