import { z } from 'zod';
import { isRefusal } from '../core/refusal.ts';
import { attempt, parseAnswer } from './attempt.ts';
import type { InstallationClient } from './client.ts';
import { faultFrom } from './fault.ts';
import { type Denied, denial, denialFrom } from './open-pull-denied.ts';
import { refusalFromFaults } from './refusal.ts';
import { type HeadTarget, headOf, kinship } from './target.ts';

/** What to open, with ids and names as they were observed. */
export interface PullOrder extends HeadTarget {
  forkNodeId: string;
  upstreamNodeId: string;
  upstreamPrivate: boolean;
  title: string;
  body: string;
  draft: boolean;
}

export interface OpenedPull {
  number: number;
  url: string;
  headSha: string;
  /** GitHub's words about what it did not do of the order. */
  detail: string | null;
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

/** Said to who wants a draft in a private repository without the plan for it. https://github.com/SWE-agent/SWE-agent/issues/179 */
const noDrafts = /draft pull requests are not supported/i;

/**
 * Opens a pull request from upstream's own branch or the head in the fork, and one that is no draft where GitHub has none. Needs
 * `pull_requests: write` on the fork and nothing on a public upstream.
 */
export async function openPull(given: { client: InstallationClient; order: PullOrder }): Promise<OpenPullResult> {
  const { fork } = given.order;
  const open = kinship({ fork, upstream: headOf(given.order) }) === 'sibling' ? openById : openByName;
  const opened = await open(given);
  if (!given.order.draft || !isRefusal(opened) || !noDrafts.test(opened.detail)) return opened;
  const plain = await open({ ...given, order: { ...given.order, draft: false } });
  return 'number' in plain ? { ...plain, detail: opened.detail } : plain;
}

/**
 * `maintainer_can_modify` is true unless told, and asks for write access to upstream's branch.
 * https://docs.github.com/rest/pulls/pulls#create-a-pull-request
 */
function openByName({ client, order }: { client: InstallationClient; order: PullOrder }): Promise<OpenPullResult> {
  const { fork, title, body } = order;
  const head = headOf(order);
  return attempt({ client, write: true }, async () => {
    try {
      const { data } = await client.request('POST /repos/{owner}/{repo}/pulls', {
        owner: fork.owner,
        repo: fork.name,
        base: fork.branch,
        head: `${head.owner}:${head.branch}`,
        maintainer_can_modify: false,
        title,
        body,
        ...(order.draft ? { draft: true } : {}),
      });
      const opened = parseAnswer(Opened, data);
      return { number: opened.number, url: opened.html_url, headSha: opened.head.sha, detail: null };
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
    ...(order.draft ? { draft: true } : {}),
  };
  return attempt({ client, write: true }, async () => {
    const { data, faults, headers } = await client.graphql(createPullMutation, { input });
    if (faults.length === 0) {
      const { number, url, headRefOid } = parseAnswer(Created, data).createPullRequest.pullRequest;
      return { number, url, headSha: headRefOid, detail: null };
    }
    const sayings = faults.map(({ message }) => ({ message, field: '', code: '' }));
    const denied = denial(sayings, order);
    return denied ?? refusalFromFaults(faults, { now: client.now(), as: client.caller, write: true, headers });
  });
}
