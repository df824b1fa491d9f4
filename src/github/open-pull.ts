import { z } from 'zod';
import { attempt, parseAnswer } from './attempt.ts';
import type { InstallationClient } from './client.ts';
import { faultFrom } from './fault.ts';
import { type Denied, denial, denialFrom } from './open-pull-denied.ts';
import { refusalFromFaults } from './refusal.ts';
import { kinship, type LinkTarget } from './target.ts';

/** What to open, with ids and names as they were observed. */
export interface PullOrder extends LinkTarget {
  forkNodeId: string;
  upstreamNodeId: string;
  upstreamPrivate: boolean;
  title: string;
  body: string;
}

export interface OpenedPull {
  number: number;
  url: string;
  headSha: string;
}

export type OpenPullResult = OpenedPull | Denied;

/** https://docs.github.com/graphql/reference/mutations#createpullrequest */
export const createPullMutation = `mutation CreatePull($input: CreatePullRequestInput!) {
  createPullRequest(input: $input) { pullRequest { number url headRefOid } }
}`;

const Created = z.object({
  createPullRequest: z.object({
    pullRequest: z.object({ number: z.number(), url: z.string(), headRefOid: z.string() }),
  }),
});
const Opened = z.object({ number: z.number(), html_url: z.string(), head: z.object({ sha: z.string() }) });

/** Opens a pull request from upstream's own branch. Needs `pull_requests: write` on the fork and nothing on a public upstream. */
export function openPull(given: { client: InstallationClient; order: PullOrder }): Promise<OpenPullResult> {
  return kinship(given.order) === 'sibling' ? openById(given) : openByName(given);
}

/**
 * `maintainer_can_modify` is true unless told, and asks for write access to upstream's branch.
 * https://docs.github.com/rest/pulls/pulls#create-a-pull-request
 */
function openByName({ client, order }: { client: InstallationClient; order: PullOrder }): Promise<OpenPullResult> {
  const { fork, upstream, title, body } = order;
  return attempt({ client, write: true }, async () => {
    try {
      const { data } = await client.request('POST /repos/{owner}/{repo}/pulls', {
        owner: fork.owner,
        repo: fork.name,
        base: fork.branch,
        head: `${upstream.owner}:${upstream.branch}`,
        maintainer_can_modify: false,
        title,
        body,
      });
      const { number, html_url, head } = parseAnswer(Opened, data);
      return { number, url: html_url, headSha: head.sha };
    } catch (error) {
      const fault = faultFrom(error);
      const denied = fault?.status === 422 ? denialFrom(fault.body, order) : null;
      if (denied) return denied;
      throw error;
    }
  });
}

/** Between two repositories of one owner only the head repository's id says which is meant. */
function openById({ client, order }: { client: InstallationClient; order: PullOrder }): Promise<OpenPullResult> {
  const { fork, upstream, title, body } = order;
  const input = {
    repositoryId: order.forkNodeId,
    headRepositoryId: order.upstreamNodeId,
    baseRefName: fork.branch,
    headRefName: upstream.branch,
    maintainerCanModify: false,
    title,
    body,
  };
  return attempt({ client, write: true }, async () => {
    const { data, faults, headers } = await client.graphql(createPullMutation, { input });
    if (faults.length === 0) {
      const { number, url, headRefOid } = parseAnswer(Created, data).createPullRequest.pullRequest;
      return { number, url, headSha: headRefOid };
    }
    const sayings = faults.map(({ message }) => ({ message, field: '', code: '' }));
    const denied = denial(sayings, order);
    return denied ?? refusalFromFaults(faults, { now: client.now(), as: client.caller, write: true, headers });
  });
}
