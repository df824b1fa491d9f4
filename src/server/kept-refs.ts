import { isRefusal } from '../core/refusal.ts';
import { repositoriesMoved } from '../db/moves.ts';
import type { InstallationClient } from '../github/client.ts';
import { type KeptRef, listKeptRefs } from '../github/kept-refs.ts';
import type { ServerContext } from './context.ts';

/** What our refs keep, by repository. */
export type KeptRefs = Map<number, KeptRef[]>;

/**
 * Reads what our refs tell of moves whose push nobody delivered, where branches are moved other than forward. Where GitHub does not
 * show them the next refresh looks again: nothing else of this one depends on it.
 */
export async function readKeptRefs(
  repositories: readonly { id: number; owner: string; name: string }[],
  { client, database, log }: Pick<ServerContext, 'database' | 'log'> & { client: InstallationClient },
): Promise<KeptRefs> {
  const kept: KeptRefs = new Map();
  const moved = await repositoriesMoved(
    database.db,
    repositories.map(({ id }) => id),
  );
  for (const repository of repositories.filter(({ id }) => moved.has(id))) {
    const refs = await listKeptRefs(client, repository);
    if (!isRefusal(refs)) kept.set(repository.id, refs);
    else log.warn({ repositoryId: repository.id, reason: refs.reason, detail: refs.detail }, 'Could not read backups');
  }
  return kept;
}
