import { type Clone, fetchLimitMs } from './clone.ts';

/** Fetched under a name that stays: what is there already is not fetched again the next time. `as` tells several of one remote apart. */
export async function fetchCommit(
  clone: Clone,
  given: { remote: 'fork' | 'upstream'; sha: string; linkId: string; as?: string; limitMs?: number },
): Promise<void> {
  const { remote, sha, linkId, as = remote, limitMs = fetchLimitMs } = given;
  if (!/^[0-9a-f]{40}$/.test(sha)) throw new Error(`${sha} is no commit`);
  const flags = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance'];
  await clone.run(['fetch', ...flags, remote, `+${sha}:refs/kept/${linkId}/${as}`], { limitMs });
}
