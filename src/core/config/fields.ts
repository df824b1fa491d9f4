/** The values a configuration may hold. A `title` says in a word or two what it is, for editors and the documentation. */
import { z } from 'zod';
import { headPlaces } from '../link.ts';
import { merges } from '../merging.ts';
import { strategies } from '../strategy.ts';
import { EVERY_MAX, EVERY_MIN, everyMs } from './every.ts';
import {
  branchFault,
  everyPattern,
  fromFault,
  loginFault,
  pathFault,
  patterns,
  repositoryFault,
  reviewerFault,
  titleFault,
  upstreamFault,
} from './names.ts';
import { nearest } from './nearest.ts';
import { listed, shown } from './problem.ts';

/** What a schema says of something other than text that could be meant as text: 1.0 may be the name of a branch. */
export const IN_QUOTES = 'Text belongs here.';

interface Text {
  pattern: RegExp;
  max: number;
  what: string;
  /** What is wrong with a text that has another pattern. */
  fault: (text: string) => string;
  /** What to say of something other than text, where quotes are not what is missing. */
  notText?: string;
}

function text(given: Text) {
  return z
    .string(given.notText ?? IN_QUOTES)
    .max(given.max, { error: `${given.what} has at most ${given.max} characters.`, abort: true })
    .regex(given.pattern, { error: ({ input }) => given.fault(String(input)), abort: true });
}

/** GitHub's longest name of a branch, in bytes; a name of other than ASCII characters ends earlier. */
const BRANCH_MAX = 255;

export const Upstream = text({
  pattern: patterns.upstream,
  max: 300,
  what: 'The name of a repository',
  fault: upstreamFault,
  notText: 'The name of a repository has to be text of the form `owner/repo`.',
}).meta({
  title: 'owner/repo, or an https address',
  examples: ['octocat/hello-world', 'https://gitlab.com/group/project.git'],
});

export const RepositoryName = text({
  pattern: patterns.repository,
  max: 100,
  what: 'The name of a repository',
  fault: repositoryFault,
});

export const From = text({
  pattern: patterns.from,
  max: BRANCH_MAX + 40,
  what: 'The name of a branch',
  fault: fromFault,
}).meta({ title: 'branch or glob', examples: ['main', 'release/*', 'other-owner:main'] });

export const To = text({
  pattern: patterns.to,
  max: BRANCH_MAX,
  what: 'The name of a branch',
  fault: branchFault,
}).meta({ title: 'branch or glob', examples: ['main', 'upstream/release/*'] });

export const Excluded = text({
  pattern: patterns.exclude,
  max: BRANCH_MAX,
  what: 'The name of a branch',
  fault: branchFault,
}).meta({ title: 'branch or glob', examples: ['wip/*'] });

export const KeptPath = text({ pattern: patterns.path, max: 255, what: 'A path', fault: pathFault }).meta({
  title: 'path or glob',
  examples: ['docs', '.github/**', '*.md'],
});

export const Tags = text({
  pattern: patterns.exclude,
  max: BRANCH_MAX,
  what: 'The name of a tag',
  fault: (given) => `${shown(given)} is no pattern of tags: write \`none\`, \`new\`, or one such as \`v*\`.`,
}).meta({ title: '`none`, `new` or a glob', examples: ['none', 'new', 'v*'] });

export const Track = text({
  pattern: patterns.track,
  max: BRANCH_MAX + 4,
  what: 'What is followed',
  fault: (given) => `${shown(given)} is nothing to follow: write \`branch\`, \`release\`, or one such as \`tag:v*\`.`,
}).meta({ title: '`branch`, `release` or `tag:` and a glob', examples: ['branch', 'release', 'tag:v*'] });

export const Login = text({
  pattern: patterns.login,
  max: 39,
  what: 'A login',
  fault: loginFault,
}).meta({ title: 'login', examples: ['octocat'] });

export const Reviewer = text({
  pattern: patterns.reviewer,
  max: 140,
  what: 'A reviewer',
  fault: reviewerFault,
}).meta({ title: 'login or org/team', examples: ['octocat', 'org/team'] });

/** GitHub takes 50 characters: https://docs.github.com/en/rest/issues/labels#create-a-label */
export const Label = text({
  pattern: patterns.label,
  max: 50,
  what: 'A label',
  fault: () => 'A label is a single line that is not blank.',
}).meta({ title: 'label' });

export const Title = text({ pattern: patterns.title, max: 200, what: 'A title', fault: titleFault }).meta({
  title: 'text',
});

const PERIOD = 'write a number and m, h, d or w, such as 30m, 12h, 1d or 2w';

export const Every = text({
  pattern: patterns.every,
  max: 100,
  what: 'A period',
  fault: (given) => `${shown(given)} is no period: ${PERIOD}.`,
  notText: `A period has a unit: ${PERIOD}.`,
})
  .refine((given) => (everyMs(given) ?? 0) >= EVERY_MIN, 'A period is at least 10m.')
  .refine((given) => (everyMs(given) ?? 0) <= EVERY_MAX, 'A period is at most 365d.')
  .meta({ title: 'period', examples: ['12h', '1d', '2w'], pattern: everyPattern });

/** One of a few words; `what` says of what. */
function oneOf<const Words extends readonly [string, ...string[]]>(words: Words, what: string) {
  const all = listed(words);
  const fault = (given: unknown): string => {
    if (typeof given !== 'string') return `A ${what} is one of ${all}.`;
    const meant = nearest(given, words);
    return meant
      ? `${shown(given)} is no ${what}: did you mean \`${meant}\`?`
      : `${shown(given)} is no ${what}: there are ${all}.`;
  };
  return z.enum(words, { error: ({ input }) => fault(input) });
}

export const Strategy = oneOf(strategies, 'strategy');
export const HeadPlace = oneOf(headPlaces, 'head');
export const MergeWhenClean = oneOf(merges, 'value of `merge`');
