import type { HeadPlace } from '../core/link.ts';
import type { Merge } from '../core/merging.ts';
import type { Comparison, Observation, Ripe } from '../core/observation.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { DelayLook } from '../core/sightings.ts';
import type { TagsLook } from '../core/tags.ts';
import type { Wish } from '../core/ticked.ts';
import type { InstallationClient } from './client.ts';
import { compareCommits } from './compare.ts';
import { countingId } from './config-file.ts';
import { changesConfigAlone, outgoingPulls } from './fork-tip.ts';
import { readEnds, type SeenEnds } from './observe-ends.ts';
import { readPlaced } from './observe-placed.ts';
import { formerPull, readPulls } from './observe-pulls.ts';
import type { UpstreamNode } from './observe-query.ts';
import { readRipe } from './observe-ripe.ts';
import { committersOf, releaseOf } from './observe-told.ts';
import { atTracked, type TrackedEnds } from './observe-tracked.ts';
import { toObservedRepository } from './observed-repository.ts';
import { optsOut } from './opts-out.ts';
import { type Apart, readApart } from './read-apart.ts';
import { readKept } from './read-kept.ts';
import { readMerging } from './read-merging.ts';
import { readTags } from './read-tags.ts';
import { type ElsewhereTarget, type LinkTarget, type ReadTarget, sameName } from './target.ts';

/** With the upstream commit that was synced last and the pull request of the link, as far as they are known, and what it waits by. */
export type ObserveTarget = ReadTarget &
  ElsewhereTarget & {
    lastSyncedSha?: string | null;
    pull?: { number: number } | null;
    delay?: DelayLook | null;
    tags?: TagsLook | null;
    /** Left out: new pull requests have their head upstream, none is merged by us, and the branch is followed. */
    settings?: { pullRequest: { head: HeadPlace; merge: Merge }; track?: string; keep?: readonly string[] };
    /** What a person asked for. */
    ticked?: Pick<Wish, 'box'> | null;
  };

type ForkName = { owner: string; name: string };

interface Reading {
  client: InstallationClient;
  /** Sees upstream where `client` does not; null: nobody else covers it. */
  reader?: InstallationClient | null;
  target: ObserveTarget;
}

/**
 * Reads both ends of a link: one GraphQL query, one request more where names cannot say what is to be compared, one more where the
 * fork has commits of its own and upstream moved since the last sync, two more where over 30 pull requests have these branch names; for a
 * link with a delay one more when upstream moved, and two when it may take a commit that is not the head; for a head in the fork one more where
 * it is elsewhere and names cannot say how; two or three more where paths are kept and the fork lacks commits; for pull requests that are merged one more while GitHub does not call the one that is open clean.
 */
export async function observe(given: Reading): Promise<Observation | Refusal> {
  const both = await readEnds(given);
  if (isRefusal(both)) return both;
  const apart = both.elsewhere === null ? await readHidden(given, both) : null;
  if (apart !== null && isRefusal(apart)) return apart;
  const seen = atTracked(apart === null ? both : { ...both, upstream: apart.upstream }, given.target);
  const comparison = await compare({ ...given, seen });
  if (comparison && isRefusal(comparison)) return comparison;
  const rewritten = await isRewritten({ ...given, seen, comparison });
  if (typeof rewritten !== 'boolean') return rewritten;
  const pulls = await readPulls({ ...given, seen });
  if (isRefusal(pulls)) return pulls;
  const { owner, name } = seen.fork ? { owner: seen.fork.owner.login, name: seen.fork.name } : given.target.fork;
  const repository = { owner, name };
  const waiting = await readRipe({
    client: given.client,
    repository,
    delay: given.target.delay ?? null,
    baseSha: seen.fork?.ref?.target?.oid ?? null,
    headSha: seen.upstream?.ref?.target?.oid ?? null,
  });
  if (isRefusal(waiting)) return waiting;
  const placed = await readPlaced({
    client: given.client,
    us: seen.us,
    fork: seen.fork,
    headSha: seen.upstream?.ref?.target?.oid ?? null,
    ripe: waiting.ripe,
    pulls,
    wanted: given.target.ticked?.box === 'move' ? 'fork' : (given.target.settings?.pullRequest.head ?? 'upstream'),
  });
  if (placed !== null && isRefusal(placed)) return placed;
  const kept = await keptIn({ ...given, repository, seen, comparison, ripe: waiting.ripe });
  if (kept !== null && isRefusal(kept)) return kept;
  const merging = await readMerging({ ...given, repository, fork: seen.fork, pulls });
  const tags = await readTags({
    ...given,
    ...seen,
    reader: apart ? given.reader : null,
    look: given.target.tags ?? null,
  });
  return {
    us: seen.us,
    fork: toObservedRepository(seen.fork),
    upstream: toObservedRepository(seen.upstream),
    apart: apart && { denied: apart.denied },
    elsewhere: seen.elsewhere,
    comparison,
    ...waiting,
    tags,
    tracked: seen.tracked,
    rewritten,
    kept,
    sameContent: hasSameContent(seen),
    configBlob: seen.fork && countingId({ ...seen.fork, ours: seen.fork.config, pull: seen.fork.pullConfig }),
    ownIsConfig: seen.fork !== null && changesConfigAlone(seen.fork),
    headOf: seen.fork ? outgoingPulls(seen.fork, seen.us.id) : [],
    optedOut: seen.upstream !== null && optsOut(seen.upstream),
    ...merging,
    release: releaseOf(seen.upstream),
    committers: committersOf(seen.fork),
    placed,
    pulls,
    former: formerPull({ target: given.target, seen, pulls }),
  };
}

/** Of the commit that may be taken. */
function keptIn({
  seen,
  comparison,
  ripe,
  ...given
}: Reading & { repository: ForkName; seen: TrackedEnds; comparison: Comparison | null; ripe: Ripe | null }) {
  const baseSha = seen.fork?.ref?.target?.oid ?? '';
  const keep = given.target.settings?.keep ?? [];
  const headSha = ripe?.sha ?? seen.upstream?.ref?.target?.oid ?? '';
  const same = ripe === null && hasSameContent(seen);
  const compared = (ripe ? ripe.comparison : comparison) ?? { kind: 'unavailable' };
  return readKept({ ...given, baseSha, headSha, keep, comparison: compared, same });
}

/** Upstream where it is private and another installation covers it; null: there is nothing that this would show. */
async function readHidden({ reader, target }: Reading, { fork, upstream }: SeenEnds): Promise<Apart | null | Refusal> {
  if (!reader || fork === null || upstream !== null) return null;
  return readApart({ reader, fork, target });
}

/**
 * Counts are believed when the commit GitHub compared is upstream's head now. Else: a renamed upstream, a sibling, or what is followed in
 * the place of the branch is compared by sha; another head means that the fork network lags behind.
 */
async function compare(given: Reading & { seen: TrackedEnds }): Promise<Comparison | null | Refusal> {
  const { client, target, seen } = given;
  const baseSha = seen.fork?.ref?.target?.oid;
  const headSha = seen.upstream?.ref?.target?.oid;
  if (!seen.fork || !seen.upstream || !baseSha || !headSha) return null;
  if (baseSha === headSha) return { kind: 'counted', missing: 0, own: 0, headSha };
  // GitHub does not have it.
  if (seen.elsewhere !== null && seen.elsewhere.staged !== headSha) return { kind: 'unavailable' };
  const { owner, name } = seen.fork;
  const bySha = { client, repository: { owner: owner.login, name }, baseSha, headSha };
  const counts = seen.fork.ref?.compare;
  if (counts?.headTarget.oid === headSha)
    return { kind: 'counted', missing: counts.aheadBy, own: counts.behindBy, headSha };
  if (seen.tracked) return compareCommits(bySha);
  if (seen.unrelated) return { kind: 'unrelated' };
  if (counts && !isRenamed(seen.upstream, target)) return { kind: 'unavailable' };
  // Without counts and without a word why: only the REST answer tells unrelated histories from a network that lags behind.
  return compareCommits(bySha);
}

/**
 * Whether upstream's branch has lost what was synced last. Asked only where that could be lost with it: a fork without commits of
 * its own has nothing that upstream has not. What cannot be compared any more is not in it either.
 */
async function isRewritten(
  given: Reading & { seen: TrackedEnds; comparison: Comparison | null },
): Promise<boolean | Refusal> {
  const { client, target, seen, comparison } = given;
  const { lastSyncedSha: baseSha = null } = target;
  const headSha = seen.upstream?.ref?.target?.oid;
  // One release need not hold the one before.
  if (seen.tracked || !seen.fork || !headSha || baseSha === null || baseSha === headSha || !comparison) return false;
  if (comparison.kind === 'unavailable' || (comparison.kind === 'counted' && comparison.own === 0)) return false;
  // The fork's head is what was synced last, and has what upstream has not.
  if (seen.fork.ref?.target?.oid === baseSha) return true;
  const { owner, name } = seen.fork;
  const since = await compareCommits({ client, repository: { owner: owner.login, name }, baseSha, headSha });
  if (isRefusal(since)) return since;
  return since.kind !== 'counted' || since.own > 0;
}

/** Both heads have the same files, byte for byte. */
function hasSameContent({ fork, upstream }: SeenEnds): boolean {
  const ours = fork?.ref?.target?.tree?.oid;
  return ours !== undefined && ours === upstream?.ref?.target?.tree?.oid;
}

function isRenamed(now: UpstreamNode, { upstream }: LinkTarget): boolean {
  return !sameName(now.owner.login, upstream.owner) || !sameName(now.name, upstream.name);
}
