/** What people change of links by the API. */
import { and, eq, sql } from 'drizzle-orm';
import type { Person } from '../../core/act.ts';
import { circular } from '../../core/config/circle.ts';
import { type Claim, claimBranch } from '../../core/config/claim.ts';
import { effectiveConfig } from '../../core/config/effective.ts';
import { type ConfigFile, type Configured, declaringFile, switchingFile } from '../../core/config/origin.ts';
import type { LinkEnds } from '../../core/config/reconcile.ts';
import { settingsOfAll } from '../../core/config/settings-of-all.ts';
import type { LinkSettings } from '../../core/link.ts';
import { movesBranch, type Strategy } from '../../core/strategy.ts';
import type { Database } from '../connect.ts';
import { moversOf } from '../movers.ts';
import type { Transaction } from '../reader.ts';
import { acts, installations, links, repositories, upstreamRefs } from '../schema.ts';
import { existingLinks } from '../stored.ts';
import { there } from '../views.ts';
import { type Act, recordActs } from './acts.ts';
import { type ShownRepository, saveNames, upstreamRef } from './repositories.ts';

export interface NewLink {
  fork: { id: number; owner: string; name: string; branch: string };
  upstream: ShownRepository & { branch: string };
  name?: string | undefined;
  strategy?: Strategy | undefined;
  enabled: boolean;
  requestId: string;
  by: Person;
}

export type Claimed =
  | { kind: 'made'; id: string; again: boolean }
  /** By a link; `file` declares it, or has to be corrected for it. */
  | { kind: 'taken'; by: Extract<Claim, { kind: 'taken' }>['by']; file: ConfigFile | null }
  | { kind: 'switched-off'; file: ConfigFile }
  /** Branches would follow each other without a pull request. */
  | { kind: 'circle' }
  | { kind: 'not-installed' };

/**
 * Makes a link that a person asks for, or brings back the one that was there, and asks for its sync. Of two that want the
 * same branch at once one waits for the other.
 */
export async function claimLink(db: Database, wanted: NewLink): Promise<Claimed> {
  return db.transaction(async (tx): Promise<Claimed> => {
    const configured = await lockFork(tx, wanted.fork.id);
    if (configured === null) return { kind: 'not-installed' };
    const file = switchingFile(configured);
    if (file !== null) return { kind: 'switched-off', file };
    const { fork, upstream } = wanted;
    const ends = { forkBranch: fork.branch, upstreamId: upstream.id, upstreamBranch: upstream.branch };
    const claim = claimBranch((await existingLinks(tx, [fork.id])).get(fork.id) ?? [], ends);
    if (claim.kind === 'taken') {
      const { by } = claim;
      const says = by.source === 'config' || by.off === 'config-invalid';
      return { ...claim, file: says ? (declaringFile(configured) ?? 'own') : null };
    }
    const { strategy = 'pull-request' } = wanted;
    if (await closesCircle(tx, { ...ends, forkId: fork.id, strategy })) return { kind: 'circle' };
    const again = claim.kind === 'again';
    const settings = settingsOfAll(effectiveConfig(configured));
    const id = again ? claim.id : await insertLink(tx, wanted, settings);
    if (again) await bringBack(tx, id, { ...wanted, settings });
    await recordActs(tx, [id], { kind: 'made', by: wanted.by });
    return { kind: 'made', id, again };
  });
}

/** Whether a link would have its branch follow itself, by links without pull requests alone. */
async function closesCircle(
  tx: Transaction,
  link: LinkEnds & { forkId: number; strategy: Strategy },
): Promise<boolean> {
  if (!movesBranch(link.strategy)) return false;
  const from = { repositoryId: link.upstreamId, branch: link.upstreamBranch };
  const to = { repositoryId: link.forkId, branch: link.forkBranch };
  return circular([{ from, to }], await moversOf(tx, [link.upstreamId])).length > 0;
}

/** The fork's configuration, with its row locked; null when the App is not on it. */
async function lockFork(tx: Transaction, forkId: number): Promise<Configured | null> {
  const [row] = await tx
    .select({ own: repositories.config, owner: installations.defaults, repository: repositories.name })
    .from(repositories)
    .innerJoin(installations, eq(installations.id, repositories.installationId))
    .where(eq(repositories.id, forkId))
    .for('update', { of: repositories });
  return row ?? null;
}

const asked = (requestId: string) => ({ requestedTrigger: 'manual' as const, requestedId: requestId });

async function insertLink(tx: Transaction, wanted: NewLink, settings: LinkSettings): Promise<string> {
  const { fork, upstream, name, strategy, enabled, requestId } = wanted;
  await saveNames(tx, [upstream], null);
  const [row] = await tx
    .insert(links)
    .values({
      source: 'api',
      name: name ?? `${fork.owner}/${fork.name} ${fork.branch}`,
      ...(strategy === undefined ? {} : { strategy }),
      settings,
      enabled,
      forkId: fork.id,
      forkBranch: fork.branch,
      upstreamRefId: await upstreamRef(tx, { repositoryId: upstream.id, branch: upstream.branch }),
      ...(enabled ? { requested: 1, ...asked(requestId) } : {}),
    })
    .returning({ id: links.id });
  if (!row) throw new Error('A new link was not written');
  return row.id;
}

async function bringBack(tx: Transaction, id: string, wanted: NewLink & { settings: LinkSettings }): Promise<void> {
  const { upstream, name, strategy, settings, enabled, requestId } = wanted;
  const upstreamRefId = await upstreamRef(tx, { repositoryId: upstream.id, branch: upstream.branch });
  const [ref] = await tx
    .select({ pushes: upstreamRefs.pushes })
    .from(upstreamRefs)
    .where(eq(upstreamRefs.id, upstreamRefId));
  await tx
    .update(links)
    .set({
      source: 'api',
      off: null,
      enabled,
      // What it did once, or a file had it do, is no answer to what is asked for now.
      strategy: strategy ?? 'pull-request',
      settings,
      followsDefault: false,
      upstreamRefId,
      answeredPushes: ref?.pushes ?? 0,
      decidedOn: null,
      ...(name === undefined ? {} : { name }),
      ...(enabled ? { requested: sql`${links.requested} + 1`, ...asked(requestId) } : {}),
      updatedAt: sql`now()`,
    })
    .where(eq(links.id, id));
}

/**
 * Writes what a person changed; the same again changes nothing. Returns whether that switched the link on or off, and whether it
 * was asked for a sync: one that was switched on, or is on and was given another strategy. null when it is not there, `circle` when its
 * branch would follow itself by it.
 */
export async function changeLink(
  db: Database,
  given: Pick<NewLink, 'name' | 'strategy' | 'requestId' | 'by'> & { linkId: string; enabled?: boolean | undefined },
): Promise<{ switched: 'on' | 'off' | 'neither'; asked: boolean } | 'circle' | null> {
  return db.transaction(async (tx) => {
    const here = and(eq(links.id, given.linkId), there);
    const [before] = await tx.select().from(links).where(here).for('update');
    if (!before) return null;
    const [ref] = await tx.select().from(upstreamRefs).where(eq(upstreamRefs.id, before.upstreamRefId));
    const { name = before.name, strategy = before.strategy, enabled = before.enabled } = given;
    const other = strategy !== before.strategy;
    if (name === before.name && !other && enabled === before.enabled) return { switched: 'neither', asked: false };
    const switched = enabled === before.enabled ? 'neither' : enabled ? 'on' : 'off';
    const asks = enabled && (switched === 'on' || other);
    const ends = { ...before, strategy, upstreamId: ref?.repositoryId ?? 0, upstreamBranch: ref?.branch ?? '' };
    if (asks && (await closesCircle(tx, ends))) return 'circle';
    const ask = asks ? { requested: before.requested + 1, ...asked(given.requestId) } : {};
    // Being a fork says less than a person: what is chosen is theirs from now on.
    const source = other && before.source === 'install' ? 'api' : before.source;
    await tx
      .update(links)
      .set({ name, strategy, enabled, source, ...ask, updatedAt: sql`now()` })
      .where(here);
    const done: (Omit<Act, 'by'> | false)[] = [
      name !== before.name && { kind: 'renamed' },
      other && { kind: 'strategy', detail: strategy },
      switched !== 'neither' && { kind: enabled ? 'resumed' : 'paused' },
    ];
    await recordActs(tx, [before.id], ...done.flatMap((act) => (act ? { ...act, by: given.by } : [])));
    return { switched, asked: asks };
  });
}

/** Removes a link for everybody, with what persons did to it: only a person, or a file that declares it, brings it back. */
export async function removeLink(db: Database, linkId: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.update(links).set({ off: 'removed', updatedAt: sql`now()` }).where(eq(links.id, linkId));
    await tx.delete(acts).where(eq(acts.linkId, linkId));
  });
}
