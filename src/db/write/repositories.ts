import { and, eq, inArray, sql } from 'drizzle-orm';
import { followsBranch } from '../../core/track.ts';
import type { Transaction } from '../reader.ts';
import { repositories, upstreamRefs } from '../schema.ts';

/** A repository as GitHub showed it. */
export interface ShownRepository {
  id: number;
  nodeId: string;
  owner: string;
  ownerId: number;
  name: string;
  /** Where it is, when that is not GitHub. */
  url?: string | null;
  private: boolean;
  archived: boolean;
  defaultBranch: string | null;
  /** Not known of an upstream. */
  pushedAt?: string | null;
}

/** The ref of an upstream's branch, or of what is followed in its place, made when it is new. The upstream has to be there. */
export async function upstreamRef(
  tx: Transaction,
  { repositoryId, branch, track = followsBranch }: { repositoryId: number; branch: string; track?: string },
): Promise<string> {
  await tx.insert(upstreamRefs).values({ repositoryId, branch, track }).onConflictDoNothing();
  const { repositoryId: ofRepository, branch: ofBranch, track: by } = upstreamRefs;
  const [ref] = await tx
    .select({ id: upstreamRefs.id })
    .from(upstreamRefs)
    .where(and(eq(ofRepository, repositoryId), eq(ofBranch, branch), eq(by, track)));
  if (!ref) throw new Error('An upstream ref vanished in the transaction that wrote it');
  return ref.id;
}

/**
 * Writes repositories as shown. `installationId` null: upstreams, which keep the installation they have. Many owners fork the
 * same upstreams: those that are known like this already are left alone, and all are written in one order.
 */
export async function saveNames(
  tx: Transaction,
  shown: readonly ShownRepository[],
  installationId: number | null,
): Promise<void> {
  const once = [...new Map(shown.map((repository) => [repository.id, repository])).values()];
  const ordered = once.sort((a, b) => a.id - b.id);
  for (const part of chunks(ordered)) {
    const news = installationId === null ? await unlikeStored(tx, part) : part;
    if (news.length > 0) await saveChunk(tx, news, installationId);
  }
}

async function unlikeStored(tx: Transaction, shown: ShownRepository[]): Promise<ShownRepository[]> {
  const ids = shown.map((repository) => repository.id);
  const rows = await tx.select().from(repositories).where(inArray(repositories.id, ids));
  const known = new Map(rows.map((row) => [row.id, row]));
  return shown.filter((one) => {
    const row = known.get(one.id);
    if (row && row.url !== (one.url ?? null)) throw new Error(`${one.url} and ${row.url} have the same id`);
    return (
      row === undefined ||
      row.nodeId !== one.nodeId ||
      row.ownerId !== one.ownerId ||
      row.ownerLogin !== one.owner ||
      row.name !== one.name ||
      row.private !== one.private ||
      row.archived !== one.archived ||
      row.defaultBranch !== one.defaultBranch
    );
  });
}

async function saveChunk(tx: Transaction, shown: ShownRepository[], installationId: number | null): Promise<void> {
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
        url: repository.url ?? null,
        private: repository.private,
        archived: repository.archived,
        defaultBranch: repository.defaultBranch,
        pushedAt: repository.pushedAt ? new Date(repository.pushedAt) : null,
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

function* chunks<T>(items: readonly T[], size = 500): Generator<T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
