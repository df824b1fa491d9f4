import { and, eq, inArray, notInArray, sql } from 'drizzle-orm';
import type { Reason } from '../../core/reason.ts';
import type { Transaction } from '../reader.ts';
import { installations, links, repositories, upstreamRefs } from '../schema.ts';
import { askCurable } from './asks.ts';

/** An installation as GitHub showed it. */
export interface ShownInstallation {
  id: number;
  appId: number | null;
  account: { id: number; login: string; type: string };
  suspendedAt: string | null;
  permissions: Record<string, string>;
}

export interface ShownRepository {
  id: number;
  nodeId: string;
  owner: string;
  ownerId: number;
  name: string;
  private: boolean;
  archived: boolean;
  defaultBranch: string | null;
  pushedAt: string | null;
}

/** A fork, and the parent it has now. */
export interface ShownFork extends ShownRepository {
  parent: (Omit<ShownRepository, 'pushedAt'> & { pushedAt?: string | null }) | null;
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
  for (const part of chunks(given.covered)) await upsert(tx, part, given.installationId);
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

/**
 * Gives each fork that has no link yet the one that installing asks for: its default branch follows that of the parent
 * it has now. A fork that has a link keeps its upstream, whatever its parent is by now. Returns how many were made.
 */
export async function saveInstallLinks(tx: Transaction, forks: ShownFork[], requestId: string): Promise<number> {
  const linked = new Set(
    (
      await tx
        .select({ id: links.forkId })
        .from(links)
        .where(
          inArray(
            links.forkId,
            forks.map((fork) => fork.id),
          ),
        )
    ).map((row) => row.id),
  );
  let made = 0;
  for (const fork of forks) {
    const { parent } = fork;
    if (linked.has(fork.id) || !parent?.defaultBranch || !fork.defaultBranch || fork.archived) continue;
    await upsert(tx, [{ pushedAt: null, ...parent }], null);
    const refId = await upstreamRef(tx, parent.id, parent.defaultBranch);
    const rows = await tx
      .insert(links)
      .values({
        source: 'install',
        name: `${fork.owner}/${fork.name} ${fork.defaultBranch}`,
        forkId: fork.id,
        forkBranch: fork.defaultBranch,
        upstreamRefId: refId,
        requested: 1,
        requestedTrigger: 'install',
        requestedId: requestId,
      })
      .onConflictDoNothing()
      .returning({ id: links.id });
    made += rows.length;
  }
  return made;
}

async function upstreamRef(tx: Transaction, repositoryId: number, branch: string): Promise<string> {
  await tx.insert(upstreamRefs).values({ repositoryId, branch }).onConflictDoNothing();
  const [ref] = await tx
    .select({ id: upstreamRefs.id })
    .from(upstreamRefs)
    .where(and(eq(upstreamRefs.repositoryId, repositoryId), eq(upstreamRefs.branch, branch)));
  if (!ref) throw new Error('An upstream ref vanished in the transaction that wrote it');
  return ref.id;
}

/** `installationId` null: a parent, which keeps the installation it has. */
async function upsert(tx: Transaction, shown: ShownRepository[], installationId: number | null): Promise<void> {
  if (shown.length === 0) return;
  const excluded = (column: string) => sql.raw(`excluded.${column}`);
  await tx
    .insert(repositories)
    .values(
      shown.map((repository) => ({
        id: repository.id,
        nodeId: repository.nodeId,
        installationId,
        ownerId: repository.ownerId,
        ownerLogin: repository.owner,
        name: repository.name,
        private: repository.private,
        archived: repository.archived,
        defaultBranch: repository.defaultBranch,
        pushedAt: repository.pushedAt === null ? null : new Date(repository.pushedAt),
      })),
    )
    .onConflictDoUpdate({
      target: repositories.id,
      set: {
        nodeId: excluded('node_id'),
        ...(installationId === null ? {} : { installationId, pushedAt: excluded('pushed_at') }),
        ownerId: excluded('owner_id'),
        ownerLogin: excluded('owner_login'),
        name: excluded('name'),
        private: excluded('private'),
        archived: excluded('archived'),
        defaultBranch: excluded('default_branch'),
        updatedAt: sql`now()`,
      },
    });
}

function* chunks<T>(items: T[], size = 500): Generator<T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
