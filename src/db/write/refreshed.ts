import { and, eq, inArray, notInArray, sql } from 'drizzle-orm';
import type { Reason } from '../../core/reason.ts';
import type { Transaction } from '../reader.ts';
import { installations, repositories } from '../schema.ts';
import { askCurable } from './asks.ts';
import { type ShownRepository, saveNames } from './repositories.ts';

/** An installation as GitHub showed it. */
export interface ShownInstallation {
  id: number;
  appId: number | null;
  account: { id: number; login: string; type: string };
  suspendedAt: string | null;
  permissions: Record<string, string>;
}

/** Not true of a repository that an installation shown as not suspended covers. */
const overtaken: readonly Reason[] = ['not-installed', 'suspended'];

/** Writes an installation; returns whether permissions or suspension changed. */
export async function saveInstallation(tx: Transaction, shown: ShownInstallation): Promise<boolean> {
  const [before] = await tx.select().from(installations).where(eq(installations.id, shown.id)).for('update');
  const values = {
    appId: shown.appId,
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
  if (!before) return false;
  const sorted = (permissions: Record<string, string>) => JSON.stringify(Object.entries(permissions).sort());
  return (
    (before.suspendedAt === null) !== (shown.suspendedAt === null) ||
    sorted(before.permissions) !== sorted(shown.permissions)
  );
}

/**
 * Makes the tables equal to the repositories an installation covers: new ones are written, missing ones detached (their
 * links stay and are off), and links that wait for a person are asked when this may have cured them.
 */
export async function saveRepositories(
  tx: Transaction,
  given: { installationId: number; covered: ShownRepository[]; changed: boolean; requestId: string },
): Promise<void> {
  const ids = given.covered.map((repository) => repository.id);
  const before =
    ids.length === 0
      ? []
      : await tx
          .select({ id: repositories.id, installationId: repositories.installationId, archived: repositories.archived })
          .from(repositories)
          .where(inArray(repositories.id, ids));
  await tx
    .update(repositories)
    .set({ installationId: null, updatedAt: sql`now()` })
    .where(
      and(
        eq(repositories.installationId, given.installationId),
        ids.length > 0 ? notInArray(repositories.id, ids) : undefined,
      ),
    );
  await saveNames(tx, given.covered, given.installationId);
  const archived = new Map(given.covered.map((repository) => [repository.id, repository.archived]));
  const touched = before.filter(
    (row) => given.changed || row.installationId !== given.installationId || row.archived !== archived.get(row.id),
  );
  const { requestId } = given;
  const touchedIds = new Set(touched.map((row) => row.id));
  await askCurable(tx, { forkIds: [...touchedIds], requestId });
  // An operation may have read these just before, and its result come after the refresh that saw the change.
  await askCurable(tx, { forkIds: ids.filter((id) => !touchedIds.has(id)), reasons: overtaken, requestId });
}
