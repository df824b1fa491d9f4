/** Files as people write them for wei/pull, each with what it comes to. The fork is `octo/hello`, of `up/hello`. */

/** [what it is, the file, what it declares: `to < from`, its method when there is one, and who is asked, `!` when there are conflicts; its label] */
export type PullFile = readonly [string, string, string[], string?];

const rule = (base: string, upstream: string, ...more: string[]) =>
  [`  - base: ${base}`, `upstream: ${upstream}`, ...more].join('\n    ');
const file = (...rules: string[]) => `version: "1"\nrules:\n${rules.join('\n')}\n`;

/** The examples of its README, and what its own tests call valid. */
export const documented: PullFile[] = [
  ['most common', file(rule('master', 'up:master', 'mergeMethod: hardreset')), ['master < up:master hardreset']],
  [
    'advanced',
    `version: "1"
rules:                      # Array of rules
  - base: master            # Required. Target branch
    upstream: up:master     # Required. Must be in the same fork network.
    mergeMethod: hardreset  # Optional, one of [none, merge, squash, rebase, hardreset], Default: none.
    mergeUnstable: false    # Optional
  - base: dev
    upstream: master        # Required. Can be a branch in the same forked repo.
    assignees:              # Optional
      - mona
    reviewers:              # Optional
      - hubot
    conflictReviewers:      # Optional
      - mona
label: ":arrow_heading_down: pull"  # Optional
conflictLabel: "merge-conflict"     # Optional
`,
    ['master < up:master hardreset', 'dev < octo:master @mona ?hubot !mona'],
    ':arrow_heading_down: pull',
  ],
  [
    'of an upstream, for its forks',
    file(rule('master', 'up:master', 'mergeMethod: hardreset'), rule('docs', 'up:docs', 'mergeMethod: hardreset')),
    ['master < up:master hardreset', 'docs < up:docs hardreset'],
  ],
  ['nothing but what is needed', file(rule('master', 'up:master')), ['master < up:master']],
  ['with a key of before', file(rule('master', 'up:master', 'autoMerge: true')), ['master < up:master']],
  ['with people', file(rule('master', 'up:master', "assignees: ['mona']")), ['master < up:master @mona']],
  [
    'squash',
    file(rule('master', 'up:master', 'mergeMethod: squash', 'mergeUnstable: true')),
    ['master < up:master squash'],
  ],
];

/** Twenty and more in the manner of those that are out there. */
export const written: PullFile[] = [
  ['quotes of the other kind', "version: '1'\nrules:\n- base: main\n  upstream: up:main\n", ['main < up:main']],
  [
    'a comment before it, and a label',
    `# how we follow upstream\n${file(rule('master', 'up:master', 'mergeMethod: rebase'))}label: "AutoPull"`,
    ['master < up:master rebase'],
    'AutoPull',
  ],
  [
    'blanks at the end, and four of them before',
    'version: "1"\nrules:\n    - base: workflows \n      upstream: up:master\n      mergeMethod: rebase \n',
    ['workflows < up:master rebase'],
  ],
  ['no end of line', 'version: "1"\nrules:\n  - base: main\n    upstream: up:main', ['main < up:main']],
  [
    'lines of Windows',
    'version: "1"\r\nrules:\r\n  - base: main\r\n    upstream: up:main\r\n    mergeMethod: merge\r\n',
    ['main < up:main merge'],
  ],
  ['a byte order mark', `\uFEFF${file(rule('main', 'up:main'))}`, ['main < up:main']],
  ['all in one line', '{version: "1", rules: [{base: main, upstream: "up:main"}]}', ['main < up:main']],
  ['everything in quotes', file(rule('"main"', '"up:main"', '"mergeMethod": "none"')), ['main < up:main none']],
  ['keys in another order', 'rules:\n  - upstream: up:main\n    base: main\nversion: "1"\n', ['main < up:main']],
  [
    'a branch kept like upstream, and one for their own work',
    file(
      rule('upstream-main', 'up:main', 'mergeMethod: hardreset'),
      rule('main', 'upstream-main', 'mergeMethod: merge'),
    ),
    ['upstream-main < up:main hardreset', 'main < octo:upstream-main merge'],
  ],
  [
    'two branches from one',
    file(rule('master', 'up:master', 'autoMerge: true'), rule('up-master', 'up:master', 'autoMerge: true')),
    ['master < up:master', 'up-master < up:master'],
  ],
  [
    'releases, with people for each',
    file(
      rule(
        'release/6.3',
        'up:release/6.3',
        'mergeMethod: hardreset',
        'assignees:',
        '  - mona',
        'reviewers:',
        '  - mona',
      ),
      rule('wasm-release/6.3', 'release/6.3', 'mergeMethod: merge', 'reviewers: [hubot, octo-org/core]'),
    ),
    [
      'release/6.3 < up:release/6.3 hardreset @mona ?mona',
      'wasm-release/6.3 < octo:release/6.3 merge ?hubot ?octo-org/core',
    ],
  ],
  ['its own name before the colon', file(rule('dev', 'octo:main', 'mergeMethod: squash')), ['dev < octo:main squash']],
  ['another owner of the network', file(rule('main', 'sibling-co:develop')), ['main < sibling-co:develop']],
  ['capitals in an owner', file(rule('main', 'RayWang-Q:main', 'mergeMethod: merge')), ['main < RayWang-Q:main merge']],
  ['names with dots and dashes', file(rule('4.2.x_fix-1', 'up:4.2.x')), ['4.2.x_fix-1 < up:4.2.x']],
  ['a branch that is a number', file(rule('"14.0"', 'up:14.0')), ['14.0 < up:14.0']],
  ['empty lists', file(rule('main', 'up:main', 'assignees: []', 'reviewers: []')), ['main < up:main']],
  [
    'only what concerns conflicts',
    `${file(rule('main', 'up:main', 'conflictReviewers: [mona]'))}conflictLabel: needs-a-hand\n`,
    ['main < up:main !mona'],
  ],
  [
    'keys nobody knows',
    `${file(rule('main', 'up:main', 'mergemethod: hardreset', 'schedule: daily'))}enabled: false\nautoMergeHardReset: true\n`,
    ['main < up:main'],
  ],
  ['of an upstream, there', file(rule('main', 'octo:main', 'mergeMethod: hardreset')), []],
  [
    'of an upstream, there, with a branch that follows another',
    file(rule('Main', 'OCTO:main', 'mergeMethod: hardreset'), rule('entropy', 'octo:main', 'assignees: [mona]')),
    ['entropy < octo:main @mona'],
  ],
  ['one that follows itself', file(rule('main', 'main'), rule('dev', 'up:dev')), ['dev < up:dev']],
  ['a label of one letter', `${file(rule('main', 'up:main'))}label: '⬇'\n`, ['main < up:main'], '⬇'],
];
