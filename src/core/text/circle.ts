import { shown } from '../config/problem.ts';
import type { BranchName } from '../observation.ts';

/** What is wrong with a link by which a branch would follow itself, and what to do; for files and the API. */
export function circleMessage({ fork, upstream }: { fork: BranchName; upstream: BranchName }): string {
  const theirs = `${shown(upstream.branch)} of ${shown(`${upstream.owner}/${upstream.name}`)}`;
  return (
    `${shown(fork.branch)} would follow itself in a circle, since ${theirs} follows it in turn and no link between them makes ` +
    'a pull request: give one of them the strategy `pull-request`.'
  );
}
