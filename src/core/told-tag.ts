import type { Observation } from './observation.ts';
import type { Plan } from './plan-types.ts';
import type { Tracked } from './track.ts';

/**
 * The tag that is spoken of in the place of upstream's branch. null: the branch is followed, or a delay has the link take an older
 * commit than the tag's.
 */
export function toldTag(
  plan: Pick<Plan, 'offer' | 'syncedSha'> | null,
  seen: Pick<Observation, 'tracked' | 'upstream'> | null,
): string | null {
  if (plan === null || seen === null) return null;
  const taken = plan.offer?.sha ?? plan.syncedSha;
  const tag = seen.tracked?.tag ?? null;
  return taken === null || taken === seen.upstream?.branchSha ? tag : null;
}

/** What sentences say of it: the tag, and what is followed that is not there yet. */
export function toldOfTrack(
  plan: Parameters<typeof toldTag>[0],
  seen: Parameters<typeof toldTag>[1],
): { tag: string | null; lacking: Tracked | null } {
  return { tag: toldTag(plan, seen), lacking: seen?.upstream?.branchSha === null ? seen.tracked : null };
}
