import { type Keeping, keptDigest } from '../core/keep.ts';
import type { HeadPlace } from '../core/link.ts';
import type { Comparison, Observation, ObservedPull, Placed, Ripe } from '../core/observation.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { InstallationClient } from './client.ts';
import { compareCommits } from './compare.ts';
import { isOfOurs } from './keeping-commit.ts';
import type { ForkNode } from './observe-query.ts';
import type { PlacedTip } from './placed-tip.ts';

interface Reading {
  client: InstallationClient;
  us: Observation['us'];
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
  if (isRefusal(comparison)) return comparison;
  const keeps = keepingAt(given);
  const seen = { sha, comparison, beyond, lacks };
  return keeps === null ? seen : { ...seen, keeps, ...withoutIt(seen) };
}

/** The commit of ours that the head is at; null: it is any other. Whoever changes one by git becomes its committer. */
function keepingAt({ us, fork }: Reading): Keeping | null {
  const tip: PlacedTip | null = fork?.placed?.target ?? null;
  const digest = keptDigest(tip?.message ?? '');
  const [parent, ...others] = tip?.parents?.nodes ?? [];
  if (digest === null || !parent || others.length > 0) return null;
  return [tip?.author, tip?.committer].every((one) => isOfOurs(us, one?.email)) ? { of: parent.oid, digest } : null;
}

/** That commit is on nothing but the head, or the fork's branch has all of it. */
function withoutIt({
  comparison,
  beyond,
}: Pick<Placed, 'comparison' | 'beyond'>): Pick<Placed, 'comparison' | 'beyond'> {
  const one = (count: number) => Math.max(0, count - 1);
  return {
    comparison: comparison.kind === 'counted' ? { ...comparison, own: one(comparison.own) } : comparison,
    beyond: beyond && one(beyond),
  };
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
