import { isOurs } from '../../core/config/names.ts';
import { shown } from '../../core/config/problem.ts';
import { storedRepositories } from '../../db/stored.ts';
import type { NewLink as NewRow } from '../../db/write/links.ts';
import type { InstallationClient } from '../../github/client.ts';
import { hasBranch, type NetworkMember, readMember } from '../../github/network.ts';
import { type PersonsRepository, readPermission } from '../../github/users.ts';
import type { ServerContext } from '../context.ts';
import { type FieldError, fieldProblem } from '../problem.ts';
import { answered } from './access.ts';
import type { Caller } from './caller.ts';
import type { NewLink } from './link-routes.ts';

export type Ends = Pick<NewRow, 'fork' | 'upstream'>;

interface Given {
  fork: PersonsRepository & { installationId: number };
  caller: Caller;
}

type Context = Pick<ServerContext, 'database' | 'github'>;

/** The two branches of a new link, with what was not named filled in. 422 when one of them cannot be what was asked for. */
export async function endsOf(body: NewLink, given: Given, context: Context): Promise<Ends> {
  const { fork } = given;
  const client = context.github.asInstallation(fork.installationId);
  const upstream = await upstreamOf(body, { ...given, client }, context);
  const forkBranch = body.fork.branch ?? fork.defaultBranch;
  const [ours, sameName] = await Promise.all([
    hasBranch(client, fork, forkBranch).then(answered),
    namesakeOf(body, upstream, client),
  ]);
  const upstreamBranch = body.upstream?.branch ?? sameName ?? upstream.defaultBranch ?? '';
  const theirs = sameName === upstreamBranch || answered(await hasBranch(client, upstream, upstreamBranch));
  const errors = [
    ...fault('fork.branch', { branch: forkBranch, there: ours, of: fork }),
    ...fault('upstream.branch', { branch: upstreamBranch, there: theirs, of: upstream }),
  ];
  if (upstream.id === fork.id && upstreamBranch === forkBranch) {
    errors.push({
      field: 'upstream',
      message: `${shown(forkBranch)} of the fork would follow itself: name another branch.`,
    });
  }
  if (errors.length > 0) throw fieldProblem(errors);
  const { id, owner, name } = fork;
  return { fork: { id, owner, name, branch: forkBranch }, upstream: { ...upstream, branch: upstreamBranch } };
}

/** The fork's branch, when it was named, upstream's was not, and upstream has one called like it. */
async function namesakeOf(body: NewLink, upstream: NetworkMember, client: InstallationClient): Promise<string | null> {
  const { branch } = body.fork;
  if (branch === undefined || body.upstream?.branch !== undefined) return null;
  return answered(await hasBranch(client, upstream, branch)) ? branch : null;
}

function fault(
  field: string,
  { branch, there, of }: { branch: string; there: boolean; of: { owner: string; name: string } },
): FieldError[] {
  if (!there)
    return [{ field, message: `${of.owner}/${of.name} has no branch ${shown(branch)}: name one that it has.` }];
  if (!isOurs(branch)) return [];
  return [
    { field, message: `${shown(branch)} is Backstroke's own, as all of \`backstroke/**\`: name another branch.` },
  ];
}

/** The upstream that was named, else the parent the fork had when it was first seen. */
async function upstreamOf(
  { upstream: named }: NewLink,
  given: Given & { client: InstallationClient },
  context: Context,
): Promise<NetworkMember> {
  const { fork, client, caller } = given;
  const wrong = (message: string) => fieldProblem([{ field: 'upstream', message }]);
  if (named === undefined) {
    const parent = (await storedRepositories(context.database.db, [fork.id])).get(fork.id)?.parent ?? null;
    if (parent === null)
      throw wrong(`${fork.owner}/${fork.name} is no fork of a repository that can be seen: name its upstream.`);
    const found = answered(await readMember(client, parent));
    if (found?.id === parent.id) return found;
    throw wrong(
      `${parent.owner}/${parent.name}, from which it was forked, cannot be seen any more: name another upstream.`,
    );
  }
  const name = `${named.owner}/${named.repo}`;
  const [found, home] = await Promise.all([
    readMember(client, { owner: named.owner, name: named.repo }).then(answered),
    readMember(client, fork).then(answered),
  ]);
  // What the App sees for the fork's owner, the caller may not: a link would show it to them.
  const hidden =
    found?.private && !answered(await readPermission(context.github.asUser(caller.token), found))?.permissions.pull;
  if (found === null || hidden)
    throw wrong(`There is no repository ${name} that you and Backstroke can see: check how it is written.`);
  if (found.network === home?.network) return found;
  throw wrong(`${name} and ${fork.owner}/${fork.name} are no forks of each other: name one of its fork network.`);
}
