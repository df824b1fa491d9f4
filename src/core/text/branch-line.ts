/** What a sync of one branch would come to, as a line of a check run's summary. */
import type { Plan } from '../plan.ts';
import type { Reason } from '../reason.ts';
import type { Tracked } from '../track.ts';
import { commits } from './count.ts';
import { codeSpan } from './harmless.ts';

/** A branch that the file has follow another, and what a sync would come to. */
export interface CheckedBranch {
  forkBranch: string;
  upstream: { owner: string; name: string; branch: string };
  /** Followed in the place of that branch. */
  tag?: string | null;
  /** Upstream has nothing yet of what is followed. */
  lacking?: Tracked | null;
  /** null: upstream is not on GitHub, and is not fetched for a file that does not count yet. */
  plan: Pick<Plan, 'reason' | 'missing' | 'pull'> | null;
}

/** Code points of a name; 20 branches of four names have to fit into a summary. */
const nameLimit = 100;

/** A name that somebody else chose, in a code span. */
export function name(text: string): string {
  return codeSpan(text, nameLimit);
}

/** A Markdown list item. Everything that somebody else chose stands in code spans. */
export function branchLine({ forkBranch, upstream, tag = null, lacking = null, plan }: CheckedBranch): string {
  const from = `${name(`${upstream.owner}/${upstream.name}`)} ${name(tag ?? upstream.branch)}`;
  if (plan === null)
    return `- ${name(forkBranch)} ← ${from}: it is fetched with git and compared once this file counts`;
  const would = wouldBe[plan.reason]?.({ ...wordsOf(plan), lacking: lacking !== null });
  const reason = `\`${plan.reason}\``;
  return `- ${name(forkBranch)} ← ${from}: ${would === undefined ? reason : `${would} (${reason})`}`;
}

interface Words {
  /** `3 commits`. */
  count: string;
  /** `pull request #7`, the number in a code span. */
  pull: string;
  /** There is one already: who opened it died before it could say so. */
  opened: boolean;
  /** Upstream has nothing yet of what is followed. */
  lacking: boolean;
}

function wordsOf({ missing, pull }: NonNullable<CheckedBranch['plan']>): Omit<Words, 'lacking'> {
  return {
    count: missing === null ? 'new commits' : commits(missing),
    pull: pull === null ? 'a pull request' : `pull request \`#${pull.number}\``,
    opened: pull !== null,
  };
}

/** In few words; who wants to know more finds whole sentences in the API. */
const wouldBe: Partial<Record<Reason, (words: Words) => string>> = {
  'up-to-date': (w) => (w.lacking ? 'upstream has no such release or tag yet' : 'it has everything'),
  'pull-opened': (w) => `${w.pull} ${w.opened ? 'is open' : 'would be opened'} with ${w.count}`,
  'fast-forwarded': (w) => `it would be moved forward by ${w.count}`,
  'branch-created': () => "it would be created from upstream's",
  merged: (w) => `${w.count} would be merged into it`,
  rebased: (w) => `its own commits would be replayed on ${w.count}, and what was there kept in a backup`,
  mirrored: () => 'it would be made equal to upstream, and what that drops kept in a backup',
  'pull-updated': (w) => `${w.pull} is open with ${w.count}`,
  'pull-open': (w) => `${w.pull} is open with ${w.count}`,
  conflict: (w) => `${w.pull} has conflicts that somebody has to resolve`,
  'pull-closed-caught-up': (w) => `it has everything, so ${w.pull} would be closed`,
  'pull-merged': (w) => `it has everything since ${w.pull} was merged`,
  'held-pull-closed': (w) => `somebody closed ${w.pull}, and no other is opened until it is reopened or released`,
  'held-delay': () => 'what is new upstream is taken once it was seen there for the delay that is set',
  'held-interval': () => 'it was synced within the period that is set, and waits until that is over',
  'held-upstream-pull-open': () => 'it is the head of an open pull request, so it is not moved until that is closed',
  'held-upstream-rewritten': () => 'upstream was rewritten, so it is not moved until it is released',
  'held-checks': (w) => `${w.pull} is merged by itself once GitHub calls it clean`,
  'branch-protected': () => 'a rule or a setting keeps it from being changed',
  'held-max-open': () => 'its owner has as many open pull requests of Backstroke as are allowed',
  'github-unavailable': () => 'GitHub cannot compare them at the moment',
  'upstream-missing': () => 'the upstream is gone or is another repository by now',
  'upstream-branch-missing': () => 'upstream has no such branch',
  'upstream-private': () => 'the upstream is private',
  'upstream-opted-out': () => 'the upstream asks not to be the head of pull requests in forks',
  'fork-missing': () => 'this repository cannot be seen',
  'fork-branch-missing': () => 'this repository has no such branch: create it, or write `create: true` for it',
  'fork-archived': () => 'this repository is archived',
  'pulls-disabled': () => 'this repository takes no pull requests',
  'unrelated-histories': () => 'they have no commit in common, so there can be no pull request',
};
