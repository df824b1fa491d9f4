/** Who does not do what was asked for. */

export interface Refusers {
  /** `GitHub`, or whoever else did not answer, and about which repository. */
  silent: string;
  /** Who takes no more for the moment: GitHub, or this Backstroke by the word of its operator. */
  limits: string;
}

/** `silent`: who refused, where that is not GitHub; null: GitHub did. The others are names as they are written there. */
export function refusers(given: { silent: string | null; fork: string; upstream: string; owner: string }): Refusers {
  const { silent, fork, upstream, owner } = given;
  if (silent === null) {
    return {
      silent: `GitHub did not answer as it should about ${fork}`,
      limits: `GitHub takes no more requests for ${owner} for the moment`,
    };
  }
  return {
    silent: `${silent} did not answer as it should about ${upstream}`,
    limits: `${silent} itself opens no more pull requests for the moment`,
  };
}
