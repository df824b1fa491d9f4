import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { type LinkView, linkView } from '../../db/views.ts';
import { listPushable, type Permissions, readPermission } from '../../github/users.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import type { Caller } from './caller.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Context = Pick<ServerContext, 'database' | 'github'>;

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
  if (link === null || link.installationId === null) throw notThere(id);
  const { owner, repo } = link.fork;
  const seen = answered(await readPermission(context.github.asUser(caller.token), { owner, name: repo }));
  if (seen === null || seen.id !== link.forkId || !seen.permissions.pull) throw notThere(id);
  return { link, permissions: seen.permissions };
}

/** A link the caller may change: they can push to its fork. */
export async function changeableLink(context: Context, caller: Caller, id: string): Promise<LinkView> {
  const { link, permissions } = await visibleLink(context, caller, id);
  if (permissions.push) return link;
  throw new Problem(
    403,
    `You can read ${link.fork.owner}/${link.fork.repo}, but not push to it: ask one of its owners.`,
  );
}

/** Ids of the repositories the App is on and the caller can push to. */
export async function pushableRepositories(context: Context, caller: Caller): Promise<number[]> {
  const seen = answered(await listPushable(context.github.asUser(caller.token)));
  return seen.filter((repository) => repository.permissions.push).map((repository) => repository.id);
}

function answered<T extends object | null>(value: T | Refusal): T {
  if (value !== null && isRefusal(value)) {
    throw new Problem(503, 'GitHub cannot be asked what you may see. Try again later.');
  }
  return value as T;
}

function notThere(id: string): Problem {
  return new Problem(404, `There is no link ${JSON.stringify(id.slice(0, 60))} that you can see.`);
}
