import type { Elsewhere } from '../../core/config/elsewhere.ts';
import { reconcile } from '../../core/config/reconcile.ts';
import type { OwnerConfig } from '../../core/config/schema.ts';
import type { Standing } from '../../core/config/standing.ts';
import type { Trigger } from '../../core/message.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { moversOf } from '../../db/movers.ts';
import type { Queryable } from '../../db/read.ts';
import type { Transaction } from '../../db/reader.ts';
import { existingLinks, followedBranches, storedRepositories } from '../../db/stored.ts';
import { saveLeft } from '../../db/write/config-requests.ts';
import { saveDeclared, saveStanding } from '../../db/write/declared.ts';
import { saveListed } from '../../db/write/listings.ts';
import { saveNames } from '../../db/write/repositories.ts';
import type { InstallationClient } from '../../github/client.ts';
import type { Covered } from '../../github/covered.ts';
import { type Declaration, declarationOf } from './declaration.ts';

export type Declarations = Map<number, { shown: Covered; declaration: Declaration }>;

/** What the files of these repositories declare, by repository. Nothing is written. */
export async function readDeclarations(
  db: Queryable,
  given: { client: InstallationClient; covered: Covered[]; owner: Standing<OwnerConfig>; elsewhere: Elsewhere },
): Promise<Declarations | Refusal> {
  const stored = await storedRepositories(
    db,
    given.covered.map(({ id }) => id),
  );
  const followed = await followedBranches(
    db,
    given.covered.map(({ id }) => id),
  );
  const all: Declarations = new Map();
  for (const shown of given.covered) {
    const { client, owner, elsewhere } = given;
    const declaration = await declarationOf({
      client,
      shown,
      stored: stored.get(shown.id) ?? null,
      owner,
      elsewhere,
      followed: followed.get(shown.id) ?? [],
      moversOf: (ids) => moversOf(db, ids),
    });
    if (isRefusal(declaration)) return declaration;
    all.set(shown.id, { shown, declaration });
  }
  return all;
}

/** Ids of links. */
export interface Switched {
  /** Asked for a sync, and new. */
  asked: string[];
  /** Asked for a sync, and off before or with something to do differently: what is queued of them, or revoked, is replaced. */
  on: string[];
  /** What is queued of them must not run. */
  off: string[];
  /** How many more are declared, which the next look makes. */
  left: number;
}
export const nothingSwitched: Switched = { asked: [], on: [], off: [], left: 0 };

/**
 * Makes the links of these repositories those that were declared, but for repositories of which something was written that
 * was read after `readAt`.
 */
export async function applyDeclarations(
  tx: Transaction,
  given: { declarations: Declarations; readAt: Date; cause: { trigger: Trigger; requestId: string } },
): Promise<Switched> {
  const switched: Switched = { asked: [], on: [], off: [], left: 0 };
  const named = [...given.declarations.values()].flatMap(({ shown, declaration }) =>
    shown.parent ? [shown.parent, ...declaration.upstreams] : declaration.upstreams,
  );
  await saveNames(tx, named, null);
  const existing = await existingLinks(tx, [...given.declarations.keys()]);
  for (const [repositoryId, { shown, declaration }] of given.declarations) {
    const { standing, wanted, listed } = declaration;
    const parentId = shown.parent?.id ?? null;
    if (!(await saveStanding(tx, { repositoryId, parentId, standing, readAt: given.readAt })) || !wanted) continue;
    const changes = reconcile(existing.get(repositoryId) ?? [], wanted);
    await saveListed(tx, { forkId: repositoryId, listed, readAt: given.readAt });
    await saveLeft(tx, { repositoryId, left: changes.left, requestId: given.cause.requestId });
    const asked = await saveDeclared(tx, { fork: shown, changes, cause: given.cause });
    const on = new Set(changes.update.filter((change) => change.ask).map((change) => change.id));
    switched.asked.push(...asked.filter((id) => !on.has(id)));
    switched.on.push(...asked.filter((id) => on.has(id)));
    switched.off.push(...changes.revoke);
    switched.left += changes.left;
  }
  return switched;
}
