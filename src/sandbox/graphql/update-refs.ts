import { moveRef } from '../actions/push.ts';
import { commitExists, contains } from '../history.ts';
import { author } from '../rest/create-pull.ts';
import { isProtected, lacksWorkflows, protectedWords } from '../rest/refs.ts';
import type { Call } from '../router.ts';
import type { Repository } from '../types.ts';
import { typed } from './errors.ts';
import { repositoryFor } from './mutation.ts';

interface RefUpdate {
  name: string;
  beforeOid?: string | null;
  afterOid: string;
  force?: boolean | null;
}

const zero = '0'.repeat(40);

/** All or none: every update is checked, and only then all are made, at once. */
export async function updateRefs(
  call: Call,
  input: { clientMutationId?: string; repositoryId: string; refUpdates: RefUpdate[] },
) {
  const repository = repositoryFor(call, input.repositoryId, 'contents=write');
  const checked: { update: RefUpdate; before: string }[] = [];
  for (const update of input.refUpdates) checked.push({ update, before: await check(call, repository, update) });
  const moved = checked.find(({ update, before }) => !expected(repository, update, before))?.update;
  if (moved)
    throw typed(
      'UNPROCESSABLE',
      `${moved.name} is at ${repository.refs.get(moved.name) ?? zero} but expected ${moved.beforeOid}`,
    );
  const by = author(call);
  const moves = input.refUpdates.map(({ name, afterOid }) =>
    moveRef(call.world, { repository, ref: name, to: afterOid === zero ? null : afterOid, by }),
  );
  await Promise.all(moves);
  return { clientMutationId: input.clientMutationId ?? null };
}

function expected(repository: Repository, { name, beforeOid }: RefUpdate, checked: string): boolean {
  return (repository.refs.get(name) ?? zero) === (beforeOid ?? checked);
}

/** The commit the reference is at now, when it may move. */
async function check(call: Call, repository: Repository, update: RefUpdate): Promise<string> {
  const { name, afterOid, force } = update;
  const before = repository.refs.get(name) ?? zero;
  if (!/^refs\/[^/]+\/./.test(name)) throw typed('UNPROCESSABLE', `${name} is not a valid ref name`);
  if (afterOid === zero) return before;
  if (call.world.lag.hides(afterOid) || !(await commitExists(repository.store, afterOid))) {
    throw typed('NOT_FOUND', `Could not resolve to a commit with the oid of '${afterOid}'`);
  }
  if (before !== zero && !force && !(await contains(repository.store, afterOid, before))) {
    throw typed('UNPROCESSABLE', `${name} cannot be updated: the update is not a fast-forward`);
  }
  if (isProtected(repository, name)) throw typed('UNPROCESSABLE', protectedWords);
  if (await lacksWorkflows(call, repository, name, afterOid)) {
    const bot = call.world.app.bot.login;
    throw typed('FORBIDDEN', `${bot} does not have the correct permissions to execute \`UpdateRefs\``);
  }
  return before;
}
