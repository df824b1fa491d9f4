import type { Refusal } from '../core/refusal.ts';
import { attempt } from './attempt.ts';
import type { InstallationClient } from './client.ts';
import { faultFrom } from './fault.ts';
import { textOf } from './words.ts';

/** What GitHub says, with 422, of a commit that no repository of the network has. */
const none = /no commit found for sha/i;

/** Whether a fork still has a commit, on a branch or not. https://docs.github.com/rest/commits/commits#get-a-commit */
export function hasCommit(
  { client, fork }: { client: InstallationClient; fork: { owner: string; name: string } },
  sha: string,
): Promise<boolean | Refusal> {
  return attempt({ client }, async () => {
    try {
      await client.request('GET /repos/{owner}/{repo}/commits/{ref}', { owner: fork.owner, repo: fork.name, ref: sha });
      return true;
    } catch (error) {
      const fault = faultFrom(error);
      if (fault?.status === 422 && none.test(textOf(fault.body))) return false;
      throw error;
    }
  });
}
