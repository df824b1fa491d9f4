import type { Refusal } from '../core/refusal.ts';
import { attempt } from './attempt.ts';
import type { InstallationClient } from './client.ts';

/** With a `body` it gets that, too. Closing a closed one changes nothing. https://docs.github.com/rest/pulls/pulls#update-a-pull-request */
export function closePull(given: {
  client: InstallationClient;
  fork: { owner: string; name: string };
  number: number;
  body?: string;
}): Promise<{ closed: true } | Refusal> {
  const { client, fork, number, body } = given;
  return attempt({ client, write: true }, async () => {
    await client.request('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', {
      owner: fork.owner,
      repo: fork.name,
      pull_number: number,
      state: 'closed',
      ...(body === undefined ? {} : { body }),
    });
    return { closed: true };
  });
}
