/** What a repository asks of pull requests before they are merged, and whether one has it. */
import { roleOf } from './find.ts';
import { mergeableNow } from './mergeable.ts';
import type { Account, MergeMethod, Pull } from './types.ts';
import type { World } from './world.ts';

export interface MergeRules {
  /** Those that its settings allow. */
  methods: Set<MergeMethod>;
  /** Names of check runs that have to pass, by branch. */
  checks: Map<string, readonly string[]>;
  /** Approving reviews that are needed, by branch. */
  reviews: Map<string, number>;
}

export interface Review {
  id: number;
  user: Account;
  state: 'approved' | 'changes_requested' | 'dismissed';
  /** The head it was given for. */
  sha: string;
  submittedAt: string;
}

export type MergeState = 'BLOCKED' | 'CLEAN' | 'DIRTY' | 'DRAFT' | 'UNKNOWN' | 'UNSTABLE';

export const noRules = (): MergeRules => ({
  methods: new Set(['merge', 'squash', 'rebase']),
  checks: new Map(),
  reviews: new Map(),
});

/** https://docs.github.com/graphql/reference/enums#mergestatestatus */
export function mergeStateOf(world: World, pull: Pull, mergeable = mergeableNow(pull)): MergeState {
  if (mergeable === null) return 'UNKNOWN';
  if (!mergeable) return 'DIRTY';
  if (pull.draft) return 'DRAFT';
  if (blockedBy(world, pull) !== null) return 'BLOCKED';
  return latestRuns(world, pull).every(passes) ? 'CLEAN' : 'UNSTABLE';
}

/** The rule that keeps a pull request from being merged, as GitHub says it; null: none does. */
export function blockedBy(world: World, pull: Pull): string | null {
  const { repository, branch } = pull.base;
  const runs = latestRuns(world, pull);
  for (const name of repository.mergeRules.checks.get(branch) ?? []) {
    const run = runs.find((one) => one.name === name);
    const how = run === undefined ? 'expected' : run.status === 'completed' ? 'failing' : 'in progress';
    if (run === undefined || !passes(run)) return `Required status check "${name}" is ${how}.`;
  }
  const needed = repository.mergeRules.reviews.get(branch) ?? 0;
  const approving = latestReviews(pull).filter(({ state }) => state === 'approved').length;
  if (approving >= needed && (needed === 0 || !hasChangesAsked(pull))) return null;
  return `At least ${needed} approving review is required by reviewers with write access.`;
}

/** null where no review is needed, whatever reviews there are. https://docs.github.com/graphql/reference/enums#pullrequestreviewdecision */
export function reviewDecision(pull: Pull): 'APPROVED' | 'CHANGES_REQUESTED' | 'REVIEW_REQUIRED' | null {
  const needed = pull.base.repository.mergeRules.reviews.get(pull.base.branch) ?? 0;
  if (needed === 0) return null;
  if (hasChangesAsked(pull)) return 'CHANGES_REQUESTED';
  const approving = latestReviews(pull).filter(({ state }) => state === 'approved').length;
  return approving >= needed ? 'APPROVED' : 'REVIEW_REQUIRED';
}

/** The newest of each reviewer, of those alone who may write unless told. */
export function latestReviews({ reviews, base }: Pull, writersOnly = true): Review[] {
  const latest = reviews.filter((review, at) => !reviews.slice(at + 1).some(({ user }) => user === review.user));
  return latest.filter(({ user }) => !writersOnly || ['push', 'admin'].includes(roleOf(base.repository, user) ?? ''));
}

function hasChangesAsked(pull: Pull): boolean {
  return latestReviews(pull).some(({ state }) => state === 'changes_requested');
}

function latestRuns({ checkRuns }: World, { base, head }: Pull) {
  const runs = checkRuns.filter((run) => run.repositoryId === base.repository.id && run.headSha === head.sha);
  return runs.filter((run, at) => !runs.slice(at + 1).some(({ name, app }) => name === run.name && app === run.app));
}

function passes({ status, conclusion }: { status: string; conclusion: string | null }): boolean {
  return status === 'completed' && ['success', 'neutral', 'skipped'].includes(conclusion ?? '');
}
