import { Conflict } from './conflict.ts';
import { nearest } from './nearest.ts';
import { listed, shown } from './problem.ts';
import { PullRequest } from './pull-request.ts';
import { PullYml, Rule } from './pull-schema.ts';
import { BranchEntry, ForkConfig, Forks, OwnerConfig, RepositoryConfig } from './schema.ts';

/** Whose file it is: a fork's own, its owner's in `OWNER/.github`, or a fork's own for wei/pull. */
export type Whose = 'fork' | 'owner' | 'pull';

type Spot = Whose | 'rule' | 'repository' | 'pull-request' | 'conflict' | 'forks' | 'branch' | 'repositories';

const keysAt: Record<Exclude<Spot, 'repositories'>, readonly string[]> = {
  fork: Object.keys(ForkConfig.shape),
  owner: Object.keys(OwnerConfig.shape),
  repository: Object.keys(RepositoryConfig.shape),
  'pull-request': Object.keys(PullRequest.shape),
  conflict: Object.keys(Conflict.shape),
  forks: Object.keys(Forks.shape),
  branch: Object.keys(BranchEntry.shape),
  pull: Object.keys(PullYml.shape),
  rule: Object.keys(Rule.shape),
};

const place = 'is of one branch: write it in an entry of `branches`.';
const ofBranch = { delay: place, track: place };

/** Keys that are right in another place. */
const elsewhere: Partial<Record<Spot, Record<string, string>>> = {
  fork: {
    ...ofBranch,
    'max-open': 'counts the pull requests of all forks of an owner: write it in `OWNER/.github`.',
    repositories: 'is what an owner says of several forks: write it in `OWNER/.github`, or its keys at the top here.',
  },
  owner: {
    ...ofBranch,
    upstream: 'is of one repository: write it under `repositories`.',
    forks: "is what one repository asks as an upstream: write it in that repository's own file.",
  },
  repository: {
    ...ofBranch,
    'max-open': 'counts the pull requests of all forks of an owner: write it at the top of this file.',
    version: 'is of the whole file: write it at its top.',
    forks: "is not understood of one repository here: write it in that repository's own file.",
  },
};

/** The keys that a map at this path may have; null where it is names of repositories. */
export function knownKeys(whose: Whose, path: readonly PropertyKey[]): readonly string[] | null {
  const spot = spotOf(whose, path);
  return spot === 'repositories' ? null : keysAt[spot];
}

/** What to say of a key that the map at `path` does not have. */
export function unknownKey(whose: Whose, path: readonly PropertyKey[], key: string): string {
  const spot = spotOf(whose, path);
  const known = spot === 'repositories' ? [] : keysAt[spot];
  if (key === '<<') return '`<<` would merge keys of another map, which is not understood here: write them out.';
  const other = elsewhere[spot] ?? {};
  if (Object.hasOwn(other, key)) return `\`${key}\` ${other[key]}`;
  const meant = nearest(key, known);
  if (meant !== null) return `${shown(key)} is no key here: did you mean \`${meant}\`?`;
  const meantElsewhere = nearest(key, Object.keys(other));
  return meantElsewhere === null
    ? `${shown(key)} is no key here: there are ${listed(known)}.`
    : unknownKey(whose, path, meantElsewhere);
}

function spotOf(whose: Whose, path: readonly PropertyKey[]): Spot {
  const named = whose === 'owner' && path[0] === 'repositories';
  if (named && path.length === 1) return 'repositories';
  if (whose === 'pull') return path[0] === 'rules' ? 'rule' : 'pull';
  const [first] = named ? path.slice(2) : path;
  if (first === 'pull-request' || first === 'conflict' || first === 'forks') return first;
  if (first === 'branches') return 'branch';
  return named ? 'repository' : whose;
}
