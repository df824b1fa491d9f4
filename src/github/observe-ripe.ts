import type { Comparison, Observation } from '../core/observation.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { type DelayLook, isRipe, type Sighting } from '../core/sightings.ts';
import type { InstallationClient } from './client.ts';
import { compareCommits } from './compare.ts';

interface Reading {
  client: InstallationClient;
  /** The fork: commits of its network are compared there. */
  repository: { owner: string; name: string };
  /** null: the link takes what is there. */
  delay: DelayLook | null;
  /** Head of the fork's branch, null when there is none. */
  baseSha: string | null;
  /** Head of upstream's. */
  headSha: string | null;
}

type Waiting = Pick<Observation, 'lost' | 'ripe'>;
type Among = Pick<Reading, 'client' | 'repository'> & { headSha: string };

const nothing: Waiting = { lost: null, ripe: null };

/**
 * What a link with a delay may take where that is not upstream's head: the newest commit seen long enough that is in upstream's branch
 * still. Heads are found in one another, so that one comparison tells of all before it; only where the newest is no longer there it is looked
 * for which one is.
 */
export async function readRipe(given: Reading): Promise<Waiting | Refusal> {
  const { delay, baseSha, headSha } = given;
  if (delay === null || headSha === null) return nothing;
  const { sightings, now } = delay;
  const ofHead = sightings.find(({ sha }) => sha === headSha);
  const earlier = sightings.filter(({ sha }) => sha !== headSha);
  const among = { ...given, headSha };

  // Those before the newest were found in it when it was read.
  const settled = sightings[0]?.sha === headSha;
  const moved = settled ? { found: 0 } : await newestIn(among, earlier);
  if (moved === 'unavailable') return unavailable(headSha);
  if (isRefusal(moved)) return moved;
  const lost = earlier.slice(0, moved.found).map(({ sha }) => sha);
  if (ofHead && isRipe(ofHead, delay, now)) return { lost, ripe: null };

  const there = earlier.slice(moved.found);
  const ripe = there.filter((one) => isRipe(one, delay, now));
  // The one that was just found in the branch needs no second look.
  const known = !settled && ripe.length === there.length;
  const kept = known ? { found: 0 } : await newestIn(among, ripe);
  if (kept === 'unavailable') return unavailable(headSha);
  if (isRefusal(kept)) return kept;
  lost.push(...ripe.slice(0, kept.found).map(({ sha }) => sha));
  const sha = ripe[kept.found]?.sha;
  if (sha === undefined) return { lost, ripe: null };
  const comparison = await seenFrom(among, baseSha, sha);
  return isRefusal(comparison) ? comparison : { lost, ripe: { sha, comparison } };
}

/** A branch that is not there has what it is made from. */
function seenFrom(
  { client, repository }: Among,
  baseSha: string | null,
  headSha: string,
): Promise<Comparison | Refusal> {
  const same: Comparison = { kind: 'counted', missing: 0, own: 0, headSha };
  return baseSha === null || baseSha === headSha
    ? Promise.resolve(same)
    : compareCommits({ client, repository, baseSha, headSha });
}

/** Index of the newest of these that is in upstream's branch, their number when none is: each is in those before it. */
async function newestIn(
  { client, repository, headSha }: Among,
  sightings: readonly Sighting[],
): Promise<{ found: number } | 'unavailable' | Refusal> {
  let low = 0;
  let high = sightings.length;
  for (let at = 0; low < high; at = Math.floor((low + high) / 2)) {
    const compared = await compareCommits({ client, repository, baseSha: sightings[at]?.sha ?? '', headSha });
    if (isRefusal(compared)) return compared;
    if (compared.kind === 'unavailable') return 'unavailable';
    if (compared.kind === 'counted' && compared.own === 0) high = at;
    else low = at + 1;
  }
  return { found: low };
}

/** GitHub cannot say now what is in the branch, so nothing is known to be. */
function unavailable(headSha: string): Waiting {
  return { lost: null, ripe: { sha: headSha, comparison: { kind: 'unavailable' } } };
}
