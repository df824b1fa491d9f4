/** What a configuration says of pull requests. */
import { z } from 'zod';
import { defaults } from './defaults.ts';
import { HeadPlace, Label, Login, MergeWhenClean, Reviewer, Title } from './fields.ts';
import { list, most } from './list.ts';

export const PullRequest = z.strictObject({
  title: Title.optional().meta({
    description:
      'The title of a new pull request. `{{upstream}}` stands for the name of the upstream repository, `{{branch}}` ' +
      'for that of its branch.',
    default: defaults.title,
  }),
  labels: list(Label, most(20, 'labels')).optional().meta({
    description: 'Labels to add to a new pull request. Others it has stay.',
    default: [],
  }),
  assignees: list(Login, most(10, 'assignees')).optional().meta({
    description: 'People to assign to a new pull request.',
    default: [],
  }),
  reviewers: list(Reviewer, most(15, 'reviewers')).optional().meta({
    description: 'People and teams to ask for a review of a new pull request.',
    default: [],
  }),
  draft: z.boolean().optional().meta({
    description: 'Whether a new pull request is a draft.',
    default: defaults.draft,
  }),
  head: HeadPlace.optional().meta({
    description:
      "Where the head of a pull request is: `upstream`, upstream's own branch, which it follows by itself; or `fork`, a branch " +
      '`backstroke/<upstream-owner>/<fork-branch>` in the fork, which Backstroke keeps at a commit of upstream and on which conflicts can ' +
      "be resolved. **The fork's own workflows then run on upstream's code with the fork's secrets.** One that is open with " +
      "upstream's own branch as its head is replaced.",
    default: defaults.head,
  }),
  merge: MergeWhenClean.optional().meta({
    description:
      'How Backstroke merges a pull request of its own once GitHub calls it clean: checks passed, reviews that are required are ' +
      'there, and nobody asked for changes. `never` leaves it to a person. `squash` and `rebase` give the fork other commits than ' +
      "upstream's, so that the next pull request lists those again, and may conflict.",
    default: defaults.merge,
  }),
});
