import type { EffectiveBranch } from './effective.ts';
import { isGlob } from './glob.ts';
import type { NetworkRepository } from './network.ts';
import { type Position, shown } from './problem.ts';

/** One branch that an entry has the fork follow. */
export interface Follow {
  entry: EffectiveBranch;
  repository: NetworkRepository;
  upstreamBranch: string;
  forkBranch: string;
}

/** A problem before it is known where its path stands. */
export interface Complaint {
  path: string;
  message: string;
}

interface Settled {
  follows: Follow[];
  complaints: Complaint[];
}

/**
 * Each branch of the fork follows one branch. An entry that names it comes before those whose globs match it; two that
 * name it, or two matches, are a complaint, one for each pair of entries.
 */
export function settle(follows: readonly Follow[], positionOf: (path: string) => Position): Settled {
  const byBranch = new Map<string, Follow[]>();
  for (const follow of follows) {
    const same = byBranch.get(follow.forkBranch);
    if (same) same.push(follow);
    else byBranch.set(follow.forkBranch, [follow]);
  }
  const settled: Follow[] = [];
  const complaints = new Map<string, Complaint>();
  for (const all of byBranch.values()) {
    const naming = all.filter(({ entry }) => !isGlob(entry.from.branch));
    const [first, ...rest] = naming.length > 0 ? naming : all;
    if (first) settled.push(first);
    for (const other of rest) {
      const pair = `${first?.entry.path} ${other.entry.path}`;
      if (first && !complaints.has(pair)) complaints.set(pair, clash(first, other, positionOf));
    }
  }
  return { follows: settled, complaints: [...complaints.values()] };
}

function clash(first: Follow, second: Follow, positionOf: (path: string) => Position): Complaint {
  const { path } = second.entry;
  const branch = shown(second.forkBranch);
  if (path === first.entry.path) {
    const both = `${shown(first.upstreamBranch)} and ${shown(second.upstreamBranch)}`;
    return { path, message: `This glob would bring both ${both} to ${branch}: write it so that each has its own.` };
  }
  const named = (entry: string) => `\`${entry}\` (line ${positionOf(entry).line})`;
  return { path, message: `${named(first.entry.path)} and ${named(path)} both move ${branch}: remove one.` };
}
