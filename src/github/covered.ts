import { z } from 'zod';
import { type ConfigBlob, pathOf, pullPath } from '../core/config/file.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { attempt, parseAnswer } from './attempt.ts';
import type { GraphqlFault, InstallationClient } from './client.ts';
import { configIds, forkConfigBlob, forkConfigFields, forkConfigNode } from './config-file.ts';
import { isLimitFault, refusalFromFaults } from './refusal.ts';

const fragments = `
fragment names on Repository {
  databaseId id name isArchived isPrivate pushedAt
  owner { login ... on User { databaseId } ... on Organization { databaseId } }
  defaultBranchRef { name }
}
fragment covered on Repository {
  ...names
  ${forkConfigFields}
  parent { ...names ${configIds('config', 'pullConfig')} }
}`;

/**
 * `parent` and files only come through GraphQL in bulk; REST gives them for one repository at a time.
 * https://docs.github.com/graphql/reference/objects#repository
 */
export const coveredQuery = `query Covered($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Repository { ...covered } }
}${fragments}`;
export const ownerQuery = `query OwnerDefaults($owner: String!) {
  repository(owner: $owner, name: ".github") { ...covered }
}${fragments}`;
const names = {
  databaseId: z.number(),
  id: z.string(),
  name: z.string(),
  isArchived: z.boolean(),
  isPrivate: z.boolean(),
  pushedAt: z.string().nullish(),
  owner: z.object({ login: z.string(), databaseId: z.number() }),
  defaultBranchRef: z.object({ name: z.string() }).nullable(),
};
const Names = z.object(names).transform((node) => ({
  id: node.databaseId,
  nodeId: node.id,
  owner: node.owner.login,
  ownerId: node.owner.databaseId,
  name: node.name,
  private: node.isPrivate,
  archived: node.isArchived,
  /** null: nothing was pushed yet. */
  defaultBranch: node.defaultBranchRef?.name ?? null,
  pushedAt: node.pushedAt ?? null,
}));
const blob = z.object({ oid: z.string() }).nullish();
const Parent = z.object({ config: blob, pullConfig: blob }).nullish();
const Node = z.object({ ...names, ...forkConfigNode, parent: z.unknown() });

export type RepositoryNames = z.infer<typeof Names>;

/** A repository the App covers, as GraphQL shows it. */
export interface Covered extends RepositoryNames {
  /** null: not a fork, or its parent is not visible to the installation. */
  parent: RepositoryNames | null;
  /** null: it could not be read, which says nothing about the file. */
  config: ConfigBlob | null;
  /** Blob id of the parent's file at the same path; null: it has none, or it cannot be read. */
  parentConfig: string | null;
}

/** https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#node-limit */
const batchSize = 50;

/** Repositories with their parents and configuration files, by node id. Those that are gone by now are left out. */
export async function readCovered(
  client: InstallationClient,
  nodeIds: readonly string[],
): Promise<Covered[] | Refusal> {
  const all: Covered[] = [];
  for (let at = 0; at < nodeIds.length; at += batchSize) {
    const batch = await readBatch(client, nodeIds.slice(at, at + batchSize));
    if (isRefusal(batch)) return batch;
    all.push(...batch);
  }
  return all;
}

function readBatch(client: InstallationClient, ids: readonly string[]): Promise<Covered[] | Refusal> {
  return attempt({ client }, async () => {
    const { data, faults, headers } = await client.graphql(coveredQuery, { ids });
    const grave = faults.filter((fault) => !isHidden(fault, ['nodes'], 2));
    if (grave.length > 0) return refusalFromFaults(grave, { now: client.now(), as: client.caller, headers });
    const { nodes } = parseAnswer(z.object({ nodes: z.array(Node.nullable()) }), data);
    return nodes.flatMap((node, at) => (node ? [toCovered(node, hiddenBelow(faults, ['nodes', at]))] : []));
  });
}

/** The owner's `.github`, where the defaults for all repositories are; null when there is none to be seen. */
export function readOwnerRepository(client: InstallationClient, owner: string): Promise<Covered | null | Refusal> {
  return attempt({ client }, async () => {
    const { data, faults, headers } = await client.graphql(ownerQuery, { owner });
    const grave = faults.filter((fault) => !isHidden(fault, ['repository'], 1));
    if (grave.length > 0) return refusalFromFaults(grave, { now: client.now(), as: client.caller, headers });
    const { repository } = parseAnswer(z.object({ repository: Node.nullable() }), data);
    return repository && toCovered(repository, hiddenBelow(faults, ['repository']));
  });
}

function toCovered(node: z.infer<typeof Node>, hidden: string[]): Covered {
  const config = forkConfigBlob(node);
  // Where ours is missing, it is that of wei/pull that could not be read.
  const unread = hidden.includes('config') || (!node.config && hidden.includes('pullConfig'));
  const parent = Parent.parse(node.parent);
  return {
    ...Names.parse(node),
    parent: node.parent ? Names.parse(node.parent) : null,
    config: unread ? null : config,
    parentConfig: (pathOf(config) === pullPath ? parent?.pullConfig : parent?.config)?.oid ?? null,
  };
}

/** A node, a parent or a file that this token may not see is null, with a fault beside it. */
function isHidden(fault: GraphqlFault, under: (string | number)[], depth: number): boolean {
  const hidden = fault.type === 'NOT_FOUND' || fault.type === 'FORBIDDEN';
  return hidden && !isLimitFault(fault) && fault.path[0] === under[0] && fault.path.length >= depth;
}

/** The fields right below `path` that a fault made null. */
function hiddenBelow(faults: readonly GraphqlFault[], path: (string | number)[]): string[] {
  return faults
    .filter((fault) => path.every((part, at) => fault.path[at] === part))
    .map((fault) => String(fault.path[path.length] ?? ''));
}
