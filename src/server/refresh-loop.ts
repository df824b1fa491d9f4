import { DAY, MINUTE } from '../core/duration.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { retryAt } from '../core/retry.ts';
import { appOfInstallation, knownInstallations } from '../db/views.ts';
import { forgetDeliveries } from '../db/write/deliveries.ts';
import {
  type Claim,
  claimRefresh,
  postponeRefresh,
  removeInstallation,
  requestRefresh,
  requestStale,
  settleRefresh,
} from '../db/write/installations.ts';
import {
  type ShownFork,
  type ShownRepository,
  saveInstallation,
  saveInstallLinks,
  saveRepositories,
} from '../db/write/refreshed.ts';
import { readForks } from '../github/forks.ts';
import {
  getApp,
  getInstallation,
  type Installation,
  listInstallations,
  listRepositories,
} from '../github/installations.ts';
import { createLoop, type Loop } from '../runtime/loop.ts';
import type { ServerContext } from './context.ts';

type Context = Pick<ServerContext, 'database' | 'github' | 'log' | 'queueAsked'>;

/** Milliseconds between two looks for installations to refresh. */
const lookEvery = 5_000;
/** Installations found stale at each daily look, spread so that GitHub is not asked for all of them at once. */
const staleAtOnce = 20;

/**
 * Makes installations true: reads them from GitHub and makes the tables equal. Lifecycle events only ask for it, so
 * their order does not matter; each installation is also read once a day.
 */
export function startRefreshLoop(context: Context): Loop {
  let compareAt: number | null = 0;
  let stale = 0;
  const work = async (): Promise<boolean> => {
    if (compareAt !== null && Date.now() >= compareAt) {
      compareAt = (await compareList(context)) ? null : Date.now() + MINUTE;
    }
    if (Date.now() - stale > MINUTE) {
      stale = Date.now();
      await requestStale(context.database.db, { before: new Date(stale - DAY), limit: staleAtOnce });
      await forgetDeliveries(context.database.db, new Date(stale));
    }
    const claim = await claimRefresh(context.database.db, new Date());
    if (claim === null) return false;
    await refresh(claim, context);
    return true;
  };
  return createLoop({ name: 'refresh', every: lookEvery, work, log: context.log });
}

/** At start: what is new, gone or changed in GitHub's list of installations is refreshed. False: to be tried again. */
async function compareList(context: Context): Promise<boolean> {
  const known = await knownInstallations(context.database.db);
  const changed: number[] = [];
  for await (const shown of listInstallations(context.github.asApp())) {
    if (isRefusal(shown)) {
      context.log.warn({ reason: shown.reason, detail: shown.detail }, 'Could not list the installations');
      return false;
    }
    const row = known.get(shown.id);
    if (row === undefined || row.suspended !== (shown.suspendedAt !== null) || row.login !== shown.account.login)
      changed.push(shown.id);
    known.delete(shown.id);
  }
  await requestRefresh(context.database.db, [...changed, ...known.keys()]);
  return true;
}

async function refresh(claim: Claim, context: Context): Promise<void> {
  const { installationId } = claim;
  const shown = await read(installationId, context);
  if (shown !== null && isRefusal(shown)) {
    const failures = claim.attempts + 1;
    const at = retryAt({ reason: 'github-unavailable', failures, now: new Date(), notBefore: shown.notBefore });
    await postponeRefresh(context.database.db, claim, new Date(at ?? Date.now() + MINUTE));
    context.log.warn(
      { installationId, reason: shown.reason, detail: shown.detail, at },
      'Could not refresh an installation',
    );
    return;
  }
  await context.database.db.transaction(async (tx) => {
    if (shown === null) return removeInstallation(tx, installationId);
    const changed = await saveInstallation(tx, shown.installation);
    if (shown.installation.suspendedAt === null) {
      const requestId = `refresh-${installationId}-${claim.requestedAt.getTime()}`;
      await saveRepositories(tx, { installationId, covered: shown.repositories, changed, requestId });
      await saveInstallLinks(tx, shown.forks, requestId);
    }
    await settleRefresh(tx, claim);
  });
  const forks = shown?.forks.length ?? 0;
  context.log.info({ installationId, gone: shown === null, forks }, 'Refreshed an installation');
  if (shown !== null) context.queueAsked.later({ installationId });
}

interface Shown {
  installation: Installation;
  repositories: ShownRepository[];
  forks: ShownFork[];
}

/** Reads everything before anything is written; null when the App is not installed there any more. */
async function read(installationId: number, context: Context): Promise<Shown | null | Refusal> {
  const installation = await getInstallation(context.github.asApp(), installationId);
  if (installation === null) return confirmGone(installationId, context);
  if (isRefusal(installation)) return installation;
  if (installation.suspendedAt !== null) return { installation, repositories: [], forks: [] };
  const client = context.github.asInstallation(installationId);
  const repositories = await listRepositories(client);
  if (isRefusal(repositories)) return repositories;
  const nodeIds = repositories.filter((repository) => repository.fork).map((repository) => repository.nodeId);
  const forks = await readForks(client, nodeIds);
  return isRefusal(forks) ? forks : { installation, repositories, forks };
}

/**
 * A 404 removes links for good, so whoever said it has to be GitHub, speaking to the App the installation is of: a wrong
 * `GHE_HOST`, a proxy, or the credentials of another App say 404 to everything.
 */
async function confirmGone(installationId: number, context: Context): Promise<null | Refusal> {
  const app = await getApp(context.github.asApp());
  if (isRefusal(app)) return app;
  const owner = await appOfInstallation(context.database.db, installationId);
  if (owner === null || owner === app.id) return null;
  const detail = `this installation is of the App ${owner}, and APP_ID is ${app.id}`;
  context.log.error(
    { installationId, owner, appId: app.id },
    'The database belongs to another App, nothing is removed',
  );
  return { refused: true, reason: 'failed', detail, notBefore: null, unclear: false };
}
