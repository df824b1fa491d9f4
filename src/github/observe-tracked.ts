import { followsBranch, type Tracked } from '../core/track.ts';
import type { SeenEnds } from './observe-ends.ts';
import { atNewestTag, atRelease } from './tracked-query.ts';

/** With what is followed in the place of upstream's branch; null: the branch is. */
export type TrackedEnds = SeenEnds & { tracked: Tracked | null };

/** The ends with the commit that is followed as upstream's, whatever its branch is at. */
export function atTracked(seen: SeenEnds, { settings }: { settings?: { track?: string } }): TrackedEnds {
  const { track = followsBranch } = settings ?? {};
  const { upstream } = seen;
  if (track === followsBranch || upstream === null) return { ...seen, tracked: null };
  const { trackedRelease, trackedTags } = upstream;
  const { tag, commit } = track === 'release' ? atRelease(trackedRelease) : atNewestTag(track, trackedTags);
  const ref = commit && { target: { oid: commit.oid, tree: commit.tree } };
  return { ...seen, upstream: { ...upstream, ref }, tracked: { track, tag } };
}
