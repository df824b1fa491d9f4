/**
 * What a check run says of a commit's configuration file. Markdown for GitHub: whatever a file, a name or upstream can choose
 * stands in a code span, so that nobody is mentioned and nothing is linked.
 */
import { configPath } from '../config/file.ts';
import type { Problem } from '../config/problem.ts';
import type { ConfigUse } from '../link.ts';
import type { Plan } from '../plan.ts';
import type { Reason } from '../reason.ts';
import { codeSpan } from './harmless.ts';
import { commits } from './pull-request.ts';

/** Name of the check run, the same on each commit. */
export const checkName = 'Backstroke configuration';

export interface CheckAnswer {
  conclusion: 'success' | 'neutral' | 'failure';
  title: string;
  /** Under 65,535 bytes, which GitHub takes. */
  summary: string;
  /** Said at their lines as well. */
  problems: Problem[];
}

/** Where the file stands. */
export interface CheckedFile {
  defaultBranch: string;
  /** The default branch has it, so it is the one that counts. */
  inUse: boolean;
}

/** A branch that the file has follow another, and what a sync would come to. */
export interface CheckedBranch {
  forkBranch: string;
  upstream: { owner: string; name: string; branch: string };
  plan: Pick<Plan, 'reason' | 'missing' | 'pull'>;
}

/** Branches that a summary tells of, at most. */
export const branchesTold = 20;
/** Problems that a summary repeats, at most: all of them are at their lines. */
const problemsTold = 20;
/** Code points of a name; 20 branches of four names have to fit into a summary. */
const nameLimit = 100;

/** A file with problems, which changes nothing of what is in use. */
export function invalidFile(file: CheckedFile, problems: Problem[], uses: ConfigUse): CheckAnswer {
  const nothing = file.inUse
    ? 'A file with a problem changes nothing'
    : `On ${name(file.defaultBranch)} a file with a problem would change nothing`;
  const lines = problems.slice(0, problemsTold).map(({ line, message }) => `- Line ${line}: ${message}`);
  return {
    conclusion: 'failure',
    title: `${counted(problems.length, 'problem')} in ${configPath}`,
    summary: parts([`${nothing}: ${stays[uses]} until it is corrected.`, list(lines, problems.length - lines.length)]),
    problems,
  };
}

const stays: Record<ConfigUse, string> = {
  nothing: 'none was valid before, so nothing is synced',
  default: 'the default stays in use',
  file: 'what was valid last stays in use',
};

/** What a repository comes to whose own file is valid, gone, or upstream's. */
export interface Follows {
  kind: 'valid' | 'missing' | 'inherited';
  /** False: it is left alone. */
  enabled: boolean;
  /** At most `branchesTold`. */
  branches: CheckedBranch[];
  /** How many more there are. */
  more: number;
  /** What is wrong with the defaults, which this commit cannot mend. */
  problems: Problem[];
}

/** A file that says something, or nothing: what happens with the repository. */
export function goodFile(file: CheckedFile, follows: Follows): CheckAnswer {
  const { kind, enabled, branches, more, problems } = follows;
  const count = branches.length + more;
  const now = when(file);
  const lines = branches.map(branchLine);
  return {
    conclusion: kind === 'valid' ? 'success' : 'neutral',
    title: titles[kind](enabled ? kept(count) : 'this repository is left alone'),
    summary: parts([
      explained[kind],
      ...(enabled ? [] : [`Backstroke leaves this repository alone ${now}.`]),
      ...(enabled && problems.length === 0 && count === 0 ? [`There is no branch to keep up to date ${now}.`] : []),
      ...(lines.length > 0 ? [`What a sync would do ${now}:`, list(lines, more)] : []),
      ...problems.map(({ message }) => `The defaults of this owner have a problem: ${message}`),
    ]),
    problems: [],
  };
}

/** The defaults of `owner`, valid or gone: they are for all forks of that owner, too many to tell of. */
export function goodDefaults(file: CheckedFile, kind: Follows['kind'], owner: string): CheckAnswer {
  const forks = `the forks of ${name(owner)}`;
  const only = `only what ${forks} say in files of their own holds ${when(file)}`;
  const summaries: Record<Follows['kind'], string> = {
    valid: `What this file says holds ${when(file)} for all ${forks}, as far as they say nothing else in files of their own.`,
    missing: `Without the file ${only}.`,
    inherited: `This is upstream's own file, byte for byte, so ${only}.`,
  };
  return {
    conclusion: kind === 'valid' ? 'success' : 'neutral',
    title: kind === 'valid' ? 'Defaults for all forks' : 'No defaults',
    summary: summaries[kind],
    problems: [],
  };
}

function when({ inUse, defaultBranch }: CheckedFile): string {
  return inUse ? 'now' : `once this is on ${name(defaultBranch)}`;
}

const titles: Record<Follows['kind'], (what: string) => string> = {
  valid: (what) => `${what[0]?.toUpperCase()}${what.slice(1)}`,
  missing: (what) => `No file: ${what}`,
  inherited: (what) => `Upstream's own file, which does not count: ${what}`,
};

const explained: Record<Follows['kind'], string> = {
  valid: '',
  missing: 'Without the file the default holds.',
  inherited:
    "This is upstream's own file, byte for byte, so it is not what the owner of this repository says: the default holds.",
};

function kept(count: number): string {
  if (count === 0) return 'no branch is kept up to date';
  return count === 1 ? '1 branch is kept up to date' : `${count} branches are kept up to date`;
}

function branchLine({ forkBranch, upstream, plan }: CheckedBranch): string {
  const from = `${name(`${upstream.owner}/${upstream.name}`)} ${name(upstream.branch)}`;
  const would = wouldBe[plan.reason]?.(wordsOf(plan));
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
}

function wordsOf({ missing, pull }: CheckedBranch['plan']): Words {
  return {
    count: missing === null ? 'new commits' : commits(missing),
    pull: pull === null ? 'a pull request' : `pull request \`#${pull.number}\``,
    opened: pull !== null,
  };
}

/** In few words; who wants to know more finds whole sentences in the API. */
const wouldBe: Partial<Record<Reason, (words: Words) => string>> = {
  'up-to-date': () => 'it has everything',
  'pull-opened': (w) => `${w.pull} ${w.opened ? 'is open' : 'would be opened'} with ${w.count}`,
  'fast-forwarded': (w) => `it would be moved forward by ${w.count}`,
  merged: (w) => `${w.count} would be merged into it`,
  mirrored: () => 'it would be made equal to upstream, and what that drops kept in a backup',
  'pull-updated': (w) => `${w.pull} is open with ${w.count}`,
  'pull-open': (w) => `${w.pull} is open with ${w.count}`,
  'pull-closed-caught-up': (w) => `it has everything, so ${w.pull} would be closed`,
  'pull-merged': (w) => `it has everything since ${w.pull} was merged`,
  'held-pull-closed': (w) => `a person closed ${w.pull}, and no other is opened until it is reopened or released`,
  'held-interval': () => 'it was synced within the period that is set, and waits until that is over',
  'held-upstream-pull-open': () => 'it is the head of an open pull request, so it is not moved until that is closed',
  'held-upstream-rewritten': () => 'upstream was rewritten, so it is not moved until it is released',
  'held-max-open': () => 'its owner has as many open pull requests of Backstroke as are allowed',
  'github-unavailable': () => 'GitHub cannot compare them at the moment',
  'upstream-missing': () => 'the upstream is gone or is another repository by now',
  'upstream-branch-missing': () => 'upstream has no such branch',
  'upstream-private': () => 'the upstream is private',
  'upstream-opted-out': () => 'the upstream asks not to be the head of pull requests in forks',
  'fork-missing': () => 'this repository cannot be seen',
  'fork-branch-missing': () => 'this repository has no such branch: create it to have it synced',
  'fork-archived': () => 'this repository is archived',
  'pulls-disabled': () => 'this repository takes no pull requests',
  'unrelated-histories': () => 'they have no commit in common, so there can be no pull request',
};

function name(text: string): string {
  return codeSpan(text, nameLimit);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function list(lines: string[], more: number): string {
  return [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}

function parts(all: string[]): string {
  return all.filter((part) => part !== '').join('\n\n');
}
