/** What a fork follows, as far as its files may have come from there. */
import { broughtBy, stagedRef } from '../staged-ref.ts';

/**
 * A branch on GitHub, or a commit of one elsewhere, which was brought into the fork, or the reference where such a commit lies by now: what
 * was moved a moment ago is there before anybody tells of it.
 */
export type Followed = { owner: string; branch: string } | { sha: string } | { ref: string };

/** `states`: what a link was decided on and what it synced last; of a branch that is not on GitHub these are what is known. */
export function followedOf(given: {
  linkId: string;
  owner: string;
  branch: string;
  url: string | null;
  states: readonly (string | null)[];
}): Followed[] {
  const { linkId, owner, branch, url, states } = given;
  if (url === null) return [{ owner, branch }];
  return [{ ref: stagedRef(linkId) }, ...broughtBy(states).map((sha) => ({ sha }))];
}
