/**
 * What a check run says of a commit's configuration file. Markdown for GitHub: whatever a file, a name or upstream can choose
 * stands in a code span, so that nobody is mentioned and nothing is linked.
 */
import type { ConfigPath } from '../config/file.ts';
import type { Problem } from '../config/problem.ts';
import type { ConfigUse } from '../link.ts';
import type { Merge } from '../merging.ts';
import { branchLine, type CheckedBranch, name } from './branch-line.ts';
import { copyingWarning } from './copying.ts';
import { foreignFile } from './foreign-file.ts';

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
  path: ConfigPath;
  defaultBranch: string;
  /** The default branch has it, so it is the one that counts. */
  inUse: boolean;
}

/** Branches that a summary tells of, at most. */
export const branchesTold = 20;
/** Problems that a summary repeats, at most: all of them are at their lines. */
const problemsTold = 20;
/** A file with problems, which changes nothing of what is in use. */
export function invalidFile(file: CheckedFile, problems: Problem[], uses: ConfigUse): CheckAnswer {
  const nothing = file.inUse
    ? 'A file with a problem changes nothing'
    : `On ${name(file.defaultBranch)} a file with a problem would change nothing`;
  const lines = problems.slice(0, problemsTold).map(({ line, message }) => `- Line ${line}: ${message}`);
  return {
    conclusion: 'failure',
    title: `${counted(problems.length, 'problem')} in ${file.path}`,
    summary: parts([
      `${nothing}: ${stays[uses]} until it is corrected.`,
      foreignFile(file.path),
      list(lines, problems.length - lines.length),
    ]),
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
  /** How pull requests of all of them are merged. */
  merges: readonly Merge[];
  /** What is wrong with the defaults, which this commit cannot mend. */
  problems: Problem[];
}

/** A file that says something, or nothing: what happens with the repository. */
export function goodFile(file: CheckedFile, follows: Follows): CheckAnswer {
  const { kind, enabled, branches, more, merges, problems } = follows;
  const count = branches.length + more;
  const now = when(file);
  const lines = branches.map(branchLine);
  const warning = copyingWarning(merges);
  return {
    conclusion: kind === 'valid' ? 'success' : 'neutral',
    title: warned(titles[kind](enabled ? kept(count) : 'this repository is left alone'), warning),
    summary: parts([
      explained[kind],
      kind === 'valid' ? foreignFile(file.path) : '',
      ...(enabled ? [] : [`Backstroke leaves this repository alone ${now}.`]),
      ...(enabled && problems.length === 0 && count === 0 ? [`There is no branch to keep up to date ${now}.`] : []),
      warning,
      ...(lines.length > 0 ? [`What a sync would do ${now}:`, list(lines, more)] : []),
      ...problems.map(({ message }) => `The defaults of this owner have a problem: ${message}`),
    ]),
    problems: [],
  };
}

/** The defaults of `owner`, valid or gone: they are for all forks of that owner, too many to tell of. */
export function goodDefaults(
  file: CheckedFile,
  kind: Follows['kind'],
  { owner, merges }: { owner: string; merges: readonly Merge[] },
): CheckAnswer {
  const forks = `the forks of ${name(owner)}`;
  const only = `only what ${forks} say in files of their own holds ${when(file)}`;
  const warning = copyingWarning(merges);
  const summaries: Record<Follows['kind'], string> = {
    valid: `What this file says holds ${when(file)} for all ${forks}, as far as they say nothing else in files of their own.`,
    missing: `Without the file ${only}.`,
    inherited: `This is upstream's own file, byte for byte, so ${only}.`,
  };
  return {
    conclusion: kind === 'valid' ? 'success' : 'neutral',
    title: warned(kind === 'valid' ? 'Defaults for all forks' : 'No defaults', warning),
    summary: parts([summaries[kind], warning]),
    problems: [],
  };
}

function warned(title: string, warning: string): string {
  return warning === '' ? title : `${title}, with a warning`;
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

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function list(lines: string[], more: number): string {
  return [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}

function parts(all: string[]): string {
  return all.filter((part) => part !== '').join('\n\n');
}
