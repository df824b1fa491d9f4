/** What a link is besides its two ends: settings, what switches it off, and the check run that tells of it. */
import { z } from 'zod';
import { merges } from './merging.ts';
import { followsBranch } from './track.ts';

/** Where a pull request has its head: upstream's own branch, or a branch in the fork that is placed at upstream's commits. */
export const headPlaces = ['upstream', 'fork'] as const;
export type HeadPlace = (typeof headPlaces)[number];

/** How a link's pull requests look. */
export const PullRequestSettings = z.object({
  /** With `{{upstream}}` and `{{branch}}`; null: the title of Backstroke's own. */
  title: z.string().nullable(),
  /** Added, never replaced. */
  labels: z.array(z.string()),
  assignees: z.array(z.string()),
  /** Logins, or `org/team`. */
  reviewers: z.array(z.string()),
  draft: z.boolean(),
  /** Rows and jobs may be older. */
  head: z.enum(headPlaces).default('upstream'),
  /** How it is merged once GitHub calls it clean. Rows and jobs may be older. */
  merge: z.enum(merges).default('never'),
});
export type PullRequestSettings = z.infer<typeof PullRequestSettings>;

export const ConflictSettings = z.object({
  /** Put on when the conflicts come, taken off when they are solved. */
  labels: z.array(z.string()),
  /** Logins, or `org/team`; asked once. */
  reviewers: z.array(z.string()),
});
export type ConflictSettings = z.infer<typeof ConflictSettings>;

export const LinkSettings = z.object({
  /** Milliseconds between two syncs at least; null: at once. */
  everyMs: z.number().int().positive().nullable(),
  pullRequest: PullRequestSettings,
  /** A branch that is the head of an open pull request into another repository is not moved. Rows and jobs may be older. */
  holdWhileUpstreamPullOpen: z.boolean().default(true),
  /** Milliseconds that Backstroke has to have seen upstream's commits there before they are taken; null: none. */
  delayMs: z.number().int().positive().nullable().default(null),
  /** A glob over the names of upstream's tags that the fork is given; null: none. */
  tags: z.string().nullable().default(null),
  /** What a pull request gets once it has conflicts. Rows and jobs may be older. */
  conflict: ConflictSettings.default({ labels: [], reviewers: [] }),
  /** The fork's branch is created when it is missing. */
  create: z.boolean().default(false),
  /** What is followed: upstream's `branch`, its `release`, or `tag:` and a glob. */
  track: z.string().default(followsBranch),
  /** Paths and globs of paths that stay as the fork has them. */
  keep: z.array(z.string()).default([]),
});
export type LinkSettings = z.infer<typeof LinkSettings>;

/** As rows may hold them: what came later is missing in those that are older, and is read as its default. */
export type StoredSettings = z.input<typeof LinkSettings>;

export const storedDefaults: StoredSettings = {
  everyMs: null,
  pullRequest: { title: null, labels: [], assignees: [], reviewers: [], draft: false },
};
export const defaultSettings: LinkSettings = LinkSettings.parse(storedDefaults);

/**
 * What the configuration says against a link. `disabled`: it is switched off, or no longer declared; `config-invalid`: there
 * never was a valid file to say what it should do; `removed`: a person deleted it, and no refresh makes it again.
 */
export const linkOffs = ['disabled', 'config-invalid', 'removed'] as const;
export type LinkOff = (typeof linkOffs)[number];

/**
 * `default`: there is no file, or it is upstream's; `valid`; `invalid`: the last valid one stays in use; `off`: invalid, and
 * there was none before.
 */
export const configStates = ['default', 'valid', 'invalid', 'off'] as const;
export type ConfigState = (typeof configStates)[number];

/** `nothing`: there never was a valid file, and the one there is has a problem; `default`; `file`: the one that was valid last. */
export const configUses = ['nothing', 'default', 'file'] as const;
export type ConfigUse = (typeof configUses)[number];

/** What is in use, given how the file stands and what it said when it was valid last. `state` null: it was never read. */
export function configUse(state: ConfigState | null, config: object | null): ConfigUse {
  if (state === null || state === 'off') return 'nothing';
  return config === null ? 'default' : 'file';
}

/** What is known of a link's open pull request: whether it can be merged, and what was put on it. */
export const Mergeability = z.object({
  /** The pull request it is about. */
  number: z.number().int(),
  /** As GitHub said last. */
  conflicting: z.boolean(),
  /** Labels that were put on it because of its conflicts. */
  labels: z.array(z.string()),
  /** Its head, where that was seen: checks of this commit concern it. Rows and jobs may be older. */
  headSha: z.string().nullable().default(null),
  /** When an operation first knew that head, where the pull request is to be merged. */
  headAt: z.iso.datetime().optional(),
  /** How often in a row it was looked at in vain: GitHub had not tried yet, or it could not be merged by itself yet. */
  looks: z.number().int().nonnegative(),
  /** GitHub's words where it refused a part of what was to be put on it. */
  refused: z.string().nullable().default(null),
});
export type Mergeability = z.infer<typeof Mergeability>;

/** The check run on a fork's branch that says that a person is needed. */
export const LinkCheck = z.object({ id: z.number().int(), sha: z.string(), reason: z.string() });
export type LinkCheck = z.infer<typeof LinkCheck>;
