import { maxOpenOf } from '../core/config/effective.ts';
import { parseOwnerConfig } from '../core/config/parse.ts';
import type { OwnerConfig } from '../core/config/schema.ts';
import { type Standing, standingAfter } from '../core/config/standing.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { appOfInstallation } from '../db/covering.ts';
import { databaseNow, defaultsOf, followedBranches } from '../db/stored.ts';
import { repositoriesOf } from '../db/write/asks.ts';
import { atomically } from '../db/write/atomically.ts';
import { saveDefaults } from '../db/write/declared.ts';
import { type Claim, settleRefresh } from '../db/write/installations.ts';
import { recordKept } from '../db/write/moves.ts';
import { grantPlaces } from '../db/write/places.ts';
import { linksOn, saveInstallation, saveRepositories } from '../db/write/refreshed.ts';
import { removeInstallation } from '../db/write/remove-installation.ts';
import type { InstallationClient } from '../github/client.ts';
import { type Covered, readCovered, readOwnerRepository } from '../github/covered.ts';
import { getApp, getInstallation, type Installation, listRepositories } from '../github/installations.ts';
import {
  applyDeclarations,
  type Declarations,
  nothingSwitched,
  readDeclarations,
  type Switched,
} from './config/apply.ts';
import { inheritedBlob } from './config/inherited.ts';
import type { ServerContext } from './context.ts';
import { type KeptRefs, readKeptRefs } from './kept-refs.ts';

export type RefreshContext = Pick<ServerContext, 'database' | 'env' | 'github' | 'log'>;

/** What GitHub showed of an installation, and what its files came to. */
interface Shown {
  installation: Installation;
  /** null: it is suspended, and nothing of it can be read. */
  read: { covered: Covered[]; owner: Standing<OwnerConfig>; declarations: Declarations; kept: KeptRefs } | null;
  readAt: Date;
}

/** Reads everything before anything is written; null when the App is not installed there any more. */
export async function readInstallation(
  installationId: number,
  context: RefreshContext,
): Promise<Shown | null | Refusal> {
  const { env, github, database } = context;
  const readAt = await databaseNow(database.db);
  const installation = await getInstallation(github.asApp(), installationId);
  if (installation === null) return confirmGone(installationId, context);
  if (isRefusal(installation)) return installation;
  if (installation.suspendedAt !== null) return { installation, read: null, readAt };
  const client = github.asInstallation(installationId);
  const repositories = await listRepositories(client);
  if (isRefusal(repositories)) return repositories;
  const covered = await readCovered(
    client,
    repositories.map(({ nodeId }) => nodeId),
  );
  if (isRefusal(covered)) return covered;
  const home = await readOwnerRepository(client, installation.account.login);
  if (home !== null && isRefusal(home)) return home;
  const owner = await readDefaults(installationId, home, { ...context, client });
  if (isRefusal(owner)) return owner;
  // What is in the owner's `.github` are the defaults, not a file of its own.
  const declaring = covered.filter(({ id }) => id !== home?.id);
  const declarations = await readDeclarations(database.db, {
    client,
    covered: declaring,
    owner,
    elsewhere: env.elsewhere,
  });
  if (isRefusal(declarations)) return declarations;
  const kept = await readKeptRefs(covered, { ...context, client });
  return { installation, read: { covered, owner, declarations, kept }, readAt };
}

/** What the owner's `.github` comes to, which may be a fork like any other. */
async function readDefaults(
  installationId: number,
  home: Covered | null,
  { database, client }: RefreshContext & { client: InstallationClient },
): Promise<Standing<OwnerConfig> | Refusal> {
  const before = await defaultsOf(database.db, installationId);
  const nothing = { before, inheritedFrom: null, parse: parseOwnerConfig };
  if (home === null) return standingAfter({ ...nothing, file: { kind: 'missing' } });
  const followed = (await followedBranches(database.db, [home.id])).get(home.id) ?? [];
  const inherited = await inheritedBlob({ client, shown: home, before, followed });
  if (isRefusal(inherited)) return inherited;
  if (!inherited.known) return standingAfter({ ...nothing, file: null });
  return standingAfter({ ...nothing, file: home.config, inheritedFrom: inherited.blob });
}

/** Stands for the request or delivery that caused what a refresh does. */
export function refreshId({ installationId, requestedAt }: Claim): string {
  return `refresh-${installationId}-${requestedAt.getTime()}`;
}

/** Makes the tables equal to what was read, in one transaction. Returns which links that switched. */
export async function saveShown(shown: Shown | null, claim: Claim, context: RefreshContext): Promise<Switched> {
  const { installationId } = claim;
  return atomically(context.database.db, async (tx) => {
    if (shown === null) return { ...nothingSwitched, off: await removeInstallation(tx, installationId) };
    const requestId = refreshId(claim);
    const installation = await saveInstallation(tx, shown.installation);
    if (shown.read === null) {
      await settleRefresh(tx, claim);
      if (installation.wasSuspended) return nothingSwitched;
      return { ...nothingSwitched, off: await linksOn(tx, await repositoriesOf(tx, installationId)) };
    }
    const { readAt } = shown;
    const { covered, owner, declarations, kept } = shown.read;
    await saveDefaults(tx, { installationId, standing: owner, maxOpen: maxOpenOf(owner.config) });
    const { on, off } = await saveRepositories(tx, { installationId, covered, installation, readAt, requestId });
    const cause = { trigger: 'install' as const, requestId };
    const switched = await applyDeclarations(tx, { declarations, readAt, cause });
    for (const [repositoryId, refs] of kept) await recordKept(tx, repositoryId, refs);
    await grantPlaces(tx, { installationId, requestId });
    await settleRefresh(tx, claim);
    return { ...switched, on: [...on, ...switched.on], off: [...off, ...switched.off] };
  });
}

/**
 * A 404 removes links for good, so whoever said it has to be GitHub, speaking to the App the installation is of: a wrong
 * `GHE_HOST`, a proxy, or the credentials of another App say 404 to everything.
 */
async function confirmGone(installationId: number, context: RefreshContext): Promise<null | Refusal> {
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
