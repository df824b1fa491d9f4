import type { Reason } from '../reason.ts';
import { markdownScript, plainScript, type SentenceFacts, sentenceWords, type Words } from './sentence-words.ts';

export type { SentenceFacts } from './sentence-words.ts';

/**
 * One sentence that says how an operation ended and names the thing to do, with the address of the page where it is
 * done, or the API call where GitHub has none. An address is always followed by a space, so that nobody's linkifier
 * takes a full stop or a bracket with it. For the API, pages and logs: it holds addresses in plain text, so it must
 * not be posted to GitHub. Nothing in it is hidden or more than one line, but pages have to escape HTML as always.
 */
export function sentenceFor(reason: Reason, facts: SentenceFacts): string {
  return sentences[reason](sentenceWords(facts, plainScript));
}

/**
 * The same sentence as Markdown for GitHub: every name and every word of somebody else's is code, every address a link.
 * Under 20,000 code points (GitHub takes 65,535).
 */
export function markdownSentence(reason: Reason, facts: SentenceFacts): string {
  return sentences[reason](sentenceWords(facts, markdownScript));
}

/** What to send to Backstroke itself: this has no page on GitHub. */
const release = 'POST /v1/links/:id/sync with {"release": true}';

const sentences: Record<Reason, (words: Words) => string> = {
  // Done
  'up-to-date': (w) =>
    w.lacks === ''
      ? `${w.ours} has everything that ${w.theirs} has, so there is nothing to do.`
      : `${w.upstreamName} ${w.lacks}, so ${w.ours} stays as it is until there is one, and there is nothing to do.`,
  'pull-opened': (w) =>
    `${w.pullAtStart} was opened with ${w.count} of ${w.theirs}${w.rewritten}${w.instead}${w.undressed}: ${w.merging ?? `merge it to bring ${w.ours} up to date`}.`,
  'pull-updated': (w) =>
    `${w.pullAtStart} has followed ${w.theirs}${w.rewritten} and now brings ${w.count}${w.instead}${w.lacking}${w.unwritten}: ${w.merging ?? `merge it to bring ${w.ours} up to date`}.`,
  'pull-open': (w) =>
    `${w.pullAtStart} is open with ${w.count} of ${w.theirs}${w.rewritten}${w.instead}${w.lacking}${w.unwritten}: ${w.merging ?? 'merge it to take them'}, or close it to stop.`,
  'pull-closed-caught-up': (w) =>
    `${w.pullAtStart} was closed by Backstroke because ${w.ours} already has everything it offered, so there is nothing to do.`,
  'pull-merged': (w) => `${w.pullAtStart} is merged, which brought ${w.ours} up to date, so there is nothing to do.`,
  'fast-forwarded': (w) =>
    `${w.ours} was moved forward to ${w.theirs} without a pull request: see ${w.commits} for what came.`,
  merged: (w) =>
    `${w.theirs}${w.rewritten} was merged into ${w.ours} without a pull request: see ${w.commits} for what came.`,
  rebased: (w) =>
    `The fork's own commits on ${w.ours} were replayed on ${w.theirs}${w.rewritten}: see ${w.commits} for the result, or take it back with POST /v1/links/:id/undo.`,
  mirrored: (w) =>
    `${w.ours} was made equal to ${w.theirs} after a backup: see ${w.commits} for the result, or take it back with POST /v1/links/:id/undo.`,
  undone: (w) =>
    `${w.ours} was put back to where it stood before Backstroke moved it (see ${w.commits} for its commits) and stays there until you send ${release}.`,
  'branch-created': (w) => `${w.ours} was created from ${w.theirs}: find it at ${w.tree} and work on it as you like.`,
  'tags-created': (w) =>
    `New tags of ${w.upstreamName} were copied to ${w.forkName}: see ${w.tags} for the list, there is nothing to do.`,
  planned: (w) =>
    `Nothing was written because this was a dry run: see ${w.compare} for what it would have brought from ${w.theirs}, and turn DRY_RUN off to have it done.`,
  // Waiting
  disabled: (w) =>
    `The sync from ${w.theirs} to ${w.ours} is turned off: turn it on with PATCH /v1/links/:id and {"enabled": true}.`,
  'held-pull-closed': (w) =>
    `Somebody closed ${w.pull} and Backstroke opens no other for ${w.ours} until you reopen it there, or release it to have one opened again (${release}).`,
  'held-delay': (w) =>
    `What is new in ${w.theirs} is taken once Backstroke has seen it there for as long as the delay in ${w.configuration} says: wait ${w.wait}, or send ${release} to have it now.`,
  'held-interval': (w) =>
    `${w.ours} was synced within the period that was set: wait ${w.wait}, or shorten the period in ${w.configuration} to have it sooner.`,
  'held-max-open': (w) =>
    `${w.owner} has as many open pull requests of Backstroke as were allowed: merge or close some of those at ${w.ownersPulls} to have the next one opened.`,
  'held-upstream-pull-open': (w) =>
    `${w.ours} is the head of an open pull request, so it is not moved: have ${w.holder} merged or closed, or turn hold-while-upstream-pull-open off in ${w.configuration} to go on.`,
  'held-checks': (w) =>
    `${w.pullAtStart} is merged once GitHub calls it clean, and waits for ${w.waits}: see to that there, or merge it yourself.`,
  'held-upstream-rewritten': (w) =>
    `${w.theirs} was rewritten, so commits that ${w.ours} has are no longer in it: look at ${w.compare} and send ${release} to go on.`,
  'held-undone': (w) =>
    `An undo of ${w.ours} was asked for${w.said === '' ? '' : ` and could not be done${w.said}`}, so Backstroke leaves it as ${w.commits} shows it until you send ${release}.`,
  'rate-limited': (w) => `${w.limits}${w.said}: there is nothing to do, Backstroke tries again ${w.again}.`,
  'github-unavailable': (w) => `${w.silent}${w.said}: there is nothing to do, Backstroke tries again ${w.again}.`,
  suspended: (w) =>
    `The App is suspended for ${w.owner}: open ${w.installation} and unsuspend it to have ${w.ours} synced.`,
  // Needs a person
  conflict: (w) =>
    `${w.theirs} and ${w.against} changed the same lines: open ${w.pull} to see where, ${w.resolve}, or close it to stop${w.unlabelled}.`,
  'config-invalid': (w) =>
    `The configuration has a problem${w.said} and the last valid one stays in use: correct ${w.configuration} to have it taken.`,
  'missing-permission': (w) =>
    `GitHub did not let the App do this in ${w.forkName}${w.said}: open ${w.installation} and accept the permissions it asks for.`,
  'branch-protected': (w) =>
    w.checkbox !== null
      ? `${w.pullAtStart} is not merged because a way to merge is turned off in ${w.forkName}${w.said}: open ${w.settings} and tick “${w.checkbox}” under Pull Requests, or have ${w.configuration} say another \`merge\`.`
      : `A rule keeps the App from changing ${w.ours}${w.said}: open ${w.rules} or ${w.branchRules} to let the App bypass it.`,
  'pulls-disabled': (w) =>
    `${w.forkName} takes no pull requests from the App${w.said}: open ${w.settings} and allow pull requests under Features.`,
  'upstream-missing': (w) =>
    w.elsewhere
      ? `${w.upstreamName} cannot be fetched${w.said}: see whether it is there at ${w.upstream} or ${w.follow}.`
      : `${w.upstreamName} is gone or is another repository than the one this link was made for${w.said}: ${w.follow}.`,
  'upstream-branch-missing': (w) =>
    `${w.upstreamName} has no branch ${w.theirBranch}: see ${w.upstreamBranches} for those it has, and ${w.follow}.`,
  'upstream-private': (w) =>
    `${w.upstreamName} is private and Backstroke does not bring it to ${w.ours}${w.said}: have that changed, or ${w.follow}.`,
  'upstream-opted-out': (w) =>
    `${w.upstreamName} asks not to be the head of pull requests in forks: use the button Sync fork at ${w.tree} instead, or set pull-request.head to fork in ${w.configuration} to have them.`,
  'fork-missing': (w) =>
    `${w.forkName} is gone or the App may not see it: open ${w.installation} and select it, or remove this link with DELETE /v1/links/:id.`,
  'fork-branch-missing': (w) =>
    w.deleted
      ? `${w.ours} was deleted, so Backstroke does not create it again: open ${w.branches} and restore it, or have it created with ${release}.`
      : `${w.ours} does not exist: open ${w.branches} and create it, or write create: true for it in ${w.configuration} to have it created.`,
  'fork-archived': (w) => `${w.forkName} is archived and cannot be changed: open ${w.settings} and unarchive it.`,
  'unrelated-histories': (w) =>
    `${w.ours} and ${w.theirs} have no commit in common, so GitHub makes no pull request: ${w.follow}.`,
  'not-installed': (w) =>
    `The App is not installed on ${w.forkName}: open ${w.install} and select the repository to have it synced.`,
  // Ours
  failed: (w) =>
    `Something failed on Backstroke's side${w.said}: wait, Backstroke tries again ${w.again}, and tell its operator when it keeps failing.`,
};
