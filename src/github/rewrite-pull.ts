import type { Refusal } from '../core/refusal.ts';
import { attempt } from './attempt.ts';
import type { InstallationClient } from './client.ts';

/** Gives a pull request another body. https://docs.github.com/rest/pulls/pulls#update-a-pull-request */
export function rewritePull(given: {
  client: InstallationClient;
  fork: { owner: string; name: string };
  number: number;
  body: string;
}): Promise<{ done: true } | Refusal> {
  const { client, fork, number, body } = given;
  return attempt({ client, write: true }, async () => {
    await client.request('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', {
      owner: fork.owner,
      repo: fork.name,
      pull_number: number,
      body,
    });
    return { done: true };
  });
}
