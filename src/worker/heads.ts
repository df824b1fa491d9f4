import { type Decided, endsOf, readerOf } from './decided.ts';
import type { HeadsOrder } from './perform-rebase.ts';

/**
 * The two commits that a pull request's conflicts are between, and where git may learn how such were resolved before: in what the fork
 * has merged, also where a squash left no trace of it but the pull request. null: not both are known.
 */
export function headsOf(given: Decided): HeadsOrder | null {
  const { job, plan, seen } = given;
  const { installationId, fork, upstream } = endsOf(given);
  const brought = plan.offer?.sha ?? plan.decidedOn;
  // What is in the fork has commits that upstream may not have; of one that is not on GitHub it has what is needed.
  const there = upstream.url ? fork : upstream;
  const theirs = plan.offer === null ? { ...there, sha: plan.decidedOn } : { ...fork, sha: seen.placed?.sha };
  const ours = seen.fork?.branchSha;
  if (!ours || !theirs.sha || !brought) return null;
  const past = seen.pulls.filter(({ head, state }) => head === 'fork' && state === 'merged');
  return {
    installationId,
    linkId: job.linkId,
    upstreamId: upstream.id,
    fork: { ...fork, sha: ours },
    upstream: { ...theirs, sha: theirs.sha, ...(plan.offer === null ? readerOf(given) : {}) },
    memory: { upstream: brought, past: past.map(({ headSha }) => headSha) },
  };
}
