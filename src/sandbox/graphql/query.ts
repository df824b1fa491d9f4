import { canRead } from '../access.ts';
import { findRepository, fullName } from '../find.ts';
import type { Limits } from '../limits.ts';
import type { Call } from '../router.ts';
import { accountNode } from './account.ts';
import { noNode, noRepository, typed } from './errors.ts';
import { pullNode } from './pull.ts';
import { repositoryNode } from './repository.ts';

export function queryRoot(call: Call, limits: Limits) {
  return {
    viewer: () => viewer(call),
    rateLimit: () => {
      const { limit, remaining, used, reset } = limits.look(call.caller, 'graphql');
      return { cost: 1, limit, remaining, used, nodeCount: 0, resetAt: new Date(reset * 1000).toISOString() };
    },
    repository: (args: { owner: string; name: string; followRenames?: boolean | null }) => repository(call, args),
    node: ({ id }: { id: string }) => nodeOf(call, id),
    // One error for each id that is not there, beside the nodes that are.
    nodes: ({ ids }: { ids: string[] }) => ids.map((id) => settle(() => nodeOf(call, id))),
    user: ({ login }: { login: string }) => account(call, login, 'User'),
    organization: ({ login }: { login: string }) => account(call, login, 'Organization'),
    repositoryOwner: ({ login }: { login: string }) => account(call, login, null),
  };
}

/** With an installation token GitHub shows the App's bot, here with `[bot]`. */
function viewer(call: Call) {
  const { world, caller } = call;
  if (caller.kind === 'user') return { ...accountNode(world, caller.account), __typename: 'User' };
  return { ...accountNode(world, world.app.bot), __typename: 'User', login: world.app.bot.login };
}

function repository(call: Call, args: { owner: string; name: string; followRenames?: boolean | null }) {
  const name = `${args.owner}/${args.name}`;
  const found = findRepository(call.world, name);
  if (!found || !canRead(call.world, call.caller, found)) throw noRepository(name);
  const renamed = fullName(found).toLowerCase() !== name.toLowerCase();
  if (renamed && args.followRenames === false) throw noRepository(name);
  return repositoryNode(call, found);
}

export function nodeOf(call: Call, id: string) {
  for (const found of call.world.repositories.values()) {
    if (found.deleted || !canRead(call.world, call.caller, found)) continue;
    if (found.nodeId === id) return repositoryNode(call, found);
    const pull = found.pulls.find(({ nodeId }) => nodeId === id);
    if (pull) return pullNode(call, pull);
  }
  const user = [...call.world.accounts.values()].find(({ nodeId }) => nodeId === id);
  if (user) return accountNode(call.world, user);
  throw noNode(id);
}

function settle<T>(make: () => T): T | Error {
  try {
    return make();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function account(call: Call, login: string, type: 'User' | 'Organization' | null) {
  const found = call.world.accounts.get(login.toLowerCase());
  if (found && (type === null || found.type === type)) return accountNode(call.world, found);
  if (type === null) return null;
  throw typed('NOT_FOUND', `Could not resolve to a ${type} with the login of '${login}'.`);
}
