import { z } from 'zod';
import type { Refusal } from '../core/refusal.ts';
import { attempt, parseAnswer } from './attempt.ts';
import type { InstallationClient } from './client.ts';

interface Place {
  client: InstallationClient;
  fork: { owner: string; name: string };
  number: number;
}

const Pull = z.object({ body: z.string().nullable() });

/** The body that a pull request has now. https://docs.github.com/rest/pulls/pulls#get-a-pull-request */
export function readPullBody({ client, fork, number }: Place): Promise<{ body: string } | Refusal> {
  return attempt({ client }, async () => {
    const { data } = await client.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
      owner: fork.owner,
      repo: fork.name,
      pull_number: number,
    });
    return { body: parseAnswer(Pull, data).body ?? '' };
  });
}

/** Gives a pull request another body. https://docs.github.com/rest/pulls/pulls#update-a-pull-request */
export function rewritePull({
  client,
  fork,
  number,
  body,
}: Place & { body: string }): Promise<{ done: true } | Refusal> {
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
