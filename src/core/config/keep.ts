/** Which settings go together with paths that stay as the fork has them. */
import { followsBranch } from '../track.ts';
import type { EffectiveBranch, EffectiveConfig } from './effective.ts';
import type { Complaint } from './settle.ts';

export function keepOf(entry: EffectiveBranch, config: EffectiveConfig): string[] {
  return entry.keep ?? config.keep;
}

/** Why nothing can be kept of a branch that is brought over in this way; null: it can, or nothing is to be. */
export function keepFault(entry: EffectiveBranch, config: EffectiveConfig): Complaint | null {
  if (keepOf(entry, config).length === 0) return null;
  const path = entry.keep === undefined ? 'keep' : `${entry.path}.keep`;
  const why = faultOf(entry, { ...config.pullRequest, ...entry.pullRequest });
  return why === null
    ? null
    : { path, message: `\`keep\` cannot be used with ${why}, or \`keep: []\` where nothing is kept.` };
}

function faultOf(
  { strategy, track = followsBranch }: EffectiveBranch,
  { head, merge }: EffectiveConfig['pullRequest'],
): string | null {
  if (strategy !== 'merge' && strategy !== 'pull-request') {
    return `\`strategy: ${strategy}\`, which takes upstream's commits as they are: write \`strategy: merge\``;
  }
  if (merge === 'rebase') {
    return '`merge: rebase`, which puts what upstream did to those paths on the branch first: write `merge: merge` under `pull-request`';
  }
  if (strategy === 'merge' || head === 'fork' || track !== followsBranch) return null;
  return (
    "a pull request from upstream's own branch: write `head: fork` under `pull-request`, by which this fork's workflows run on upstream's " +
    'code with its secrets, or `strategy: merge`'
  );
}
