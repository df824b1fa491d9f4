import { z } from 'zod';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { attempt, parseAnswer } from './attempt.ts';
import type { InstallationClient } from './client.ts';
import { faultFrom } from './fault.ts';

/** `maintain` is told as `write`, `triage` as `read`. */
const levels = z.enum(['admin', 'write', 'read', 'none']).catch('none');
const Permission = z.object({ permission: levels, user: z.object({ id: z.number() }).nullish() });

interface Asking {
  client: InstallationClient;
  repository: { owner: string; name: string };
  person: { id: number; login: string };
}

/** Whether a person may read a repository now. */
export async function mayRead(given: Asking): Promise<boolean | Refusal> {
  const permission = await permissionOf(given);
  return typeof permission === 'string' ? permission !== 'none' : permission;
}

/** Whether a person may push to a repository now. */
export async function mayPush(given: Asking): Promise<boolean | Refusal> {
  const permission = await permissionOf(given);
  return typeof permission === 'string' ? permission === 'write' || permission === 'admin' : permission;
}

/**
 * What a person may do in a repository now, by whatever way: as owner, member, in a team, as a collaborator. Whoever has the login by
 * now is somebody else. https://docs.github.com/rest/collaborators/collaborators#get-repository-permissions-for-a-user
 */
async function permissionOf({ client, repository, person }: Asking): Promise<z.infer<typeof levels> | Refusal> {
  const answer = await attempt({ client }, async () => {
    try {
      const { data } = await client.request('GET /repos/{owner}/{repo}/collaborators/{username}/permission', {
        owner: repository.owner,
        repo: repository.name,
        username: person.login,
      });
      return parseAnswer(Permission, data);
    } catch (error) {
      const fault = faultFrom(error);
      if (fault?.status === 404 && fault.url.includes('/collaborators/')) return null;
      throw error;
    }
  });
  if (answer !== null && isRefusal(answer)) return answer;
  return answer?.user?.id === person.id ? answer.permission : 'none';
}
