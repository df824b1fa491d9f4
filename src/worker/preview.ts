import type { CheckJob } from '../core/check-message.ts';
import type { DeclaredLink } from '../core/config/links.ts';
import { planSync } from '../core/plan.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { delayOf } from '../core/sightings.ts';
import type { CheckedBranch } from '../core/text/branch-line.ts';
import { toldOfTrack } from '../core/told-tag.ts';
import type { Gateway } from '../github/gateway.ts';

interface Ends {
  fork: { id: number; owner: string; name: string };
  upstream: { id: number; owner: string; name: string };
}

/** What a sync of a declared link would come to: everything that an operation does, but for the writing. */
export async function preview(
  gateway: Pick<Gateway, 'observe'>,
  { job, link, ends }: { job: CheckJob; link: DeclaredLink; ends: Ends },
): Promise<CheckedBranch | Refusal> {
  const known = knownOf(job, link, ends);
  const now = new Date(job.queuedAt);
  const seen = await gateway.observe({ ...known, installationId: job.installationId, delay: delayOf(known, now) });
  if (isRefusal(seen)) return seen;
  // What the commit says is what will be in use when the sync comes: no other file can have taken its place then.
  const plan = planSync({ ...known, configBlob: seen.configBlob }, seen, now);
  return { forkBranch: link.forkBranch, upstream: known.upstream, ...toldOfTrack(plan, seen), plan };
}

/** What the planner knows of a link that may not be made yet. */
function knownOf(job: CheckJob, link: DeclaredLink, { fork, upstream }: Ends) {
  const { everyMs, pullRequest, holdWhileUpstreamPullOpen, create, track, keep, delayMs, tags, conflict } = link;
  const before = job.links.find(
    (one) =>
      one.forkBranch === link.forkBranch &&
      one.upstreamId === link.upstreamId &&
      one.upstreamBranch === link.upstreamBranch,
  );
  return {
    fork: { ...fork, branch: link.forkBranch },
    upstream: { ...upstream, branch: link.upstreamBranch },
    strategy: link.strategy,
    trigger: 'config' as const,
    settings: { everyMs, pullRequest, holdWhileUpstreamPullOpen, create, track, keep, delayMs, tags, conflict },
    mayOpen: true,
    pull: before?.pull ?? null,
    mergeability: null,
    ticked: null,
    decidedOn: before?.decidedOn ?? null,
    heldSince: null,
    branchSeenAt: before?.branchSeenAt ?? null,
    releasedAt: before?.releasedAt ?? null,
    undoneAt: before?.undoneAt ?? null,
    putBack: before?.putBack ?? null,
    lastSyncedAt: before?.lastSyncedAt ?? null,
    lastSyncedSha: null,
    sightings: before?.sightings ?? [],
    hint: null,
    failures: 0,
    lastReason: null,
  };
}
