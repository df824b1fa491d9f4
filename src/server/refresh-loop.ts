import { DAY, MINUTE } from '../core/duration.ts';
import { isRefusal } from '../core/refusal.ts';
import { knownInstallations } from '../db/covering.ts';
import { forgetActs } from '../db/write/acts.ts';
import { forgetDeliveries } from '../db/write/deliveries.ts';
import { type Claim, claimRefresh, postponeRefresh, requestRefresh, requestStale } from '../db/write/installations.ts';
import { forgetMoves } from '../db/write/moves.ts';
import { samePermissions } from '../db/write/refreshed.ts';
import { forgetUnwatched } from '../db/write/sightings.ts';
import { listInstallations } from '../github/installations.ts';
import { createLoop, type Loop } from '../runtime/loop.ts';
import { revokeAll } from './config/revoke.ts';
import type { ServerContext } from './context.ts';
import { nextTry } from './next-try.ts';
import { readInstallation, refreshId, saveShown } from './refresh.ts';

type Context = Pick<ServerContext, 'database' | 'env' | 'github' | 'leases' | 'queues' | 'log' | 'queueAsked'>;

/** Milliseconds between two looks for installations to refresh. */
const lookEvery = 5_000;
/** Installations found stale at each daily look, spread so that GitHub is not asked for all of them at once. */
const staleAtOnce = 20;
/** Installations read at once: each waits for a few answers of GitHub, one after the other. */
const atOnce = 4;

/**
 * Makes installations true: reads them from GitHub and makes the tables equal. Lifecycle events only ask for it, so
 * their order does not matter; each installation is also read once a day.
 */
export function startRefreshLoop(context: Context): Loop {
  let compareAt = 0;
  let stale = 0;
  let forgetAt = 0;
  const work = async (): Promise<boolean> => {
    if (Date.now() >= compareAt) {
      // First: one that fails must not keep what waits from being refreshed.
      compareAt = Date.now() + MINUTE;
      if (await compareList(context)) compareAt = Date.now() + DAY;
    }
    if (Date.now() - stale > MINUTE) {
      stale = Date.now();
      await requestStale(context.database.db, { before: new Date(stale - DAY), limit: staleAtOnce });
      await forgetDeliveries(context.database.db, new Date(stale));
      await forgetUnwatched(context.database.db);
    }
    if (Date.now() >= forgetAt) {
      forgetAt = Date.now() + DAY;
      await forgetActs(context.database.db, new Date());
      const moves = await forgetMoves(context.database.db, new Date());
      if (moves > 0) context.log.info({ moves }, 'Forgot moves of branches that are older than a year');
    }
    return refreshSome(context);
  };
  return createLoop({ name: 'refresh', every: lookEvery, work, log: context.log });
}

/** Takes what waits, as many as are read at once; false when nothing did. One that fails is done again like one that GitHub refused. */
async function refreshSome(context: Context): Promise<boolean> {
  const claims: Claim[] = [];
  while (claims.length < atOnce) {
    const claim = await claimRefresh(context.database.db, new Date());
    if (claim === null) break;
    claims.push(claim);
  }
  const refreshes = claims.map(async (claim) => {
    const { installationId } = claim;
    await refresh(claim, context).catch(async (error: unknown) => {
      context.log.error({ err: error, installationId }, 'A refresh failed, it is done again');
      await postpone(claim, null, context).catch(() => undefined); // it is claimed again when its claim is over
    });
  });
  await Promise.all(refreshes);
  return claims.length > 0;
}

/** At start, and once a day: what is new, gone or changed in GitHub's list of installations is refreshed. False: to be tried again. */
async function compareList(context: Context): Promise<boolean> {
  const known = await knownInstallations(context.database.db);
  const changed: number[] = [];
  for await (const shown of listInstallations(context.github.asApp())) {
    if (isRefusal(shown)) {
      context.log.warn({ reason: shown.reason, detail: shown.detail }, 'Could not list the installations');
      return false;
    }
    const row = known.get(shown.id);
    known.delete(shown.id);
    // Nothing can be said of it now, and it is not gone.
    if (shown.account === null) continue;
    const same =
      row?.suspended === (shown.suspendedAt !== null) &&
      row.login === shown.account.login &&
      samePermissions(row.permissions, shown.permissions);
    if (!same) changed.push(shown.id);
  }
  await requestRefresh(context.database.db, [...changed, ...known.keys()]);
  return true;
}

/** The next try comes in growing steps, and not before GitHub said. */
async function postpone(claim: Claim, notBefore: string | null, { database }: Context): Promise<Date> {
  const next = nextTry(claim.attempts, notBefore);
  await postponeRefresh(database.db, claim, next);
  return next.retryAt;
}

async function refresh(claim: Claim, context: Context): Promise<void> {
  const { installationId } = claim;
  const shown = await readInstallation(installationId, context);
  if (shown !== null && isRefusal(shown)) {
    const at = await postpone(claim, shown.notBefore, context);
    context.log.warn(
      { installationId, reason: shown.reason, detail: shown.detail, at },
      'Could not refresh an installation',
    );
    return;
  }
  const { on, off, left } = await saveShown(shown, claim, context);
  await revokeAll(off, refreshId(claim), context);
  const repositories = shown?.read?.covered.length ?? 0;
  context.log.info({ installationId, gone: shown === null, repositories, left }, 'Refreshed an installation');
  if (shown !== null) context.queueAsked.later({ installationId, replaced: on });
}
