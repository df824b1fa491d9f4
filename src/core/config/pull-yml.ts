import type { Merge } from '../merging.ts';
import type { Strategy } from '../strategy.ts';
import { type ConfigPath, pullPath } from './file.ts';
import { type ParsedConfig, parseAs, parseForkConfig } from './parse.ts';
import { inOrder, type Problem, shown } from './problem.ts';
import { type MergeMethod, PullYml, type Rule } from './pull-schema.ts';
import type { ForkConfig } from './schema.ts';

/** Whose repositories a fork and what it was forked from are. */
export interface Owners {
  fork: string;
  /** null: it has no parent that can be seen. */
  parent: string | null;
}

/**
 * How a branch is brought over, by the `mergeMethod` of its rule. A `hardreset` is never one: it would drop the commits that the fork
 * alone has, and nobody asked for that in the words of a file of ours.
 */
export const strategyOf: Record<MergeMethod, Strategy> = {
  none: 'pull-request',
  merge: 'pull-request',
  squash: 'pull-request',
  rebase: 'pull-request',
  hardreset: 'fast-forward',
};

/** How its pull requests are merged, by the same. */
const mergeOf: Record<MergeMethod, Merge> = {
  none: 'never',
  merge: 'merge',
  squash: 'squash',
  rebase: 'rebase',
  hardreset: 'never',
};

/** The file of a fork, ours or that of wei/pull. Never throws. */
export function parseForkFile(text: string, path: ConfigPath, owners: Owners): ParsedConfig<ForkConfig> {
  return path === pullPath ? fromPullYml(text, owners) : parseForkConfig(text);
}

/**
 * A file of wei/pull as a file of ours would say it. A rule that has a branch follow itself is left out, as there: upstreams write
 * such files for their forks. Never throws: whatever the text is, the answer is a value.
 */
export function fromPullYml(text: string, owners: Owners): ParsedConfig<ForkConfig> {
  const parsed = parseAs(text, PullYml, 'pull');
  if (!parsed.valid) return parsed;
  const { rules: all, label, conflictLabel } = parsed.config;
  const rules = all
    .map((rule, index) => ({ ...rule, path: `rules.${index}` }))
    .filter((rule) => !isItself(rule, owners));
  const faults = [...doubled(rules), ...nameless(rules, owners)];
  if (faults.length > 0) {
    return { valid: false, problems: inOrder(faults.map((fault) => ({ ...fault, ...parsed.positionOf(fault.path) }))) };
  }
  return {
    valid: true,
    config: {
      file: pullPath,
      branches: rules.map((rule) => entryOf(rule, owners)),
      ...(label === undefined ? {} : { 'pull-request': { labels: [label] } }),
      ...(conflictLabel === undefined ? {} : { conflict: { labels: [conflictLabel] } }),
    },
    positionOf: (path) => parsed.positionOf(pathIn(rules, path)),
  };
}

/** With where it stands. */
type Placed = Rule & { path: string };

/** A branch without an owner is of the fork itself, where in a file of ours it is upstream's. */
function entryOf(
  { base, upstream, mergeMethod = 'none', assignees, reviewers, conflictReviewers }: Rule,
  { fork }: Owners,
) {
  return {
    from: upstream.includes(':') ? upstream : `${fork}:${upstream}`,
    to: base,
    strategy: strategyOf[mergeMethod],
    'pull-request': { merge: mergeOf[mergeMethod], ...(assignees && { assignees }), ...(reviewers && { reviewers }) },
    ...(conflictReviewers && { conflict: { reviewers: conflictReviewers } }),
  };
}

/** An owner of both means upstream, for nothing else could be meant. */
function isItself({ base, upstream }: Rule, owners: Owners): boolean {
  const prefix = ownsBoth(owners) ? '' : `${owners.fork}:`.toLowerCase();
  const followed = upstream.toLowerCase();
  return base.toLowerCase() === (followed.startsWith(prefix) ? followed.slice(prefix.length) : followed);
}

function ownsBoth({ fork, parent }: Owners): boolean {
  return fork.toLowerCase() === parent?.toLowerCase();
}

type Fault = Pick<Problem, 'path' | 'message'>;

/** wei/pull would open a pull request for each. */
function doubled(rules: readonly Placed[]): Fault[] {
  const seen = new Set<string>();
  return rules.flatMap(({ base, path }) => {
    const again = seen.has(base);
    seen.add(base);
    const message = `Another rule has the base ${shown(base)} already, and each branch follows one: remove one of them.`;
    return again ? [{ path: `${path}.base`, message }] : [];
  });
}

/** Repositories are told apart by their owners. */
function nameless(rules: readonly Placed[], owners: Owners): Fault[] {
  if (!ownsBoth(owners)) return [];
  const message =
    `A branch without an owner is one of this repository, and ${shown(owners.fork)} owns its upstream too, so that the two ` +
    "cannot be told apart: write the owner and a colon before it to follow upstream's branch, or remove the rule.";
  return rules.flatMap(({ upstream, path }) => (upstream.includes(':') ? [] : [{ path: `${path}.upstream`, message }]));
}

const keys: Record<string, string> = { from: 'upstream', to: 'base' };

/** What a file of ours has at `branches.0.from` stands at `rules.0.upstream`. */
function pathIn(rules: readonly Placed[], path: string): string {
  const [first, index, key = ''] = path.split('.');
  const rule = first === 'branches' ? rules[Number(index)] : undefined;
  return [rule?.path, rule && keys[key]].filter((part) => part !== undefined).join('.');
}
