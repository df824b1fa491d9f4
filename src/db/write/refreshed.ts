import { and, eq, inArray, isNull, notInArray, sql } from 'drizzle-orm';
import type { Reason } from '../../core/reason.ts';
import type { Transaction } from '../reader.ts';
import { installations, links, repositories } from '../schema.ts';
import { askFollowers } from './ask-refs.ts';
import { askCurable, askMissed, askReturned } from './asks.ts';
import { type ShownRepository, saveNames } from './repositories.ts';

/** An installation as GitHub showed it. */
export interface ShownInstallation {
  id: number;
  appId: number | null;
  appSlug: string | null;
  account: { id: number; login: string; type: string };
  suspendedAt: string | null;
  permissions: Record<string, string>;
}

/** Not true of a repository that an installation shown as not suspended covers. */
const overtaken: readonly Reason[] = ['not-installed', 'suspended'];

/** Writes an installation; returns what of it is another way now. */
export async function saveInstallation(
  tx: Transaction,
  shown: ShownInstallation,
): Promise<{ changed: boolean; wasSuspended: boolean }> {
  const [before] = await tx.select().from(installations).where(eq(installations.id, shown.id)).for('update');
  const values = {
    appId: shown.appId,
    appSlug: shown.appSlug,
    accountId: shown.account.id,
    accountLogin: shown.account.login,
    accountType: shown.account.type === 'User' ? 'User' : 'Organization',
    permissions: shown.permissions,
    suspendedAt: shown.suspendedAt === null ? null : new Date(shown.suspendedAt),
  };
  await tx
    .insert(installations)
    .values({ id: shown.id, ...values })
    .onConflictDoUpdate({ target: installations.id, set: values });
  if (!before) return { changed: false, wasSuspended: false };
  const wasSuspended = before.suspendedAt !== null;
  const changed =
    wasSuspended !== (shown.suspendedAt !== null) || !samePermissions(before.permissions, shown.permissions);
  return { changed, wasSuspended };
}

/** In whatever order GitHub names them. */
export function samePermissions(a: Record<string, string>, b: Record<string, string>): boolean {
  const sorted = (permissions: Record<string, string>) => JSON.stringify(Object.entries(permissions).sort());
  return sorted(a) === sorted(b);
}

/**
 * Makes the tables equal to the repositories an installation covers: new ones are written, missing ones detached (their
 * links stay and are off), and links are asked that were off, or that wait for a person, or that may have missed an event.
 * Returns the links that are on again by this, and those that are off.
 */
export async function saveRepositories(
  tx: Transaction,
  given: {
    installationId: number;
    covered: ShownRepository[];
    /** What `saveInstallation` returned. */
    installation: { changed: boolean; wasSuspended: boolean };
    /** When the reading of `covered` began, by the database's clock. */
    readAt: Date;
    requestId: string;
  },
): Promise<{ on: string[]; off: string[] }> {
  const { installationId, installation, requestId } = given;
  const before = await knownOf(
    tx,
    given.covered.map(({ id }) => id),
  );
  const covered = given.covered.filter(({ id }) => !movedSince(before.get(id), given));
  const ids = covered.map(({ id }) => id);
  const detached = await tx
    .update(repositories)
    .set({ installationId: null, updatedAt: sql`now()` })
    .where(
      and(
        eq(repositories.installationId, installationId),
        ids.length > 0 ? notInArray(repositories.id, ids) : undefined,
      ),
    )
    .returning({ id: repositories.id });
  const off = await linksOn(
    tx,
    detached.map(({ id }) => id),
  );
  await saveNames(tx, covered, installationId);
  await renameLinks(tx, ids);

  const same = (id: number) => before.get(id)?.installationId === installationId;
  const on = await askReturned(tx, { forkIds: ids.filter((id) => installation.wasSuspended || !same(id)), requestId });
  const here = installation.wasSuspended ? [] : covered.filter(({ id }) => same(id));
  const touched = here.filter(({ id, archived }) => installation.changed || before.get(id)?.archived !== archived);
  await askCurable(tx, { forkIds: touched.map(({ id }) => id), requestId });
  // An operation may have read these just before, and its result come after the refresh that saw the change.
  const untouched = here.filter((repository) => !touched.includes(repository)).map(({ id }) => id);
  await askCurable(tx, { forkIds: untouched, reasons: overtaken, requestId });
  const hidden = (one: ShownRepository) => before.has(one.id) && before.get(one.id)?.private !== one.private;
  await askFollowers(
    tx,
    covered.filter(hidden).map(({ id }) => id),
    requestId,
  );
  await askMissed(tx, { forkIds: here.map(({ id }) => id), requestId });
  return { on, off };
}

interface Known {
  installationId: number | null;
  archived: boolean;
  private: boolean;
  /** When the installation it is of was made true last. */
  refreshedAt: Date | null;
}

async function knownOf(tx: Transaction, ids: number[]): Promise<Map<number, Known>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({
      id: repositories.id,
      installationId: repositories.installationId,
      archived: repositories.archived,
      private: repositories.private,
      refreshedAt: installations.refreshedAt,
    })
    .from(repositories)
    .leftJoin(installations, eq(installations.id, repositories.installationId))
    .where(inArray(repositories.id, ids));
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

/** It was transferred while this installation was read: the one it is of now was read later. */
function movedSince(known: Known | undefined, { installationId, readAt }: { installationId: number; readAt: Date }) {
  if (!known || known.installationId === null || known.installationId === installationId) return false;
  return known.refreshedAt !== null && known.refreshedAt > readAt;
}

/** Ids of the links of these forks that nobody switched off. */
export async function linksOn(tx: Transaction, forkIds: number[]): Promise<string[]> {
  if (forkIds.length === 0) return [];
  const rows = await tx
    .select({ id: links.id })
    .from(links)
    .where(and(inArray(links.forkId, forkIds), eq(links.enabled, true), isNull(links.off)));
  return rows.map((row) => row.id);
}

/** A link that nobody gave a name is called after its fork. */
async function renameLinks(tx: Transaction, forkIds: number[]): Promise<void> {
  if (forkIds.length === 0) return;
  const name = sql`${repositories.ownerLogin} || '/' || ${repositories.name} || ' ' || ${links.forkBranch}`;
  await tx
    .update(links)
    .set({ name: sql`${name}` })
    .from(repositories)
    .where(
      and(
        eq(repositories.id, links.forkId),
        inArray(links.forkId, forkIds),
        sql`substring(${links.name} from '^[^/ ]+/[^/ ]+ (.*)$') = ${links.forkBranch}`,
        sql`${links.name} <> ${name}`,
      ),
    );
}
