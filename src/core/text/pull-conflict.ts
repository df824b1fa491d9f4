/** What the body of a pull request says of conflicts, and how they are resolved. */
import type { BranchName } from '../observation.ts';
import { touchedByBoth } from '../range.ts';
import { grouped, inWords } from './count.ts';
import { details } from './details.ts';
import { codeSpan } from './harmless.ts';
import { meetings, named } from './pull-changes.ts';
import type { Changes, PullConflict } from './pull-facts.ts';
import { headCommands, mergeCommands } from './shell.ts';

/** Every conflict can be resolved as it was before. */
export function isKnown({ files, known }: PullConflict): boolean {
  return files !== null && files.length > 0 && files.every((path) => known.some((one) => one.path === path));
}

interface Ends {
  upstream: BranchName;
  fork: BranchName;
  webUrl: string;
  /** The branch in the fork that is the head; null: that is upstream's own branch. */
  headInFork: string | null;
}

/** Where upstream's changes meet the fork's: in conflict, as git says it, or in the same files. Nothing where they do not. */
export function meetingLines(conflict: PullConflict | null, changes: Changes | null): string[] {
  const met = changes === null ? '' : meetings(changes.theirs, changes.own);
  if (conflict === null) return [met];
  const files = conflict.files ?? [];
  if (files.length === 0) return [`**There are conflicts.** ${until}`, met];
  const inFiles = files.length === 1 ? 'in this file' : `in these ${grouped(files.length)} files`;
  const line = `**There are conflicts ${inFiles}:** ${named(files, 20)}. ${until}`;
  const both = changes === null ? [] : touchedByBoth(changes.theirs, changes.own);
  return [line, knownLine(conflict), both.every((path) => files.includes(path)) ? '' : met];
}

function knownLine(conflict: PullConflict): string {
  const { known } = conflict;
  if (known.length === 0) return '';
  const commits = [...new Set(known.map(({ commit }) => codeSpan(commit.slice(0, 7))))];
  const merges = `in the merge${commits.length === 1 ? '' : 's'} ${inWords(commits)} of this fork`;
  const which = isKnown(conflict)
    ? 'All of it'
    : named(
        known.map(({ path }) => path),
        20,
      );
  return `**This was resolved before:** ${which}, ${merges}.`;
}

const until = 'Until they are resolved this cannot be merged.';

/** The commands that resolve conflicts; nothing where a name cannot be typed for certain. */
export function resolving(ends: Ends, conflict: PullConflict | null): string {
  const { headInFork } = ends;
  const commands = headInFork === null ? mergeCommands(ends) : headCommands({ ...ends, branch: headInFork });
  if (commands === null) return '';
  const summary = conflict === null ? 'If there are conflicts' : 'How to resolve the conflicts';
  const parts = [
    'In a clone of this fork whose remote `origin` is the fork (on Windows, in Git Bash):',
    `\`\`\`sh\n${commands.merge}\n\`\`\``,
    `Resolve and commit what Git names, then push${headInFork === null ? '; GitHub marks this pull request as merged' : ''}:`,
    `\`\`\`sh\n${commands.push}\n\`\`\``,
  ];
  return details(summary, parts, { open: conflict !== null });
}
