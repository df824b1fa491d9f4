import { and, eq, isNull, lte, or, sql } from 'drizzle-orm';
import type { Changed, FollowedEnds, Reconciliation } from '../../core/config/reconcile.ts';
import type { ForkConfig, OwnerConfig } from '../../core/config/schema.ts';
import type { Standing } from '../../core/config/standing.ts';
import type { Trigger } from '../../core/message.ts';
import type { Transaction } from '../reader.ts';
import { installations, links, repositories, upstreamRefs } from '../schema.ts';
import { upstreamRef } from './repositories.ts';

interface Cause {
  trigger: Trigger;
  requestId: string;
}

/**
 * Writes what a repository's file came to. `parentId` is fixed by the first one that is known. False when one that was read
 * later is written already: then nothing is.
 */
export async function saveStanding(
  tx: Transaction,
  given: { repositoryId: number; parentId: number | null; standing: Standing<ForkConfig>; readAt: Date },
): Promise<boolean> {
  const { state, config, blob, problem } = given.standing;
  const rows = await tx
    .update(repositories)
    .set({
      parentId: sql`coalesce(${repositories.parentId}, ${given.parentId}::bigint)`,
      configState: state,
      config,
      configBlob: blob,
      configProblem: problem,
      configReadAt: given.readAt,
    })
    .where(
      and(
        eq(repositories.id, given.repositoryId),
        or(isNull(repositories.configReadAt), lte(repositories.configReadAt, given.readAt)),
      ),
    )
    .returning({ id: repositories.id });
  return rows.length > 0;
}

/** Writes what the owner's defaults came to. */
export async function saveDefaults(
  tx: Transaction,
  given: { installationId: number; standing: Standing<OwnerConfig>; maxOpen: number },
): Promise<void> {
  const { state, config, problem } = given.standing;
  await tx
    .update(installations)
    .set({ defaults: config, defaultsState: state, defaultsProblem: problem, maxOpen: given.maxOpen })
    .where(eq(installations.id, given.installationId));
}

/** Makes the links of one fork those that its configuration declares; returns the ids of those asked for a sync. */
export async function saveDeclared(
  tx: Transaction,
  given: { fork: { id: number; owner: string; name: string }; changes: Reconciliation; cause: Cause },
): Promise<string[]> {
  const { fork, changes, cause } = given;
  const asked: string[] = [];
  for (const { upstreamId, upstreamBranch, forkBranch, ...link } of changes.insert) {
    const { track } = link.settings;
    const upstreamRefId = await upstreamRef(tx, { repositoryId: upstreamId, branch: upstreamBranch, track });
    const ask = link.off === null;
    const rows = await tx
      .insert(links)
      .values({
        ...link,
        name: `${fork.owner}/${fork.name} ${forkBranch}`,
        forkId: fork.id,
        forkBranch,
        upstreamRefId,
        ...(ask ? { requested: 1, requestedTrigger: cause.trigger, requestedId: cause.requestId } : {}),
      })
      .onConflictDoNothing()
      .returning({ id: links.id });
    if (ask) asked.push(...rows.map((row) => row.id));
  }
  for (const change of changes.update) asked.push(...(await changeLink(tx, change, { fork, cause })));
  return asked;
}

async function changeLink(
  tx: Transaction,
  change: Changed,
  { fork, cause }: { fork: { owner: string; name: string }; cause: Cause },
): Promise<string[]> {
  const { id, ask, ends, ...set } = change;
  const moved = ends ? await movedTo(tx, ends, fork) : {};
  const asking = {
    requested: sql`${links.requested} + 1`,
    requestedTrigger: cause.trigger,
    requestedId: cause.requestId,
  };
  await tx
    .update(links)
    .set({ ...set, ...moved, ...(ask ? asking : {}), updatedAt: sql`now()` })
    .where(eq(links.id, id));
  return ask ? [id] : [];
}

/** Other ends for a link that keeps what it knows, but for what was answered about the old ones. */
async function movedTo(tx: Transaction, ends: FollowedEnds, fork: { owner: string; name: string }) {
  const { upstreamId: repositoryId, upstreamBranch: branch, track } = ends;
  const upstreamRefId = await upstreamRef(tx, { repositoryId, branch, track });
  const [ref] = await tx
    .select({ pushes: upstreamRefs.pushes })
    .from(upstreamRefs)
    .where(eq(upstreamRefs.id, upstreamRefId));
  const { forkBranch } = ends;
  const called = sql`substring(${links.name} from '^[^/ ]+/[^/ ]+ (.*)$') = ${links.forkBranch}`;
  return {
    forkBranch,
    upstreamRefId,
    answeredPushes: ref?.pushes ?? 0,
    decidedOn: null,
    // Another thing that is followed by the same branch makes none that its owner deleted.
    branchSeenAt: sql`case when ${links.forkBranch} = ${forkBranch} then ${links.branchSeenAt} end`,
    name: sql`case when ${called} then ${`${fork.owner}/${fork.name} ${forkBranch}`} else ${links.name} end`,
  };
}
