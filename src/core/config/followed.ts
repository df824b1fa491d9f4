/** What a fork follows, as far as its files may have come from there. */

/** A branch on GitHub, or a commit of one elsewhere, which was brought into the fork. */
export type Followed = { owner: string; branch: string } | { sha: string };

/** `states`: what a link was decided on and what it synced last; of a branch that is not on GitHub these are what is known. */
export function followedOf(given: {
  owner: string;
  branch: string;
  url: string | null;
  states: readonly (string | null)[];
}): Followed[] {
  const { owner, branch, url, states } = given;
  if (url === null) return [{ owner, branch }];
  return [...new Set(states)].flatMap((state) =>
    state !== null && /^[0-9a-f]{40}$/.test(state) ? [{ sha: state }] : [],
  );
}
