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

/**
 * What is wrong with the upstream a file names: it cannot be seen, or is of another fork network. Which of the two is not said:
 * a stranger's pull request may name a private repository to learn whether it is there.
 */
export function upstreamProblem(
  { owner, name }: NonNullable<EffectiveConfig['upstream']>,
  positionOf: (path: string) => Position,
): Problem {
  const named = shown(`${owner}/${name}`);
  const message = `There is no repository ${named} in the network of this fork that Backstroke can see: check how it is written.`;
  return { path: 'upstream', ...positionOf('upstream'), message };
}
