import { z } from 'zod';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { attempt, parseAnswer } from './attempt.ts';
import type { GraphqlFault, InstallationClient } from './client.ts';
import { isLimitFault, refusalFromFaults } from './refusal.ts';

/** `parent` only comes through GraphQL in bulk; REST gives it for one repository at a time. https://docs.github.com/graphql/reference/objects#repository */
export const forksQuery = `query Forks($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Repository {
      ...forkFields
      pushedAt
      parent { ...forkFields }
    }
  }
}
fragment forkFields on Repository {
  databaseId id name isArchived isPrivate
  owner { login ... on User { databaseId } ... on Organization { databaseId } }
  defaultBranchRef { name }
}`;

const fields = {
  databaseId: z.number(),
  id: z.string(),
  name: z.string(),
  isArchived: z.boolean(),
  isPrivate: z.boolean(),
  owner: z.object({ login: z.string(), databaseId: z.number() }),
  defaultBranchRef: z.object({ name: z.string() }).nullable(),
};
const Parent = z.object(fields).transform((node) => ({
  id: node.databaseId,
  nodeId: node.id,
  owner: node.owner.login,
  ownerId: node.owner.databaseId,
  name: node.name,
  private: node.isPrivate,
  archived: node.isArchived,
  /** null: nothing was pushed yet. */
  defaultBranch: node.defaultBranchRef?.name ?? null,
}));
const Node = z
  .object({ ...fields, pushedAt: z.string().nullable(), parent: z.unknown() })
  .transform(({ pushedAt, parent, ...node }) => ({
    ...Parent.parse(node),
    pushedAt,
    /** null: not a fork, or its parent is not visible to the installation. */
    parent: parent ? Parent.parse(parent) : null,
  }));

export type ForkParent = z.infer<typeof Parent>;
export type Fork = z.infer<typeof Node>;

/** https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#node-limit */
const batchSize = 50;

/** Repositories with their parents, by node id. Those that are gone by now are left out. */
export async function readForks(client: InstallationClient, nodeIds: readonly string[]): Promise<Fork[] | Refusal> {
  const forks: Fork[] = [];
  for (let at = 0; at < nodeIds.length; at += batchSize) {
    const batch = await readBatch(client, nodeIds.slice(at, at + batchSize));
    if (isRefusal(batch)) return batch;
    forks.push(...batch);
  }
  return forks;
}

function readBatch(client: InstallationClient, ids: readonly string[]): Promise<Fork[] | Refusal> {
  return attempt({ client }, async () => {
    const { data, faults, headers } = await client.graphql(forksQuery, { ids });
    const grave = faults.filter((fault) => !isUnreadable(fault));
    if (grave.length > 0) return refusalFromFaults(grave, { now: client.now(), as: client.caller, headers });
    const { nodes } = parseAnswer(z.object({ nodes: z.array(Node.nullable()) }), data);
    return nodes.filter((node) => node !== null);
  });
}

/** A node or a parent that this token may not see is null, with a fault beside it. */
function isUnreadable(fault: GraphqlFault): boolean {
  const hidden = fault.type === 'NOT_FOUND' || fault.type === 'FORBIDDEN';
  return hidden && !isLimitFault(fault) && fault.path[0] === 'nodes' && fault.path.length > 1;
}
