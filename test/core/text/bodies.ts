/** The bodies of pull requests that people meet, from the plainest on. */
import { emptyRange, type Range, type RangeCommit, type RangeFile } from '../../../src/core/range.ts';
import { risksOf } from '../../../src/core/risk.ts';
import type { Changes, PullRequestFacts } from '../../../src/core/text/pull-facts.ts';

export const commit = (at: number, subject: string, given: Partial<RangeCommit> = {}): RangeCommit => ({
  sha: at.toString(16).padStart(7, 'c0ffee1').padEnd(40, '0'),
  subject,
  committer: { name: 'Ada', email: 'ada@up.example' },
  ...given,
});
export const file = (path: string, given: Partial<RangeFile> = {}): RangeFile => ({
  path,
  previousPath: null,
  binary: false,
  patch: null,
  ...given,
});
export const range = (commits: RangeCommit[], files: RangeFile[], given: Partial<Range> = {}): Range => ({
  ...emptyRange,
  total: commits.length,
  commits,
  files,
  ...given,
});

const committers = ['ada@up.example'];
export const changes = (theirs: Range, given: Partial<Changes> = {}): Changes => ({
  theirs,
  own: emptyRange,
  risks: risksOf(theirs, committers),
  release: null,
  ...given,
});

const theirs = range(
  [
    commit(3, 'Make the engines louder (#12)'),
    commit(2, 'Add a second engine'),
    commit(1, 'Fix the fuel gauge, thanks @mona'),
  ],
  [file('src/engine.ts'), file('src/gauge.ts')],
);

export const plainest: PullRequestFacts = {
  fork: { owner: 'octo', name: 'rocket', branch: 'main' },
  upstream: { owner: 'acme', name: 'rocket', branch: 'main' },
  webUrl: 'https://github.com',
  installationId: 12345678,
  accountType: 'User',
  publicUrl: 'https://backstroke.example',
  linkId: 'l1',
  missing: 3,
  own: 0,
  rewritten: false,
  instead: null,
  files: [],
  headInFork: null,
  baseSha: 'b'.repeat(40),
  headSha: theirs.commits[0]?.sha ?? '',
  changes: changes(theirs),
  conflict: null,
  merge: 'never',
};

const ours = range([commit(900, 'Paint the rocket red'), commit(899, 'Our own logo')], [file('src/engine.ts')]);
const hundreds = Array.from({ length: 250 }, (_, at) => commit(4000 - at, `Tune valve ${1234 - at}`));
const wide = Array.from({ length: 300 }, (_, at) => file(`src/valves/${at}.ts`));
const risky = range(
  [
    commit(9, 'Bump everything', { committer: { name: 'Mallory', email: 'mallory@evil.example' } }),
    commit(8, 'Merge pull request #77', { committer: { name: 'GitHub', email: 'noreply@github.com' } }),
  ],
  [
    file('.github/workflows/ci.yml'),
    file('.github/workflows/release.yml'),
    file('package.json', { patch: '@@ -1 +1,2 @@\n+    "postinstall": "node get.js",' }),
    file('.github/CODEOWNERS'),
    file('LICENSE'),
    ...['a', 'b', 'c', 'd', 'e'].map((name) => file(`packages/${name}/package-lock.json`)),
    file('tests/good-large.xz', { binary: true }),
  ],
);

const notes = `<!-- Release notes generated using configuration in .github/release.yml -->

## What's Changed
* Make the engines louder by @ada in https://github.com/acme/rocket/pull/12
* Fix the fuel gauge, fixes #9 by @mona in https://github.com/acme/rocket/pull/11

## New Contributors
* @mona made their first contribution in https://github.com/acme/rocket/pull/11

**Full Changelog**: https://github.com/acme/rocket/compare/v1.1.0...v1.2.0
`;

export const variants: Record<string, PullRequestFacts> = {
  'only behind': plainest,
  'with commits of its own, and files that both sides changed': {
    ...plainest,
    own: 2,
    instead: 'own-commits',
    changes: changes(theirs, { own: ours }),
  },
  'far behind': {
    ...plainest,
    missing: 1234,
    headSha: hundreds[0]?.sha ?? '',
    changes: changes(range(hundreds, wide, { total: 1234, cut: true })),
  },
  'with a release': { ...plainest, changes: changes(theirs, { release: { tag: 'v1.2.0', notes } }) },
  'with all that deserves a look': {
    ...plainest,
    missing: 2,
    rewritten: true,
    own: 2,
    headSha: 'c0ffee9'.padEnd(40, '0'),
    changes: changes(risky, { own: ours }),
  },
  'with conflicts, and a git that says where': {
    ...plainest,
    own: 2,
    changes: changes(theirs, { own: ours }),
    conflict: { files: ['src/engine.ts'], known: [] },
  },
  'with conflicts, and no git': {
    ...plainest,
    own: 2,
    changes: changes(theirs, { own: ours }),
    conflict: { files: null, known: [] },
  },
  'with its head in the fork': { ...plainest, headInFork: 'backstroke/acme/main' },
  'when GitHub does not tell': { ...plainest, own: 2, rewritten: true, changes: null },
};

/** What differs from one body to the other: without the lines that all have. */
export const own = (body: string) => {
  const [head = ''] = body.split('\n\n- **Merge** this');
  const last = body.split('\n').at(-1);
  return `${head}\n\n…\n\n${last}`;
};
