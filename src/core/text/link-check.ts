import type { PersonReason, Reason } from '../reason.ts';
import { markdownSentence, type SentenceFacts } from './sentence.ts';

/** What the check run of a link is called, on every fork. */
export const linkCheckName = 'Backstroke';

interface CheckText {
  /** Plain text. */
  title: string;
  /** Markdown. */
  summary: string;
}

const titles: Record<PersonReason, string> = {
  conflict: 'Conflicts with upstream',
  'config-invalid': 'The configuration has a problem',
  'missing-permission': 'A permission is missing',
  'branch-protected': 'A rule protects the branch',
  'pulls-disabled': 'No pull requests from Backstroke',
  'upstream-missing': 'Upstream is gone',
  'upstream-branch-missing': "Upstream's branch is gone",
  'upstream-private': 'Upstream is private',
  'upstream-opted-out': 'Upstream asks for no pull requests',
  'fork-missing': 'The fork is gone',
  'fork-branch-missing': 'The branch is gone',
  'fork-archived': 'The fork is archived',
  'unrelated-histories': 'Nothing in common with upstream',
  'not-installed': 'The App is not installed',
};

/** Says on the fork's branch that a person is needed, and for what. */
export function linkCheckText(reason: PersonReason, facts: SentenceFacts): CheckText {
  return { title: titles[reason], summary: markdownSentence(reason, facts) };
}

/** Says in the same place that nobody is needed any more, and how things are. */
export function curedCheckText(reason: Reason, facts: SentenceFacts): CheckText {
  return { title: 'Nobody is needed any more', summary: markdownSentence(reason, facts) };
}
