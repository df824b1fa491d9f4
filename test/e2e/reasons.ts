import type { Reason } from '../../src/core/reason.ts';

/** The test of the whole system that sees an operation, or what the API shows of a link, end with a reason. */
export interface Reached {
  /** Below `test/`. */
  file: string;
  /** The test's name, as it is written there. */
  test: string;
}

/** Nothing comes to it yet. `elsewhere`: files of `src/` in which the word means something else. */
export interface NotYet {
  notYet: string;
  elsewhere?: readonly string[];
}

/** For every reason of the contract. */
export const reached: Record<Reason, Reached | NotYet> = {
  // Done
  'up-to-date': { file: 'e2e/strategy.test.ts', test: 'is in sync after a %s, until upstream moves' },
  'pull-opened': { file: 'e2e/strategy.test.ts', test: 'opens a pull request that reads like this' },
  'pull-updated': { file: 'e2e/strategy.test.ts', test: 'follows the next push with the same pull request' },
  'pull-open': { file: 'e2e/holds.test.ts', test: 'by a person and reopened goes on' },
  'pull-closed-caught-up': {
    file: 'e2e/holds.test.ts',
    test: 'is no hold when we closed it because the fork had caught up',
  },
  'pull-merged': { file: 'e2e/strategy.test.ts', test: 'is in sync after a %s, until upstream moves' },
  'fast-forwarded': { file: 'e2e/strategies.test.ts', test: '%s: forward, without a pull request' },
  merged: { file: 'e2e/strategies.test.ts', test: 'merge: a merge commit that reads like this' },
  rebased: { file: 'e2e/rebase.test.ts', test: 'ends at upstream where that has taken all, and keeps what was there' },
  mirrored: { file: 'e2e/strategies.test.ts', test: 'mirror: equal to upstream, with a backup of what it drops' },
  undone: { file: 'e2e/undo.test.ts', test: 'is recorded, shown, put back once and held until it is released' },
  'branch-created': {
    file: 'e2e/branches.test.ts',
    test: "is made at upstream's head, and followed from then on",
  },
  'tags-created': {
    file: 'e2e/tags.test.ts',
    test: 'new: as they are, annotated ones too; one that is there is never moved',
  },
  planned: { file: 'e2e/dry-run.test.ts', test: 'says what would be done by %s, and does nothing' },
  // Waiting
  disabled: { file: 'e2e/config.test.ts', test: 'switches everything off, and on again' },
  'held-pull-closed': { file: 'e2e/holds.test.ts', test: 'by a person holds the link, until the person releases it' },
  'held-delay': { file: 'e2e/delay.test.ts', test: 'is released once' },
  'held-interval': { file: 'e2e/strategy-holds.test.ts', test: 'within the period that is set, unless a person asks' },
  'held-max-open': {
    file: 'e2e/max-open.test.ts',
    test: 'opens as many as the owner allows, of the forks pushed to last, and the next as those are merged',
  },
  'held-upstream-pull-open': {
    file: 'e2e/strategy-holds.test.ts',
    test: 'while it is the head of a pull request elsewhere, until that is closed or the file says so',
  },
  'held-checks': {
    file: 'e2e/merge.test.ts',
    test: 'waits for a required check, and is merged within seconds once it passes',
  },
  'held-upstream-rewritten': {
    file: 'e2e/strategy-holds.test.ts',
    test: 'while upstream is rewritten, until it is released, and again at the next time',
  },
  'held-undone': { file: 'e2e/undo.test.ts', test: 'that a person pushed onto is left as it is, and held' },
  'rate-limited': { file: 'e2e/refusals.test.ts', test: '$kind on a $on waits until its time' },
  'github-unavailable': { file: 'e2e/refusals.test.ts', test: '$kind on a read is tried again soon' },
  suspended: { file: 'e2e/refusals.test.ts', test: 'while the App is suspended' },
  // Needs a person
  conflict: {
    file: 'e2e/conflict.test.ts',
    test: 'gets a label and a reviewer once, and loses the label when they are solved',
  },
  'config-invalid': {
    file: 'e2e/config.test.ts',
    test: 'that was broken from the first keeps the link off until it is valid',
  },
  'missing-permission': { file: 'e2e/refusals.test.ts', test: 'without the permission, until it is accepted' },
  'branch-protected': {
    file: 'e2e/strategies.test.ts',
    test: 'a branch that a rule protects: said, and tried once more when a person asks',
  },
  'pulls-disabled': { file: 'e2e/refusals.test.ts', test: 'where pull requests are off' },
  'upstream-missing': {
    file: 'e2e/upstream.test.ts',
    test: 'that is deleted is not exchanged for the parent GitHub gives the fork then',
  },
  'upstream-branch-missing': {
    file: 'e2e/upstream.test.ts',
    test: 'whose branch goes and comes back is followed again',
  },
  'upstream-private': {
    file: 'e2e/private-upstream.test.ts',
    test: 'is not read for an owner who may not read it any more, until they may again',
  },
  'upstream-opted-out': {
    file: 'e2e/settings.test.ts',
    test: 'where upstream asks for none, and one that is open stays',
  },
  'fork-missing': { file: 'e2e/lifecycle-repository.test.ts', test: 'that the fork is gone' },
  'fork-branch-missing': { file: 'e2e/upstream.test.ts', test: 'without its branch says so, until it is back' },
  'fork-archived': { file: 'e2e/upstream.test.ts', test: 'that is archived is left alone' },
  'unrelated-histories': { file: 'e2e/upstream.test.ts', test: 'with a history of its own is not merged' },
  'not-installed': {
    file: 'e2e/lifecycle-repository.test.ts',
    test: 'that the App was removed, and nothing of it is left',
  },
  // Ours
  failed: { file: 'chaos/dead-letter.test.ts', test: 'a job that ends its worker again and again fails alone' },
};
