import { branchSha } from './find.ts';
import { mergedTree } from './merge.ts';
import type { Pull, Repository } from './types.ts';

/** What the background job found for this pair of commits. */
const found = new WeakMap<Pull, { key: string; answer: boolean | null }>();

/** Repositories whose background jobs do not come to an end. */
const held = new Set<Repository>();

/** From now on nothing is known of pull requests into this repository, until what is returned is called. */
export function holdMergeable(repository: Repository): () => void {
  held.add(repository);
  return () => {
    held.delete(repository);
  };
}

/** null the first time: GitHub then starts a job, and the next question has the answer. */
export function mergeableNow(pull: Pull): boolean | null {
  const { repository, branch } = pull.base;
  const base = branchSha(repository, branch);
  if (pull.state !== 'open' || base === null || held.has(repository)) return null;
  const key = `${base} ${pull.head.sha}`;
  const known = found.get(pull);
  if (known?.key === key) return known.answer;
  const job: { key: string; answer: boolean | null } = { key, answer: null };
  found.set(pull, job);
  mergedTree(repository.store, base, pull.head.sha).then(
    (tree) => {
      job.answer = tree !== null;
    },
    () => {
      job.answer = false;
    },
  );
  return null;
}
