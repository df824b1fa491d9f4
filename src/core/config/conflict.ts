/** What the configuration says of pull requests that get conflicts. */
import { z } from 'zod';
import { Label, Reviewer } from './fields.ts';
import { list, most } from './list.ts';

export const Conflict = z.strictObject({
  labels: list(Label, most(20, 'labels')).optional().meta({
    description:
      'Labels to add when a pull request of Backstroke gets conflicts. They are taken off again when those are solved.',
    default: [],
  }),
  reviewers: list(Reviewer, most(15, 'reviewers')).optional().meta({
    description: 'People and teams to ask for a review when it gets conflicts.',
    default: [],
  }),
});
