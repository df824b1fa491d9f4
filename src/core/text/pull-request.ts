import type { BranchName } from '../observation.ts';
import { codeSpan, plainTitle, visible } from './harmless.ts';
import { mergeCommands } from './shell.ts';
import { type WebFacts, webPages } from './web-pages.ts';

/** What the body of a pull request is written from. */
export interface PullRequestFacts extends WebFacts {
  /** Commits the fork lacks, when the pull request is opened. */
  missing: number;
  /** Commits only the fork has. */
  own: number;
  /** Upstream's branch no longer holds what was synced last. */
  rewritten?: boolean;
  /** Upstream's head commit; seven characters are shown. */
  headSha: string;
  /** Where this Backstroke is reached, without a path; with `linkId` the body says how to release the link. */
  publicUrl?: string;
  linkId?: string;
}

/**
 * `template` with `{{upstream}}` and `{{branch}}` filled in; without one `Sync up/hello main`, or `Sync up/hello dev into main`
 * where the branches' names differ. Plain text that mentions and references nothing (`plainTitle`), at most 250 code points
 * (GitHub takes 256).
 */
export function pullRequestTitle(given: { upstream: BranchName; fork: BranchName; template?: string | null }): string {
  const { upstream, fork, template = null } = given;
  const into = upstream.branch === fork.branch ? '' : ` into ${visible(fork.branch, 54)}`;
  const theirs = visible(`${upstream.owner}/${upstream.name}`, 80);
  const branch = visible(upstream.branch, 54);
  if (template === null) return plainTitle(`Sync ${theirs} ${branch}${into}`);
  return plainTitle(template.replace(/\{\{(upstream|branch)\}\}/g, (_, word) => (word === 'branch' ? branch : theirs)));
}

/** `1 commit`, `1,234,567 commits`: grouped, since GitHub may take seven digits in a row for an abbreviated sha. */
export function commits(count: number): string {
  return `${String(count).replace(/\B(?=(\d{3})+$)/g, ',')} ${count === 1 ? 'commit' : 'commits'}`;
}

/**
 * Markdown for the body: two sentences that say why this came and how to stop it, a warning, and what to do about
 * conflicts. It is in the past tense because it is written once while the pull request follows upstream. Every name
 * stands in a code span or a code block, where GitHub links and notifies nothing. The only link is to the settings
 * of the fork's owner. Under 10,000 code points (GitHub takes 65,536).
 */
export function pullRequestBody(facts: PullRequestFacts): string {
  return [why(facts), how(facts), warning, conflicts(facts), release(facts)].filter((part) => part !== '').join('\n\n');
}

function why({ upstream, fork, missing, own, headSha, rewritten = false }: PullRequestFacts): string {
  const theirs = `${codeSpan(upstream.branch)} of ${codeSpan(`${upstream.owner}/${upstream.name}`)}`;
  const ours = `${codeSpan(fork.branch)} of ${codeSpan(`${fork.owner}/${fork.name}`)}`;
  const alone = own > 0 ? ` and had ${commits(own)} of its own` : '';
  return (
    `When this was opened, ${ours} lacked ${commits(missing)} of ${theirs} (up to ${codeSpan(headSha.slice(0, 7))})` +
    `${alone}; Backstroke opened it because its GitHub App is installed on this fork.${rewritten ? rewrittenSentence : ''}`
  );
}

const rewrittenSentence =
  " Upstream's branch had been rewritten since the last sync: commits that came from it before may no longer be in it.";

function how(facts: PullRequestFacts): string {
  const back = canRelease(facts) ? 'reopens this one or releases the link (below)' : 'reopens this one';
  return (
    "**Merge** it to take upstream's commits (until then it follows upstream by itself), or **close** it to stop: " +
    `Backstroke opens no other for this branch until someone ${back}, and ` +
    `[deselecting this repository or uninstalling the App](${webPages(facts).installation}) stops it altogether.`
  );
}

const warning =
  "The head of this pull request is upstream's own branch: for people who may write there, the buttons " +
  '**Update branch**, **Resolve conflicts** and **Delete branch** act on upstream, so please leave them alone.';

function conflicts(facts: PullRequestFacts): string {
  const commands = mergeCommands(facts);
  if (commands === null) return '';
  return details('If there are conflicts', [
    'In a clone of this fork whose remote `origin` is the fork (on Windows, in Git Bash):',
    `\`\`\`sh\n${commands.merge}\n\`\`\``,
    'Resolve and commit what Git names, then push; GitHub marks this pull request as merged:',
    `\`\`\`sh\n${commands.push}\n\`\`\``,
  ]);
}

function canRelease(facts: PullRequestFacts): facts is PullRequestFacts & { publicUrl: string; linkId: string } {
  return facts.publicUrl !== undefined && facts.linkId !== undefined;
}

function release(facts: PullRequestFacts): string {
  if (!canRelease(facts)) return '';
  const { publicUrl, linkId } = facts;
  const address = `${publicUrl.replace(/\/+$/, '')}/v1/links/${linkId}/sync`;
  return details('If you closed this and want it back', [
    `Reopen it here, or send ${codeSpan(`POST ${address}`)} with the body ${codeSpan('{"release": true}')}; ` +
      'that takes push access to this fork.',
  ]);
}

function details(summary: string, parts: string[]): string {
  return [`<details>\n<summary>${summary}</summary>`, ...parts, '</details>'].join('\n\n');
}
