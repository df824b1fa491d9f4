/**
 * The configuration file `.github/backstroke.yml`: a fork's own, and its owner's in `OWNER/.github`. These schemas make
 * the types, the checks with their messages, the JSON Schema and docs/configuration.md.
 */
import { z } from 'zod';
import type { Merge } from '../merging.ts';
import { Conflict } from './conflict.ts';
import { defaults } from './defaults.ts';
import { Every, Excluded, From, KeptPath, RepositoryName, Strategy, Tags, To, Track, Upstream } from './fields.ts';
import type { pullPath } from './file.ts';
import { stars } from './glob.ts';
import { list, most } from './list.ts';
import { sameStars } from './names.ts';
import { PullRequest } from './pull-request.ts';

const version = z
  .literal(1, { error: 'The version is 1, written without quotes: this version of Backstroke understands no other.' })
  .optional()
  .meta({ description: 'The version of this format.', default: 1 });

const Keep = list(KeptPath, most(50, 'paths'));

/** An entry of `branches` that says more than a name. */
export const BranchEntry = z
  .strictObject({
    from: From.meta({
      description:
        'The branch of upstream to follow, or a glob for many of them. `owner:` before it names another repository of ' +
        'the fork network by its owner.',
    }),
    to: To.optional().meta({
      description:
        'The branch of the fork to keep up to date. Each star takes what the star at its place in `from` matched. ' +
        'Default: the name of the branch in `from`.',
    }),
    create: z
      .boolean()
      .optional()
      .meta({
        description:
          'Whether a branch that the fork does not have is created, where upstream has its. One that was there and was deleted ' +
          'since stays away until the link is released.',
        default: defaults.create,
      }),
    strategy: Strategy.optional().meta({
      description: 'How this branch is brought over. Default: the `strategy` of the file.',
    }),
    track: Track.optional().meta({
      description:
        'What is followed of upstream: the `branch`, the latest `release` in its place, or the newest tag that matches a glob, by the version in its ' +
        'name. Pull requests then have their head in the fork. Not for a glob in `from`.',
      default: defaults.track,
    }),
    keep: Keep.optional().meta({
      description: 'Paths of this branch of which the fork has its own version. Default: the `keep` of the file.',
    }),
    delay: Every.optional().meta({
      description:
        'Take only what Backstroke has seen upstream for this long, whatever dates commits have. A pull request from ' +
        "upstream's own branch waits until that is true of all that branch has by then. New `tags` come at once. Default: none.",
    }),
  })
  .refine(({ from, to }) => to === undefined || stars(from) === stars(to), {
    path: ['to'],
    error: 'Each star in `to` takes what one in `from` matched, so both need the same number of stars.',
    when: ({ value }) => BothTexts.safeParse(value).success,
  })
  .meta({ anyOf: sameStars('from', 'to') });

/** Both texts are there and are what they should be, whatever else is in the entry. */
const BothTexts = z.object({ from: From, to: To });

export const Forks = z.strictObject({
  accept: z.boolean().optional().meta({
    description: 'In an upstream repository, `false` asks that no pull request in a fork has its head here.',
    default: defaults.accept,
  }),
});

const shared = {
  enabled: z.boolean().optional().meta({
    description: '`false` leaves the repository alone.',
    default: defaults.enabled,
  }),
  strategy: Strategy.optional().meta({
    description:
      'How branches are brought over. `pull-request` opens one; `fast-forward` moves the branch forward; `merge` does, or merges ' +
      'upstream into it; `rebase` does, or replays the commits of its own on upstream; `mirror` makes it equal to upstream. ' +
      'Both keep what was there under `refs/backstroke/backup/`. What cannot be moved so gets a pull request.',
    default: defaults.strategy,
  }),
  every: Every.optional().meta({
    description:
      'At most one sync per branch in this period: a number and `m`, `h`, `d` or `w`, at least `10m`, at most `365d`. ' +
      'Default: at once.',
  }),
  branches: list(z.union([From, BranchEntry]), most(100, 'branches'))
    .min(1, 'A list of branches names at least one: remove the key to follow the default branch.')
    .optional()
    .meta({
      description:
        'The branches to keep up to date. A name or glob stands for the same branch on both sides. Default: the ' +
        "fork's default branch follows upstream's.",
    }),
  exclude: list(Excluded, most(100, 'branches')).optional().meta({
    description: 'Branches of upstream that no glob in `branches` matches.',
    default: [],
  }),
  keep: Keep.optional().meta({
    description:
      'Paths that stay as the fork has them, whatever upstream does to them: files that it changed, lacks or added. A path without a star is a file, or ' +
      'a directory with all in it; globs are as those of branches. For the strategy `merge`, whose pull requests of conflicts then have their ' +
      'head in the fork, and for `pull-request` with `head: fork`; it cannot be used with another, nor with `merge: rebase`.',
    default: [],
  }),
  'hold-while-upstream-pull-open': z
    .boolean()
    .optional()
    .meta({
      description:
        'Whether a branch stays where it is while it is the head of an open pull request into another repository. ' +
        'Without effect where a pull request is all that comes, and a person merges it.',
      default: defaults.holdWhileUpstreamPullOpen,
    }),
  tags: Tags.optional().meta({
    description:
      "Which of upstream's tags the fork is given where it lacks them: `none`, `new` for all, or a pattern. A tag that it has is " +
      'never moved nor deleted. They do not wait for a `delay`.',
    default: defaults.tags,
  }),
  'pull-request': PullRequest.optional().meta({ description: 'What a new pull request looks like.' }),
  conflict: Conflict.optional().meta({ description: 'What happens to a pull request that gets conflicts.' }),
};

const upstream = Upstream.optional().meta({
  description:
    'The repository to follow: `owner/repo` of the fork network, or the https address of a git repository that is not on GitHub. With an address ' +
    '`branches` has to name branches without a star, `strategy` is `pull-request`, `fast-forward` or `merge`, and pull requests have their head ' +
    'in the fork. Default: the parent this fork had when Backstroke first saw it.',
});

/** What no file of ours can say, and that of another program does: people for the pull requests of one branch alone, and how they are merged. */
type Entry = z.infer<typeof BranchEntry> & {
  'pull-request'?: { assignees?: string[]; reviewers?: string[]; merge?: Merge };
  conflict?: { reviewers?: string[] };
};
type Understood<C> = Omit<C, 'branches'> & { branches?: (string | Entry)[] | undefined };

/** What the owner's file says of one repository. */
export const RepositoryConfig = z.strictObject({ ...shared, upstream });
export type RepositoryConfig = Understood<z.infer<typeof RepositoryConfig>>;

export const ForkConfig = z
  .strictObject({
    version,
    ...shared,
    upstream,
    forks: Forks.optional().meta({ description: 'What this repository asks as an upstream.' }),
  })
  .meta({
    title: 'Backstroke',
    description: 'How Backstroke keeps this fork up to date: `.github/backstroke.yml` on its default branch.',
  });
export type ForkConfig = Understood<z.infer<typeof ForkConfig>> & {
  /** Where it was read, when that is no file of ours. */
  file?: typeof pullPath;
};

export const OwnerConfig = z
  .strictObject({
    version,
    ...shared,
    'max-open': z
      .int('A whole number from 1 to 1000 belongs here, without quotes.')
      .min(1, 'At least one pull request has to be allowed.')
      .max(1000, 'At most 1000 open pull requests can be allowed.')
      .optional()
      .meta({
        description:
          'How many pull requests from installing and from schedules may be open at once, in all forks of the owner.',
        default: defaults.maxOpen,
      }),
    repositories: z.record(RepositoryName, RepositoryConfig).optional().meta({
      description: 'Keys for one repository each, by its name without the owner.',
    }),
  })
  .meta({
    title: "Backstroke, an owner's defaults",
    description: 'What holds for every fork of this owner: `.github/backstroke.yml` in `OWNER/.github`.',
  });
export type OwnerConfig = z.infer<typeof OwnerConfig>;
