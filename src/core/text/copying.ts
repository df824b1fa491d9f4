import { copiesCommits, type Merge } from '../merging.ts';

/**
 * Warns of ways to merge that give the fork other commits than upstream's, in Markdown; empty where none of these does. GitHub makes new commits
 * for a rebase too, always: https://docs.github.com/pull-requests/collaborating-with-pull-requests/incorporating-changes-from-a-pull-request/about-pull-request-merges
 */
export function copyingWarning(merges: readonly Merge[]): string {
  const methods = [...new Set(merges.filter(copiesCommits))].sort();
  if (methods.length === 0) return '';
  const does = methods.map((method) => inPlace[method]).join(', and ');
  return (
    `**Before you keep this:** ${does}, so the fork never has the commits that upstream has. GitHub finds them missing for ever: the next ` +
    'pull request lists all of them again beside what is new, lines that came before may conflict, and the branch can ' +
    'be moved forward no more. `merge: merge` does none of that, nor do the strategies `fast-forward` and `merge`, which need no pull request. ' +
    'To mend a branch on which it was done, merge the next pull request with a merge commit.'
  );
}

const inPlace: Record<'squash' | 'rebase', string> = {
  rebase: "`rebase` gives the fork copies of upstream's commits with ids of their own",
  squash: "`squash` gives the fork one commit in the place of upstream's",
};
