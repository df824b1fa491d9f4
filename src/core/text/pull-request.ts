import type { Merge } from '../merging.ts';
import type { BranchName } from '../observation.ts';
import { commits } from './count.ts';
import { details } from './details.ts';
import { codeSpan, plainTitle, visible } from './harmless.ts';
import { insteadInBody } from './instead.ts';
import {
  commitList,
  cutLine,
  keptLine,
  ownCommits,
  type ReleaseNotes,
  releaseLine,
  releaseNotes,
  riskLines,
} from './pull-changes.ts';
import { meetingLines, resolving } from './pull-conflict.ts';
import type { Changes, PullRequestFacts } from './pull-facts.ts';
import { section } from './pull-section.ts';
import { wishes } from './pull-wishes.ts';
import { webPages } from './web-pages.ts';

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

/**
 * Markdown for the body: what comes, what deserves a look, how to take it or stop it, and folded away what only some need. Every
 * word of somebody else's stands in code, where GitHub links and notifies nothing. The only links are to pages of the fork's
 * owner. It is a section (`pull-section.ts`) that names the heads it was written for. Under 40,000 code points (GitHub takes 65,536).
 */
export function pullRequestBody(facts: PullRequestFacts): string {
  const { changes, baseSha, headSha, conflict, merge, labels = [] } = facts;
  const parts = [...(changes === null ? untold(facts) : told(facts, changes)), ...standing(facts)];
  const heads = { fork: baseSha, upstream: headSha };
  return section(joined(parts), changes === null ? null : { ...heads, conflicting: conflict !== null, merge, labels });
}

function told(facts: PullRequestFacts, changes: Changes): string[] {
  const { theirs, own, risks, release } = changes;
  const risk = riskLines(risks, facts.rewritten);
  const meeting = meetingLines(facts.conflict, changes);
  return [
    what(facts, release),
    keptLine(facts.kept ?? []),
    // What has to be done goes before what is to be looked at.
    ...(facts.conflict === null ? [risk, ...meeting] : [...meeting, risk]),
    cutLine(theirs, own),
    commitList(theirs),
    releaseNotes(release),
    ownCommits(own),
  ];
}

function untold(facts: PullRequestFacts): string[] {
  const risks = riskLines({ files: {}, newCommitters: [] }, facts.rewritten);
  return [what(facts, null), keptLine(facts.kept ?? []), ...meetingLines(facts.conflict, null), risks, unread];
}

const unread =
  'GitHub could not say what is in them when this was written: see the tabs **Commits** and **Files changed**.';

/** What is the same whatever comes. */
function standing(facts: PullRequestFacts): string[] {
  return [how(facts), wishes(facts), resolving(facts, facts.conflict), release(facts)];
}

function joined(parts: string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

function what(facts: PullRequestFacts, brought: ReleaseNotes | null): string {
  const { upstream, fork, missing, own, instead, headSha, tag = null } = facts;
  const theirs = `${codeSpan(tag ?? upstream.branch)} of ${codeSpan(`${upstream.owner}/${upstream.name}`)}`;
  const ours = `${codeSpan(fork.branch)} of ${codeSpan(`${fork.owner}/${fork.name}`)}`;
  // The sentence after says it better.
  const alone = own > 0 && instead !== 'own-commits' ? ` and has ${commits(own)} of its own` : '';
  const sentences = [
    `${ours} lacks **${missing === null ? 'commits' : commits(missing)}** of ${theirs} (up to ${codeSpan(headSha.slice(0, 7))})${alone}.`,
    insteadInBody(facts),
    releaseLine(brought),
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function how(facts: PullRequestFacts): string {
  const back = canRelease(facts) ? 'reopens this one or releases the link (below)' : 'reopens this one';
  const lines = [
    merging(facts),
    `**Close** it to stop: Backstroke opens no other for this branch until someone ${back}.`,
    "It came because Backstroke's GitHub App is installed on this fork: " +
      `[deselect this repository or uninstall the App](${webPages(facts).installation}) to stop it altogether.`,
    facts.headInFork === null ? upstreamsHead : forksHead(facts.headInFork),
  ];
  return lines.map((line) => `- ${line}`).join('\n');
}

const upstreamsHead =
  "Its head is upstream's own branch: for people who may write there, the buttons **Update branch**, **Resolve conflicts** " +
  'and **Delete branch** act on upstream, so please leave them alone.';

function forksHead(branch: string): string {
  return (
    `Its head is the branch ${codeSpan(branch)} of this fork, so conflicts can be resolved on it. Backstroke keeps it at upstream's ` +
    "commits, and merges them into it once somebody has pushed there. This fork's workflows run on it, with this fork's secrets."
  );
}

function merging({ merge }: PullRequestFacts): string {
  const until = 'until then it follows upstream by itself';
  if (merge === 'never') return `**Merge** this to take upstream's commits; ${until}.`;
  return (
    `Backstroke **merges** this by itself (${methods[merge]}) once GitHub calls it clean, so with checks that passed, with the reviews that ` +
    `are required, and while nobody asked for changes; ${until}. To keep it from that make it a draft, or request changes.`
  );
}

const methods: Record<Exclude<Merge, 'never'>, string> = {
  merge: 'with a merge commit',
  squash: 'squashed to one commit',
  rebase: 'as new commits on top of the branch',
};

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
