import type { Refusal } from '../core/refusal.ts';
import { attempt } from './attempt.ts';
import type { InstallationClient } from './client.ts';
import { faultFrom } from './fault.ts';
import { textOf } from './words.ts';

interface Place {
  client: InstallationClient;
  fork: { owner: string; name: string };
  number: number;
}

/**
 * Sets the labels and assignees of a pull request in one request; null leaves them as they are. `pull_requests: write` is
 * enough for labels that the repository has; one that it has not would be made, which takes `issues: write`
 * (https://github.com/actions/labeler/issues/870). https://docs.github.com/rest/issues/issues#update-an-issue
 */
export function labelPull(
  given: Place & { labels: string[] | null; assignees: string[] | null },
): Promise<{ done: true } | Refusal> {
  const { client, fork, number, labels, assignees } = given;
  return attempt({ client, write: true }, async () => {
    await client.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
      owner: fork.owner,
      repo: fork.name,
      issue_number: number,
      ...(labels === null ? {} : { labels }),
      ...(assignees === null ? {} : { assignees }),
    });
    return { done: true };
  });
}

/**
 * Adds labels to a pull request, whatever it has. GitHub takes all of them or none.
 * https://docs.github.com/rest/issues/labels#add-labels-to-an-issue
 */
export function addLabels(given: Place & { labels: string[] }): Promise<{ done: true } | Refusal> {
  const { client, fork, number, labels } = given;
  return attempt({ client, write: true }, async () => {
    await client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', {
      owner: fork.owner,
      repo: fork.name,
      issue_number: number,
      labels,
    });
    return { done: true };
  });
}

/**
 * Takes a label off a pull request; one that is not on it is off. The name is made part of the address by Octokit.
 * https://docs.github.com/rest/issues/labels#remove-a-label-from-an-issue
 */
export function removeLabel(given: Place & { label: string }): Promise<{ done: true } | Refusal> {
  const { client, fork, number, label } = given;
  return attempt({ client, write: true }, async () => {
    try {
      await client.request('DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}', {
        owner: fork.owner,
        repo: fork.name,
        issue_number: number,
        name: label,
      });
    } catch (error) {
      const fault = faultFrom(error);
      if (fault?.status !== 404 || !textOf(fault.body).includes('Label does not exist')) throw error;
    }
    return { done: true };
  });
}

/**
 * Asks for reviews in one request; GitHub takes all of them or none. Who is asked already is not asked again.
 * https://docs.github.com/rest/pulls/review-requests#request-reviewers-for-a-pull-request
 */
export function requestReviewers(
  given: Place & { reviewers: string[]; teams: string[] },
): Promise<{ done: true } | Refusal> {
  const { client, fork, number, reviewers, teams } = given;
  return attempt({ client, write: true }, async () => {
    await client.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers', {
      owner: fork.owner,
      repo: fork.name,
      pull_number: number,
      reviewers,
      team_reviewers: teams,
    });
    return { done: true };
  });
}
