/** What paths that stay as the fork has them make of a plan. */
import type { Kept } from './keep.ts';
import type { Observation, Placed } from './observation.ts';
import type { Branch, Known, Take } from './plan-types.ts';

/** Whether GitHub has said what of the commit that may be taken is to stay as it is, where anything is. */
export function knowsKept({ known, seen, take }: { known: Known; seen: Observation; take: Take }): boolean {
  const asked = known.settings.keep.length > 0 && take.sha !== null && (take.missing ?? 0) > 0;
  return !asked || seen.kept?.of === take.sha;
}

/** What of upstream's commit `to` is not taken, for an action; nothing where it can be taken as it is. */
export function keepingOf({ seen: { kept } }: Pick<Branch, 'seen'>, to: string): { keeping?: Kept } {
  return kept?.of === to && kept.files.length > 0 ? { keeping: kept } : {};
}

/** The head in the fork is where nobody but us put it for `to`. */
export function isPlacedFor(branch: Pick<Branch, 'seen'>, { sha, keeps }: Placed, to: string): boolean {
  const { keeping } = keepingOf(branch, to);
  return keeping ? keeps?.of === to && keeps.digest === keeping.digest : sha === to;
}

/** The commit of upstream's that the head in the fork was placed for, where nobody pushed to it since. */
export function placedFor({ sha, keeps }: Placed): string {
  return keeps?.of ?? sha;
}

/** There is nothing to be brought: no commit may be taken, the fork has it, or all that differs is kept. */
export function bringsNothing({ seen, take }: Pick<Branch, 'seen' | 'take'>): boolean {
  return take.sha === null || take.missing === 0 || (seen.kept?.of === take.sha && seen.kept.alone);
}
