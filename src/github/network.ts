import { z } from 'zod';
import type { Refusal } from '../core/refusal.ts';
import { attempt, parseAnswer } from './attempt.ts';
import type { InstallationClient, RestClient } from './client.ts';
import type { RepositoryNames } from './covered.ts';
import { faultFrom } from './fault.ts';
import { eachPage } from './pages.ts';

const Repository = z
  .object({
    id: z.number(),
    node_id: z.string(),
    name: z.string(),
    owner: z.object({ id: z.number(), login: z.string() }),
    private: z.boolean(),
    archived: z.boolean(),
    default_branch: z.string(),
    pushed_at: z.string().nullish(),
    source: z.object({ id: z.number() }).nullish(),
  })
  .transform((shown) => ({
    id: shown.id,
    nodeId: shown.node_id,
    name: shown.name,
    owner: shown.owner.login,
    ownerId: shown.owner.id,
    private: shown.private,
    archived: shown.archived,
    defaultBranch: shown.default_branch as string | null,
    pushedAt: shown.pushed_at ?? null,
    network: shown.source?.id ?? shown.id,
  }));

/** A repository and the fork network it is of. */
export interface NetworkMember extends RepositoryNames {
  /** Id of the repository that all forks of the network descend from. */
  network: number;
}

/**
 * A repository by name, null when it is not there or not visible to who asks. `source` is the root of its network.
 * https://docs.github.com/rest/repos/repos#get-a-repository
 */
export function readMember(
  client: RestClient,
  { owner, name }: { owner: string; name: string },
): Promise<NetworkMember | null | Refusal> {
  return attempt({ client }, async () => {
    try {
      return parseAnswer(Repository, (await client.request('GET /repos/{owner}/{repo}', { owner, repo: name })).data);
    } catch (error) {
      const fault = faultFrom(error);
      if (fault && (fault.status === 404 || fault.status === 451) && fault.url.includes('/repos/')) return null;
      throw error;
    }
  });
}

/** Globs are matched against this many branches of a repository at most. */
const mostBranches = 1_000;

/** Names of a repository's branches, the first `most`. https://docs.github.com/rest/branches/branches#list-branches */
export function listBranches(
  client: RestClient,
  { owner, name }: { owner: string; name: string },
  most = mostBranches,
): Promise<string[] | Refusal> {
  const items = (data: unknown) => parseAnswer(z.array(z.object({ name: z.string() })), data);
  return attempt({ client }, async () => {
    const all: string[] = [];
    const pages = eachPage({
      client,
      route: 'GET /repos/{owner}/{repo}/branches',
      parameters: { owner, repo: name },
      items,
    });
    for await (const page of pages) {
      all.push(...page.map((branch) => branch.name));
      if (all.length >= most) break;
    }
    return all.slice(0, most);
  });
}

/**
 * Whether a repository has this branch. After a branch was renamed GitHub answers its old name with the new branch.
 * https://docs.github.com/rest/branches/branches#get-a-branch
 */
export function hasBranch(
  client: InstallationClient,
  { owner, name }: { owner: string; name: string },
  branch: string,
): Promise<boolean | Refusal> {
  return attempt({ client }, async () => {
    try {
      const parameters = { owner, repo: name, branch };
      const { data } = await client.request('GET /repos/{owner}/{repo}/branches/{branch}', parameters);
      return parseAnswer(z.object({ name: z.string() }), data).name === branch;
    } catch (error) {
      const fault = faultFrom(error);
      if (fault?.status === 404 && fault.url.includes('/branches/')) return false;
      throw error;
    }
  });
}
