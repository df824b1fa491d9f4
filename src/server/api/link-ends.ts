import { isOurs } from '../../core/config/names.ts';
import { shown } from '../../core/config/problem.ts';
import { coveringInstallation } from '../../db/covering.ts';
import { storedRepositories } from '../../db/stored.ts';
import type { NewLink as NewRow } from '../../db/write/links.ts';
import type { InstallationClient } from '../../github/client.ts';
import { hasBranch, type NetworkMember, readMember } from '../../github/network.ts';
import { type PersonsRepository, readPermission } from '../../github/users.ts';
import type { ServerContext } from '../context.ts';
import { type FieldError, fieldProblem, type Problem } from '../problem.ts';
import { answered } from './access.ts';
import type { Caller } from './caller.ts';
import type { NewLink } from './link-routes.ts';

export type Ends = Pick<NewRow, 'fork' | 'upstream'>;

interface Given {
  fork: PersonsRepository & { installationId: number };
  caller: Caller;
}

interface Client {
  client: InstallationClient;
}

type Context = Pick<ServerContext, 'database' | 'github'>;

/** The two branches of a new link, with what was not named filled in. 422 when one of them cannot be what was asked for. */
export async function endsOf(body: NewLink, given: Given, context: Context): Promise<Ends> {
  const { fork } = given;
  const client = context.github.asInstallation(fork.installationId);
  const { upstream, reader } = await upstreamOf(body, { ...given, client }, context);
  const forkBranch = body.fork.branch ?? fork.defaultBranch;
  const [ours, sameName] = await Promise.all([
    hasBranch(client, fork, forkBranch).then(answered),
    namesakeOf(body, upstream, reader),
  ]);
  const upstreamBranch = body.upstream?.branch ?? sameName ?? upstream.defaultBranch ?? '';
  const theirs = sameName === upstreamBranch || answered(await hasBranch(reader, upstream, upstreamBranch));
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

interface Found {
  upstream: NetworkMember;
  /** Of the installation that reads it. */
  reader: InstallationClient;
}

/** The upstream that was named, else the parent the fork had when it was first seen. */
async function upstreamOf(body: NewLink, given: Given & Client, context: Context): Promise<Found> {
  const { fork, client, caller } = given;
  if (body.upstream === undefined) {
    const parent = await parentOf(given, context);
    await demandSeen(parent, caller, context);
    return { upstream: parent, reader: client };
  }
  const found = await namedUpstream(body.upstream, given, context);
  await demandSeen(found.upstream, caller, context);
  // Of a private network only a person sees both ends, where each has an installation of its own.
  const seesBoth = found.reader === client ? client : context.github.asUser(caller.token);
  if (answered(await readMember(seesBoth, fork))?.network === found.upstream.network) return found;
  const [theirs, ours] = [found.upstream, fork].map(({ owner, name }) => `${owner}/${name}`);
  throw wrong(`${theirs} and ${ours} are no forks of each other: name one of its fork network.`);
}

/** What the App sees for the fork's owner, the caller may not: a link would show it to them, and so would an answer. */
async function demandSeen(found: NetworkMember, { token }: Caller, { github }: Context): Promise<void> {
  if (!found.private) return;
  const seen = answered(await readPermission(github.asUser(token), found));
  if (!seen?.permissions.pull) throw invisible(found);
}

async function parentOf({ fork, client }: Given & Client, { database }: Context): Promise<NetworkMember> {
  const parent = (await storedRepositories(database.db, [fork.id])).get(fork.id)?.parent ?? null;
  if (parent === null) {
    throw wrong(`${fork.owner}/${fork.name} is no fork of a repository that can be seen: name its upstream.`);
  }
  const found = answered(await readMember(client, parent));
  if (found?.id === parent.id) return found;
  throw wrong(
    `${parent.owner}/${parent.name}, of which this is a fork, cannot be seen any more: name another upstream.`,
  );
}

async function namedUpstream(
  { owner, repo: name }: NonNullable<NewLink['upstream']>,
  { client, caller }: Given & Client,
  context: Context,
): Promise<Found> {
  const found = answered(await readMember(client, { owner, name }));
  if (found !== null) return { upstream: found, reader: client };
  const reader = await readerFor({ owner, name }, caller, context);
  const apart = reader && answered(await readMember(reader, { owner, name }));
  if (!reader || !apart) throw invisible({ owner, name });
  return { upstream: apart, reader };
}

/** The installation that covers a private repository of somebody else, where the caller can see that; else null. */
async function readerFor(
  named: { owner: string; name: string },
  { token }: Caller,
  { github, database }: Context,
): Promise<InstallationClient | null> {
  const seen = answered(await readPermission(github.asUser(token), named));
  const id = seen?.permissions.pull ? await coveringInstallation(database.db, seen.id) : null;
  return id === null ? null : github.asInstallation(id);
}

function invisible({ owner, name }: { owner: string; name: string }): Problem {
  return wrong(`There is no repository ${owner}/${name} that you and Backstroke can see: check how it is written.`);
}

function wrong(message: string): Problem {
  return fieldProblem([{ field: 'upstream', message }]);
}
