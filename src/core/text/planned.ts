import type { Action } from '../plan.ts';
import type { Reason } from '../reason.ts';
import { sentenceFor } from './sentence.ts';
import { plainScript, type SentenceFacts, sentenceWords, type Words } from './sentence-words.ts';

/**
 * One sentence that says what a sync would come to now: what it would do, or, where it would do nothing, why. For the API
 * and pages, as `sentenceFor`: it may hold addresses, and must not be posted to GitHub.
 */
export function plannedSentence(plan: { reason: Reason; actions: readonly Action[] }, facts: SentenceFacts): string {
  // What takes the place of another pull request closes that first.
  const [first] = plan.actions.filter(({ type }) => type === 'open-pull').concat(plan.actions);
  return first ? planned[first.type](sentenceWords(facts, plainScript)) : sentenceFor(plan.reason, facts);
}

const now = 'send POST /v1/links/:id/sync to have it done now';

const planned: Record<Action['type'], (words: Words) => string> = {
  'open-pull': (w) => `A sync would open a pull request with ${w.count} of ${w.theirs} for ${w.ours}: ${now}.`,
  'place-head': (w) => `A sync would bring the head of ${w.pull} up to ${w.theirs}: ${now}.`,
  'remove-head': (w) => `A sync would remove the branch in ${w.forkName} that was the head of ${w.pull}: ${now}.`,
  'dress-pull': (w) => `A sync would give ${w.pull} the labels and people that its settings name: ${now}.`,
  'rewrite-pull': (w) => `A sync would bring the text of ${w.pull} up to date: ${now}.`,
  'unlabel-pull': (w) => `A sync would take the labels for conflicts off ${w.pull}, which are solved: ${now}.`,
  'create-branch': (w) => `A sync would create ${w.ours} from ${w.theirs}: ${now}.`,
  'merge-pull': (w) => `A sync would merge ${w.pull}, which GitHub calls clean: ${now}.`,
  forward: (w) => `A sync would move ${w.ours} forward to ${w.theirs}, which brings ${w.count}: ${now}.`,
  merge: (w) => `A sync would merge ${w.count} of ${w.theirs} into ${w.ours}: ${now}.`,
  replace: (w) => `A sync would make ${w.ours} equal to ${w.theirs}, and keep what that drops in a backup: ${now}.`,
  rebase: (w) =>
    `A sync would replay the commits of its own that ${w.ours} has on ${w.theirs}, and keep what was there in a backup: ${now}.`,
  'create-tags': (w) => `A sync would copy new tags of ${w.upstreamName} to ${w.forkName}: ${now}.`,
  'close-pull': (w) => `A sync would close ${w.pull} because ${w.ours} already has everything it offers: ${now}.`,
};
