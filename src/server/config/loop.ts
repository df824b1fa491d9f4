import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { databaseNow, defaultsOf } from '../../db/stored.ts';
import { atomically } from '../../db/write/atomically.ts';
import { claimCheck, type DueCheck, giveBackAttempt } from '../../db/write/config-checks.ts';
import { type ConfigClaim, claimConfig, postponeConfig, settleConfig } from '../../db/write/config-requests.ts';
import { readCovered } from '../../github/covered.ts';
import { createLoop, type Loop } from '../../runtime/loop.ts';
import type { ServerContext } from '../context.ts';
import { nextTry } from '../next-try.ts';
import { applyDeclarations, nothingSwitched, readDeclarations, type Switched } from './apply.ts';
import { queueCheck } from './check.ts';
import { revokeAll } from './revoke.ts';

type Context = Pick<
  ServerContext,
  'database' | 'env' | 'github' | 'leases' | 'log' | 'queueAsked' | 'queues' | 'operations'
>;

/** Milliseconds between two looks when nobody says that there is something. */
const lookEvery = 5_000;

/**
 * Does what a push or pull request that touches a configuration file asked for: reads the file of the default branch again and
 * makes the links equal, and has workers answer the commit with a check run.
 */
export function startConfigLoop(context: Context): Loop {
  const work = async (): Promise<boolean> => {
    const now = new Date();
    const claim = await claimConfig(context.database.db, now);
    if (claim !== null) await readAgain(claim, context);
    const check = await claimCheck(context.database.db, now);
    if (check !== null) await queueOrGiveBack(check, context);
    return claim !== null || check !== null;
  };
  return createLoop({ name: 'config', every: lookEvery, work, log: context.log });
}

/** A Redis that is away says nothing of the check: it keeps its attempts. */
async function queueOrGiveBack(check: DueCheck, context: Context): Promise<void> {
  try {
    await queueCheck(check, context);
  } catch (error) {
    await giveBackAttempt(context.database.db, check.id);
    throw error;
  }
}

async function readAgain(claim: ConfigClaim, context: Context): Promise<void> {
  const { repositoryId, requestId } = claim;
  const switched = await readAndSave(claim, context).catch(async (error: unknown) => {
    const at = await postpone(claim, null, context);
    context.log.error({ err: error, repositoryId, requestId, at }, 'Reading a configuration file failed');
    return null;
  });
  if (switched === null) return;
  if (isRefusal(switched)) {
    const at = await postpone(claim, switched.notBefore, context);
    const { reason, detail } = switched;
    context.log.warn({ repositoryId, requestId, reason, detail, at }, 'Could not read a configuration file');
    return;
  }
  const { asked, on, off, left } = switched;
  await revokeAll(off, requestId, context);
  context.log.info({ repositoryId, requestId, asked, on, off, left }, 'Read a configuration file');
  context.queueAsked.later({ linkIds: asked, replaced: on });
}

/** The next try comes in growing steps, and not before GitHub said. */
async function postpone(claim: ConfigClaim, notBefore: string | null, { database }: Context): Promise<Date> {
  const next = nextTry(claim.attempts, notBefore);
  await postponeConfig(database.db, claim, next);
  return next.retryAt;
}

async function readAndSave(claim: ConfigClaim, { database, env, github }: Context): Promise<Switched | Refusal> {
  const { installationId, requestId } = claim;
  const readAt = await databaseNow(database.db);
  const client = github.asInstallation(installationId);
  const covered = await readCovered(client, [claim.nodeId]);
  if (isRefusal(covered)) return covered;
  const defaults = await defaultsOf(database.db, installationId);
  const owner = {
    ...defaults,
    state: defaults.state ?? ('default' as const),
    positionOf: () => ({ line: 1, column: 1 }),
  };
  const declarations = await readDeclarations(database.db, { client, covered, owner, elsewhere: env.elsewhere });
  if (isRefusal(declarations)) return declarations;
  return atomically(database.db, async (tx) => {
    const cause = { trigger: 'config' as const, requestId };
    // First: what is left over is a request of its own.
    await settleConfig(tx, claim);
    // Gone by now: the refresh of its installation finds that.
    return declarations.size > 0 ? applyDeclarations(tx, { declarations, readAt, cause }) : nothingSwitched;
  });
}
