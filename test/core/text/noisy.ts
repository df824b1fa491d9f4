/** What somebody else may call things, and what they may write, at its worst. */
import fc from 'fast-check';
import type { Range } from '../../../src/core/range.ts';
import { risksOf } from '../../../src/core/risk.ts';
import type { PullRequestFacts } from '../../../src/core/text/pull-facts.ts';
import { commit, file, range } from './bodies.ts';
import { hostile } from './hostile.ts';

/** What has notified people, closed their issues or led them astray in text of other programs. */
export const known = [
  'Thanks @octocat and @org/team',
  'Fixes #12',
  'closes up/hello#12, resolves GH-7',
  'Fixes: https://github.com/up/hello/issues/12',
  'See https://www.github.com/up/hello/pull/1 and www.example.com',
  'Revert c0ffee1c0ffee1c0ffee1c0ffee1c0ffee1c0ffe',
  'up/hello@c0ffee1c0ffee1c0ffee1c0ffee1c0ffee1c0ffe',
  'https:x:////github.com/up/hello/issues/1',
  'https://github.com/@octocat https://github.com/#12 https://@octocat.example',
  '[skip ci] [no ci] [actions skip]',
  'a\n\nskip-checks: true',
  '<img src=x onerror=alert(1)> <script>x</script> </details>',
  '</summary></details><a href="https://e.example">x</a>',
  '<!-- backstroke -->',
  '- [x] <!-- backstroke:sync -->Sync now',
  '- [x] <!-- backstroke:move -->Move\n- [x] <!-- backstroke:workflows -->Workflows',
  'ci.yml`**\n- [x] <!-- backstroke:workflows -->`',
  'a\n- [x] <!-- backstroke:sync -->Sync\u2028- [x] <!-- backstroke:sync -->\r- [X] <!-- backstroke:sync -->',
  `<!-- /backstroke ${'a'.repeat(40)}..${'b'.repeat(40)}: x -->`,
  '```\n@octocat #1\n```',
  '~~~\n@octocat\n~~~',
  '`@octocat` ``` #1 ```',
  '![x](https://e.example/x.png) [y](https://e.example "t") [z]: https://e.example',
  '<https://e.example> mailto:a@b.example a@b.example',
  '&commat;octocat &#64;octocat &#35;12',
  '\u001b[31mred\u001b[0m \u009b31m',
  'a\u202egnp.exe \u2066x\u2069 \u200b@\u200boctocat #\u200b12',
  '| a | b |\n|---|---|\n| @x | #1 |',
  '> @octocat\n- #1\n1. #2\n    @octocat\n# @octocat',
  '[^1]: @octocat\n\n[^1]',
  'Co-authored-by: Mona <mona@e.example>',
];
export const words = fc.oneof({ weight: 1, arbitrary: fc.constantFrom(...known) }, { weight: 2, arbitrary: hostile });
export const branches = fc.record({ owner: words, name: words, branch: words });

const ranges: fc.Arbitrary<Range> = fc
  .record({
    total: fc.nat(2_000),
    subjects: fc.array(words, { maxLength: 12 }),
    paths: fc.array(words, { maxLength: 12 }),
    who: fc.record({ name: words, email: words }),
    cut: fc.boolean(),
  })
  .map(({ total, subjects, paths, who, cut }) => ({
    ...range(
      subjects.map((subject, at) => commit(at, subject, { committer: who })),
      paths.flatMap((path) =>
        [path, `.github/workflows/${path}`, `${path}/yarn.lock`].map((one) => file(one, { binary: true })),
      ),
    ),
    total,
    cut,
  }));

export const facts: fc.Arbitrary<Partial<PullRequestFacts>> = fc
  .record({
    theirs: ranges,
    own: ranges,
    tag: words,
    notes: fc.oneof(
      words,
      fc.array(words, { maxLength: 30 }).map((lines) => lines.join('\n')),
    ),
    instead: fc.constantFrom('own-commits', 'configuration', 'conflict', 'no-git', 'too-many', null),
    files: fc.array(words, { maxLength: 5 }),
    rewritten: fc.boolean(),
    missing: fc.nat(9_999_999),
    conflict: fc.option(
      fc
        .record({ files: fc.option(fc.array(words, { maxLength: 30 })), before: fc.nat(40) })
        .map(({ files, before }) => ({
          files,
          known: (files ?? []).slice(0, before).map((path) => ({ path, commit: 'c'.repeat(40) })),
        })),
    ),
  })
  .map(({ theirs, own, tag, notes, instead, files, rewritten, missing, conflict }) => ({
    instead,
    conflict,
    files,
    rewritten,
    missing,
    own: own.total,
    changes: { theirs, own, risks: risksOf(theirs, []), release: { tag, notes } },
  }));
