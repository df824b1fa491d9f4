/** Which repository a fork follows where its file names a repository, and where it names none. */
import type { EffectiveConfig } from './effective.ts';
import { type Position, type Problem, shown } from './problem.ts';

/**
 * The parent a fork had when it was first seen, by the names it has now or had last: when that is gone GitHub gives the
 * fork another parent, which nobody asked to follow. `first` null: it is seen for the first time.
 */
export function firstParent<Repository extends { id: number }>(
  shown: Repository | null,
  first: { id: number; known: Repository | null } | null,
): Repository | null {
  return first === null || shown?.id === first.id ? shown : first.known;
}

/** What is wrong with the upstream a file names: it cannot be seen, or is of another fork network. */
export function upstreamProblem(
  { owner, name }: NonNullable<EffectiveConfig['upstream']>,
  fault: 'unseen' | 'foreign',
  positionOf: (path: string) => Position,
): Problem {
  const named = shown(`${owner}/${name}`);
  const message =
    fault === 'unseen'
      ? `There is no repository ${named} that Backstroke can see: check how it is written.`
      : `${named} and this repository are no forks of each other: name one of its fork network.`;
  return { path: 'upstream', ...positionOf('upstream'), message };
}
