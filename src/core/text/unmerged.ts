/** What keeps a pull request from being merged by itself, in words. */
import { type MergeMethod, unmerged as none, type Unmerged } from '../merging.ts';
import { inWords } from './count.ts';

/** The checkbox among a repository's settings that allows it, as GitHub's page has it. */
const checkboxes: Record<MergeMethod, string> = {
  merge: 'Allow merge commits',
  squash: 'Allow squash merging',
  rebase: 'Allow rebase merging',
};

/** Names that are written down; of more of them only that there are more. */
const NAMES_LIMIT = 5;

/** `an approving review and checks that are not done (build)`: what a pull request waits for. `name`: how a name is written. */
export function waitWords(unmerged: Unmerged | null, said: string, name: (name: string) => string): string {
  const { fresh, draft, changes, review, behind, failed, pending } = unmerged ?? none;
  const all = [
    ...(fresh ? ['a minute from its newest commit on, in which checks may begin'] : []),
    ...(draft ? ['somebody to mark it as ready for review'] : []),
    ...(changes ? ['what a reviewer asked to be changed'] : []),
    ...(review ? ['an approving review'] : []),
    ...(behind ? ['somebody to merge it, since a rule asks for branches that are up to date, as its head is not'] : []),
    ...(failed.length > 0 ? [`checks that failed (${listed(failed, name)})`] : []),
    ...(pending.length > 0 ? [`checks that are not done (${listed(pending, name)})`] : []),
  ];
  const words =
    all.length > 0 ? all : [said === '' ? 'a check or a rule that Backstroke cannot see' : 'what GitHub asks for'];
  return `${inWords(words)}${said}`;
}

/** The checkbox that is not ticked; null where that is not what keeps it. */
export function missingCheckbox(unmerged: Unmerged | null): string | null {
  return unmerged?.method ? checkboxes[unmerged.method] : null;
}

function listed(names: readonly string[], name: (name: string) => string): string {
  const more = names.length > NAMES_LIMIT ? ` and ${names.length - NAMES_LIMIT} more` : '';
  return `${names.slice(0, NAMES_LIMIT).map(name).join(', ')}${more}`;
}
