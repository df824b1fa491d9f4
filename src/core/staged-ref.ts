/**
 * Where commits of an upstream that is not on GitHub are kept in the fork, so that GitHub can compare them and people see nothing of them before
 * they are wanted. One for each link.
 */
export function stagedRef(linkId: string): string {
  if (!/^[\w-]+$/.test(linkId)) throw new Error(`${linkId} is no id`);
  return `refs/backstroke/upstream/${linkId}`;
}
