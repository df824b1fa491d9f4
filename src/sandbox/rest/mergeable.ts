import { branchSha } from '../find.ts';
import { mergedTree } from '../merge.ts';
import type { Pull } from '../types.ts';

/** What the background job found for this pair of commits. */
const found = new WeakMap<Pull, { key: string; answer: boolean | null }>();

/** null the first time: GitHub then starts a job, and the next question has the answer. */
export function mergeableNow(pull: Pull): boolean | null {
  const { repository, branch } = pull.base;
  const base = branchSha(repository, branch);
  if (pull.state !== 'open' || base === null) return null;
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
