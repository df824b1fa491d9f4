/**
 * Where commits of an upstream that is not on GitHub are kept in the fork, so that GitHub can compare them and people see nothing of them before
 * they are wanted. One for each link.
 */
export function stagedRef(linkId: string): string {
  if (!/^[\w-]+$/.test(linkId)) throw new Error(`${linkId} is no id`);
  return `refs/backstroke/upstream/${linkId}`;
}

/** Of what a link was decided on and synced last, the commits: each was brought there, unless nothing was yet. */
export function broughtBy(states: readonly (string | null)[]): string[] {
  const commits = states.filter((state): state is string => state !== null && /^[0-9a-f]{40}$/.test(state));
  return [...new Set(commits)];
}
