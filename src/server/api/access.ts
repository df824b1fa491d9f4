import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { visible } from '../../core/text/harmless.ts';
import { coveringInstallation } from '../../db/covering.ts';
import { type LinkView, linkView } from '../../db/views.ts';
import {
  listPushable,
  type Permissions,
  type PersonsRepository,
  readPermission,
  readRepository,
} from '../../github/users.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import type { Caller } from './caller.ts';
import { installPage } from './install-page.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Context = Pick<ServerContext, 'database' | 'github' | 'env'>;

/** The link with this id, whoever may see it; null when there is none, or it is no id. */
export async function linkWithId(context: Pick<Context, 'database'>, id: string): Promise<LinkView | null> {
  return uuid.test(id) ? linkView(context.database.db, id) : null;
}

/** A link the caller may see: they can read its fork, and the App is on it. 404 for everything else, whatever the reason. */
export async function visibleLink(
  context: Context,
  caller: Caller,
  id: string,
): Promise<{ link: LinkView; permissions: Permissions }> {
  const link = await linkWithId(context, id);
  if (link === null || link.installationId === null) throw noLink(id);
  const { owner, repo } = link.fork;
  const seen = answered(await readPermission(context.github.asUser(caller.token), { owner, name: repo }));
  if (seen === null || seen.id !== link.forkId || !seen.permissions.pull) throw noLink(id);
  return { link, permissions: seen.permissions };
}

/** A link the caller may change: they can push to its fork. */
export async function changeableLink(context: Context, caller: Caller, id: string): Promise<LinkView> {
  const { link, permissions } = await visibleLink(context, caller, id);
  demandPush(permissions, { owner: link.fork.owner, name: link.fork.repo });
  return link;
}

/** A repository the caller can see. 404 else. */
export async function visibleRepository(
  context: Pick<Context, 'github'>,
  caller: Caller,
  repository: { owner: string; name: string },
): Promise<PersonsRepository> {
  const seen = answered(await readRepository(context.github.asUser(caller.token), repository));
  if (seen?.permissions.pull) return seen;
  const name = visible(`${repository.owner}/${repository.name}`);
  throw new Problem(404, `There is no repository ${name} that you can see, or it is private and the App is not on it.`);
}

/** A repository the caller can push to and the App is on: links of it may be made. */
export async function pushableFork(
  context: Context,
  caller: Caller,
  repository: { owner: string; name: string },
): Promise<PersonsRepository & { installationId: number }> {
  const seen = await visibleRepository(context, caller, repository);
  demandPush(seen.permissions, seen);
  const installationId = await coveringInstallation(context.database.db, seen.id);
  if (installationId !== null) return { ...seen, installationId };
  throw await notInstalled(context, seen);
}

/** 403: the App is not on this repository, and where it is put on it. */
export async function notInstalled(
  context: Context,
  { owner, name }: { owner: string; name: string },
): Promise<Problem> {
  const page = await installPage(context);
  return new Problem(
    403,
    `The App is not installed on ${visible(`${owner}/${name}`)}: open ${page} and select it there.`,
  );
}

/** Ids of the repositories the App is on and the caller can push to. */
export async function pushableRepositories(context: Pick<Context, 'github'>, caller: Caller): Promise<number[]> {
  const seen = answered(await listPushable(context.github.asUser(caller.token)));
  return seen.filter((repository) => repository.permissions.push).map((repository) => repository.id);
}

/** What GitHub answered; 503 when it did not, or may not be asked now. */
export function answered<T>(value: T | Refusal): T {
  if (typeof value !== 'object' || value === null || !isRefusal(value)) return value as T;
  const { notBefore } = value;
  const wait = notBefore === null ? null : Math.max(1, Math.ceil((Date.parse(notBefore) - Date.now()) / 1000));
  const headers = wait === null ? {} : { 'retry-after': String(wait) };
  throw new Problem(503, 'GitHub does not answer what has to be known for this. Try again later.', [], headers);
}

function demandPush(permissions: Permissions, { owner, name }: { owner: string; name: string }): void {
  if (permissions.push) return;
  throw new Problem(403, `You can read ${owner}/${name}, but not push to it: ask one of its owners.`);
}

export function noLink(id: string): Problem {
  return new Problem(404, `There is no link ${JSON.stringify(id.slice(0, 60))} that you can see.`);
}
