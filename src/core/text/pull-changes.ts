/**
 * What a pull request brings, in its body. Upstream's words stand in code, where GitHub reads nothing, and are `quiet` besides.
 * No line of them begins a line of the body: see `pull-section.ts`.
 */
import { type Range, touchedByBoth } from '../range.ts';
import { type RiskKind, type Risks, riskKinds } from '../risk.ts';
import { commits, grouped } from './count.ts';
import { details } from './details.ts';
import { quiet, quietSpan, quietText } from './harmless.ts';

/** What the latest release of upstream's says of itself. */
export interface ReleaseNotes {
  tag: string;
  /** As upstream wrote them; may be empty. */
  notes: string;
}

/** Commits that are named, and without being folded away. */
const most = 100;
const unfolded = 5;
/** The fork's own commits that are named. */
const mostOwn = 20;
/** Code points. */
const subjectLimit = 100;
const pathLimit = 150;
const notesLimit = 3_000;
const noteLines = 40;

/** The newest commits, newest first, as `git log --oneline` shows them. */
export function commitList({ total, commits: listed }: Range): string {
  const shown = listed.slice(0, most);
  if (shown.length === 0) return '';
  if (total <= unfolded) return code(shown);
  const summary = shown.length < total ? `The ${shown.length} newest of ${commits(total)}` : commits(total);
  return details(summary, [code(shown)]);
}

/** What the fork has and upstream has not. */
export function ownCommits({ total, commits: listed }: Range): string {
  const shown = listed.slice(0, mostOwn);
  if (shown.length === 0) return '';
  const of = shown.length < total ? `The ${shown.length} newest of ${commits(total)}` : commits(total);
  return details(`${of} of the fork's own`, [code(shown)]);
}

/** The files where upstream's changes meet the fork's; nothing where there are none. */
export function meetings(theirs: Range, own: Range): string {
  const paths = touchedByBoth(theirs, own);
  if (paths.length === 0) return '';
  const files = paths.length === 1 ? 'this file' : `these ${grouped(paths.length)} files`;
  return `**Both sides changed ${files}** since they parted: ${named(paths, 10)}.`;
}

/** What does not come along, as the settings say; nothing where all does. */
export function keptLine(paths: readonly string[]): string {
  if (paths.length === 0) return '';
  const [files, away] =
    paths.length === 1
      ? ['This file stays as it is', 'stays away from it']
      : [`These ${grouped(paths.length)} files stay as they are`, 'stay away from it'];
  return `**${files}** in this fork, or ${away}, as \`keep\` in its configuration says: ${named(paths, 10)}.`;
}

/** What deserves a look, as a list; nothing where there is nothing. `rewritten`: upstream's branch, since the last sync. */
export function riskLines({ files, newCommitters }: Risks, rewritten: boolean): string {
  const lines = [
    ...(rewritten ? [rewrittenLine] : []),
    ...(newCommitters.length > 0
      ? [`New committers, in none of the last 100 commits here: ${named(newCommitters, 3)}`]
      : []),
    ...riskKinds.flatMap((kind) => {
      const paths = files[kind];
      return paths === undefined ? [] : [`${labels[kind]}: ${named(paths, 3)}`];
    }),
  ];
  return lines.length === 0
    ? ''
    : ['**Look at this before you merge:**', lines.map((line) => `- ${line}`).join('\n')].join('\n\n');
}

const rewrittenLine =
  "Upstream's branch was rewritten since the last sync: commits that came from it before may no longer be in it";

const labels: Record<RiskKind, string> = {
  workflows: "Workflows, which run with this fork's secrets once merged",
  install: 'Install scripts',
  codeowners: 'Code owners, who are asked to review',
  licence: 'The licence',
  lockfiles: 'Lockfiles',
  binaries: 'Binary files, whose content no diff shows',
};

/** Said where GitHub lists a part of the files alone. */
export function cutLine(...ranges: Range[]): string {
  if (!ranges.some(({ cut }) => cut)) return '';
  return 'More files changed than GitHub lists (300), so there may be more to look at than is named here.';
}

/** That a release came with the commits; nothing where upstream's latest is not among them. */
export function releaseLine(release: ReleaseNotes | null): string {
  return release === null ? '' : `It brings the release ${quietSpan(release.tag)}.`;
}

/** The beginning of a release's notes. They are indented code: nothing in them can end it. */
export function releaseNotes(release: ReleaseNotes | null): string {
  const lines = tidy(release?.notes ?? '').split('\n');
  const shown = quietText(lines.slice(0, noteLines).join('\n'), notesLimit);
  if (shown.trim() === '') return '';
  const more = lines.length > noteLines && !shown.endsWith('…') ? `${shown}\n…` : shown;
  const indented = more.split('\n').map((line) => (line === '' ? '' : `    ${line}`));
  return details('What upstream says of the release', [indented.join('\n').replace(/^\n+/, '')]);
}

/** Characters of notes that are looked at: many times what is shown, few enough for expressions that look ahead. */
const notesRead = 10_000;

/** Without what its page does not show: comments, and more than one empty line in a row. */
function tidy(notes: string): string {
  return notes
    .slice(0, notesRead)
    .replace(/\r\n?/g, '\n')
    .replace(/<!--[\s\S]*?(-->|$)/g, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** What GitHub puts behind the subject of a squashed commit: a number of upstream's, which means nothing here. */
const ownNumber = / \(#\d+\)$/;

function code(listed: Range['commits']): string {
  const lines = listed.map(
    ({ sha, subject }) => `${sha.slice(0, 7)} ${quiet(subject.replace(ownNumber, ''), subjectLimit)}`,
  );
  return `\`\`\`text\n${lines.join('\n')}\n\`\`\``;
}

/** Other people's words, the first `limit` of them. */
export function named(words: readonly string[], limit: number): string {
  const shown = words.slice(0, limit).map((word) => quietSpan(word, pathLimit));
  const more = words.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${grouped(more)} more` : shown.join(', ');
}
