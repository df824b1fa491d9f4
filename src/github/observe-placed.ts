import type { HeadPlace } from '../core/link.ts';
import type { Comparison, ObservedPull, Placed, Ripe } from '../core/observation.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { InstallationClient } from './client.ts';
import { compareCommits } from './compare.ts';
import type { ForkNode } from './observe-query.ts';

interface Reading {
  client: InstallationClient;
  fork: ForkNode | null;
  /** Upstream's head. */
  headSha: string | null;
  /** The commit that may be taken where that is another. */
  ripe: Ripe | null;
  pulls: readonly ObservedPull[];
  /** Where new pull requests of the link have their head. */
  wanted: HeadPlace;
}

/**
 * The head in the fork with what upstream's commit that may be taken has to it. One request more where it is not at that commit and
 * names cannot say what is to be compared, or that is not upstream's head.
 */
export async function readPlaced(given: Reading): Promise<Placed | null | Refusal> {
  const { fork, headSha, ripe, pulls, wanted } = given;
  const sha = fork?.placed?.target?.oid;
  if (!fork || !sha) return null;
  const to = ripe?.sha ?? headSha;
  const base = fork.placed?.fork;
  const [beyond, lacks] =
    base && base.headTarget.oid === fork.ref?.target?.oid ? [base.behindBy, base.aheadBy] : [null, null];
  const used = wanted === 'fork' || pulls.some(({ head, state }) => head === 'fork' && state === 'open');
  const comparison = to === null ? unknown : await compared(given, { fork, sha, to, used });
  return isRefusal(comparison) ? comparison : { sha, comparison, beyond, lacks };
}

const unknown: Comparison = { kind: 'unavailable' };

async function compared(
  { client }: Reading,
  { fork, sha, to, used }: { fork: ForkNode; sha: string; to: string; used: boolean },
): Promise<Comparison | Refusal> {
  if (sha === to) return { kind: 'counted', missing: 0, own: 0, headSha: to };
  const counts = fork.placed?.upstream;
  if (counts?.headTarget.oid === to) {
    return { kind: 'counted', missing: counts.aheadBy, own: counts.behindBy, headSha: to };
  }
  if (!used) return unknown;
  const repository = { owner: fork.owner.login, name: fork.name };
  return compareCommits({ client, repository, baseSha: sha, headSha: to });
}
