/** What a person may be shown of the repositories that the App sees. */
import { isRefusal } from '../../core/refusal.ts';
import type { InstallationClient } from '../../github/client.ts';
import type { Covered } from '../../github/covered.ts';
import { readMember } from '../../github/network.ts';
import type { ReadNamed } from '../../github/read-network.ts';
import { readPermission } from '../../github/users.ts';
import { answered } from '../api/access.ts';
import type { Caller } from '../api/caller.ts';
import type { ServerContext } from '../context.ts';

type Named = Pick<Covered, 'owner' | 'name' | 'private'>;

/**
 * What the App sees for the fork's owner, the caller may not: of a private repository they would learn the names of its branches.
 * Both answer null in its place. 503: GitHub does not answer.
 */
export function seenBy(
  caller: Pick<Caller, 'token'>,
  { client, github }: { client: InstallationClient } & Pick<ServerContext, 'github'>,
): {
  readNamed: ReadNamed;
  orNull: <Repository extends Named>(known: Repository | null) => Promise<Repository | null>;
} {
  const maySee = async (found: Named) =>
    !found.private || answered(await readPermission(github.asUser(caller.token), found))?.permissions.pull === true;
  return {
    readNamed: async (named) => {
      const found = await readMember(client, named);
      return found === null || isRefusal(found) || (await maySee(found)) ? found : null;
    },
    orNull: async (known) => (known !== null && (await maySee(known)) ? known : null),
  };
}
