/**
 * The file `.github/pull.yml` as wei/pull understands it: keys that it does not know are let be.
 * https://github.com/wei/pull/blob/master/src/utils/schema.ts
 */
import { z } from 'zod';
import { From, IN_QUOTES, Label, To } from './fields.ts';
import { isGlob } from './glob.ts';
import { nearest } from './nearest.ts';
import { listed, shown } from './problem.ts';
import { PullRequest } from './pull-request.ts';

export const mergeMethods = ['none', 'merge', 'squash', 'rebase', 'hardreset'] as const;
export type MergeMethod = (typeof mergeMethods)[number];

const all = listed(mergeMethods);

function methodFault(given: unknown): string {
  if (typeof given !== 'string' || given === '') return `A \`mergeMethod\` is one of ${all}.`;
  const meant = nearest(given, mergeMethods);
  return meant
    ? `${shown(given)} is no \`mergeMethod\`: did you mean \`${meant}\`?`
    : `${shown(given)} is no \`mergeMethod\`: there are ${all}.`;
}

const NO_GLOB =
  'A file of wei/pull has no globs: write a rule for each branch, or `.github/backstroke.yml`, which has.';
const named = (name: string) => !isGlob(name);

export const Rule = z.object({
  base: To.refine(named, NO_GLOB),
  upstream: From.refine(named, NO_GLOB),
  mergeMethod: z.enum(mergeMethods, { error: ({ input }) => methodFault(input) }).optional(),
  mergeUnstable: z.boolean().optional(),
  assignees: PullRequest.shape.assignees,
  reviewers: PullRequest.shape.reviewers,
  conflictReviewers: PullRequest.shape.reviewers,
});
export type Rule = z.infer<typeof Rule>;

export const PullYml = z.object({
  version: z.string(IN_QUOTES).regex(/^1$/, 'The version is "1": wei/pull has no other.'),
  rules: z
    .array(Rule)
    .min(1, 'A list of rules has at least one: add it, or remove the file to follow the default branch.')
    .max(100, 'At most 100 rules can be listed.'),
  label: Label.optional(),
  conflictLabel: Label.optional(),
});
