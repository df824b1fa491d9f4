/** Conflicts of a pull request with its head in the fork that are resolved there as they were resolved before. */
import type { PlaceHead } from './action.ts';
import { headBranch } from './head-branch.ts';
import type { Observation, ObservedPull } from './observation.ts';
import type { Branch } from './plan-types.ts';

/**
 * Somebody ticked that box in a text that told of the heads as they are. `told`: upstream's commit that the text tells of now. Whether git
 * knows how, it says when it is done.
 */
export function resolvingOf(branch: Branch, open: ObservedPull, told: string | undefined): PlaceHead | null {
  const { known, seen, from } = branch;
  const { ticked } = known;
  const { placed } = seen;
  if (ticked?.box !== 'resolve' || !open.ours || open.head !== 'fork' || placed?.sha !== open.headSha) return null;
  if (ticked.heads?.fork !== from || ticked.heads.upstream !== told) return null;
  return { type: 'place-head', branch: headBranch(known), to: told, how: 'resolve', from: placed.sha };
}

/** The head in the fork has everything that the branch has: nothing of the two can conflict. */
export function holdsBranch({ placed }: Observation, open: ObservedPull): boolean {
  return open.head === 'fork' && placed?.sha === open.headSha && placed.lacks === 0;
}
