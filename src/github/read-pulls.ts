import { z } from 'zod';
import type { HeadPlace } from '../core/link.ts';
import type { BranchName, ObservedPull } from '../core/observation.ts';
import type { Refusal } from '../core/refusal.ts';
import { attempt, parseAnswer } from './attempt.ts';
import type { InstallationClient } from './client.ts';
import { comesFrom, PullNode, pullFields, toObservedPull } from './pull.ts';
import { refusalFromFaults } from './refusal.ts';

/** Pull requests by node id. */
export const pullsQuery = `query Pulls($ids: [ID!]!, $merging: Boolean!) {
  viewer { databaseId }
  nodes(ids: $ids) { ...pullFields }
}
${pullFields}`;

const PullsData = z.object({
  viewer: z.object({ databaseId: z.number() }),
  nodes: z.array(PullNode.nullable()),
});
const List = z.array(
  z.object({ node_id: z.string(), head: z.object({ repo: z.object({ id: z.number() }).nullable() }) }),
);

/** How many pull requests of one link are looked at, the newest first. */
const most = 100;

/**
 * The pull requests from one branch to another, newest first. GraphQL filters by the head's branch name alone, which thousands of forks
 * share, and REST by its owner too; but who closed one only GraphQL tells: so REST finds them and GraphQL reads them.
 * https://docs.github.com/rest/pulls/pulls#list-pull-requests
 */
export function readAllPulls(given: {
  client: InstallationClient;
  fork: BranchName;
  /** `owner:branch` */
  head: string;
  state: 'open' | 'all';
  upstream: { id: number; owners: readonly string[] };
  /** Where that branch is. */
  place: HeadPlace;
  /** With what is asked of one that is to be merged. */
  merging?: boolean;
}): Promise<ObservedPull[] | Refusal> {
  const { client, fork, head, state, upstream, place, merging = false } = given;
  return attempt({ client }, async () => {
    const { data } = await client.request('GET /repos/{owner}/{repo}/pulls', {
      owner: fork.owner,
      repo: fork.name,
      base: fork.branch,
      per_page: most,
      head,
      state,
    });
    // A filter that GitHub does not understand is ignored, so the head is checked here.
    const ours = parseAnswer(List, data).filter(({ head: { repo } }) => repo === null || repo.id === upstream.id);
    if (ours.length === 0) return [];
    return readNodes({ client, ids: ours.map((pull) => pull.node_id), upstream, place, merging });
  });
}

async function readNodes(given: {
  client: InstallationClient;
  ids: string[];
  upstream: { id: number; owners: readonly string[] };
  place: HeadPlace;
  merging: boolean;
}): Promise<ObservedPull[] | Refusal> {
  const { client, ids, upstream, place, merging } = given;
  const { data, faults, headers } = await client.graphql(pullsQuery, { ids, merging });
  if (faults.length > 0) return refusalFromFaults(faults, { now: client.now(), as: client.caller, headers });
  const { viewer, nodes } = parseAnswer(PullsData, data);
  const pulls = nodes.filter((node) => node !== null).filter((node) => comesFrom(node, upstream));
  return pulls.map((node) => toObservedPull(node, viewer.databaseId, place));
}
