import type { Broken } from './broken.ts';

/** Files for wei/pull that it would not take either, or that name what Backstroke cannot. */
export const pull: Broken[] = [
  [
    '',
    '1:1 (version) `version` is missing in this map: add `version: "1"`.',
    '1:1 (rules) `rules` is missing in this map: add it.',
  ],
  ['version: "1"\n', '1:1 (rules) `rules` is missing in this map: add it.'],
  [
    'rules: {}\n',
    '1:1 (version) `version` is missing in this map: add `version: "1"`.',
    '1:8 (rules) `rules` has to be a list: start each entry with a dash and a space.',
  ],
  [
    'version: "1"\nrules: []\n',
    '2:8 (rules) A list of rules has at least one: add it, or remove the file to follow the default branch.',
  ],
  [
    "version: ''\nrules:\n  - base: main\n    upstream: up:main\n",
    '1:10 (version) The version is "1": wei/pull has no other.',
  ],
  [
    'rules:\n  - base: main\n    upstream: up:main\n',
    '1:1 (version) `version` is missing in this map: add `version: "1"`.',
  ],
  [
    'version: 1\nrules:\n  - base: main\n    upstream: up:main\n',
    '1:10 (version) `1` is a number in YAML, and text belongs here: put it in quotes: `"1"`.',
  ],
  [
    'version: "2"\nrules:\n  - base: main\n    upstream: up:main\n',
    '1:10 (version) The version is "1": wei/pull has no other.',
  ],
  [
    'version:\nrules:\n  - base: main\n    upstream: up:main\n',
    '1:1 (version) `version` has no value: give it one, or remove it.',
  ],
  ['version: "1"\nrules:\n  - base: main\n', '3:5 (rules.0.upstream) `upstream` is missing in this entry: add it.'],
  ['version: "1"\nrules:\n  - upstream: up:main\n', '3:5 (rules.0.base) `base` is missing in this entry: add it.'],
  [
    'version: "1"\nrules:\n  - base: main\n    upstream: \'\'\n',
    '4:15 (rules.0.upstream) The name of a branch cannot be empty: write one.',
  ],
  [
    'version: "1"\nrules:\n  base: main\n  upstream: up:main\n',
    '3:3 (rules) `rules` has to be a list: start each entry with a dash and a space.',
  ],
  [
    'version: "1"\nrules:\n  - main\n',
    '3:5 (rules.0) An entry of `rules` has to be a map: its keys are `base`, `upstream`, `mergeMethod`, `mergeUnstable`, `assignees`, `reviewers`, `conflictReviewers`.',
  ],
  [
    'version: "1"\nrules:\n  - head: main\n    upstream: up:main\n',
    '3:5 (rules.0.base) `base` is missing in this entry: add it.',
  ],
  [
    'version: "1"\nrules:\n  - base: main\n    upstream: up:main\n    mergeMethod: \'\'\n',
    '5:18 (rules.0.mergeMethod) A `mergeMethod` is one of `none`, `merge`, `squash`, `rebase`, `hardreset`.',
  ],
  [
    'version: "1"\nrules:\n  - base: main\n    upstream: up:main\n    mergeMethod: hard-reset\n',
    '5:18 (rules.0.mergeMethod) `hard-reset` is no `mergeMethod`: did you mean `hardreset`?',
  ],
  [
    'version: "1"\nrules:\n  - base: main\n    upstream: up:main\n    mergeMethod: Squash\n',
    '5:18 (rules.0.mergeMethod) `Squash` is no `mergeMethod`: did you mean `squash`?',
  ],
  [
    'version: "1"\nrules:\n  - base: main\n    upstream: up:main\n    mergeMethod: true\n',
    '5:18 (rules.0.mergeMethod) A `mergeMethod` is one of `none`, `merge`, `squash`, `rebase`, `hardreset`.',
  ],
  [
    'version: "1"\nrules:\n  - base: main\n    upstream: up:main\n    mergeMethod: mirror\n',
    '5:18 (rules.0.mergeMethod) `mirror` is no `mergeMethod`: there are `none`, `merge`, `squash`, `rebase`, `hardreset`.',
  ],
  [
    'version: "1"\nrules:\n  - base: main\n    upstream: up:main\n    mergeMethod:\n',
    '5:5 (rules.0.mergeMethod) `mergeMethod` has no value: give it one, or remove it.',
  ],
  [
    'version: "1"\nrules:\n  - base: main\n    upstream: up:main\n    mergeMethod: merge\n    mergeMethod: hardreset\n',
    '6:5 (rules.0.mergeMethod) `mergeMethod` stands twice in this map: remove one.',
  ],
  [
    'version: "1"\nrules:\n  - base: main\n    upstream: up:main\n    mergeUnstable: yes\n',
    '5:20 (rules.0.mergeUnstable) `mergeUnstable` has to be true or false, and `yes` is text: write true or false.',
  ],
  [
    'version: "1"\nrules:\n  - base: main\n    upstream: up:main\n    assignees: \'\'\n',
    '5:16 (rules.0.assignees) `assignees` has to be a list: start each entry with a dash and a space.',
  ],
  [
    'version: "1"\nrules:\n  - base: main\n    upstream: up:main\n    assignees: mona\n',
    '5:16 (rules.0.assignees) `assignees` has to be a list: write `["mona"]`.',
  ],
  [
    'version: "1"\nrules:\n  - base: main\n    upstream: up:main\n    reviewers: "@mona"\n',
    '5:16 (rules.0.reviewers) `reviewers` has to be a list: write `["@mona"]`.',
  ],
  [
    'version: "1"\nrules:\n  - base: main\n    upstream: up:main\n    reviewers: ["@mona"]\n',
    '5:17 (rules.0.reviewers.0) `@mona` is no reviewer: write it without the `@`.',
  ],
  [
    'version: "1"\nrules:\n  - base: main\n    upstream: up:main\n    assignees:\n',
    '5:5 (rules.0.assignees) `assignees` has no value: give it one, or remove it.',
  ],
  [
    'version: "1"\nrules:\n  - base: main\n    upstream: up:main\n    conflictReviewers: [1]\n',
    '5:25 (rules.0.conflictReviewers.0) `1` is a number in YAML, and text belongs here: put it in quotes: `"1"`.',
  ],
  [
    'version: "1"\nrules:\n  - base: main\n    upstream: up:main\n    x: y\nlabel: 1\n',
    '6:8 (label) `1` is a number in YAML, and text belongs here: put it in quotes: `"1"`.',
  ],
  [
    'version: "1"\nrules:\n  - base: main\n    upstream: up:main\n    x: y\nlabel: \'\'\n',
    '6:8 (label) A label is a single line that is not blank.',
  ],
  [
    'version: "1"\nrules:\n  - base: main\n    upstream: up:main\n    x: y\nconflictLabel: 2\n',
    '6:16 (conflictLabel) `2` is a number in YAML, and text belongs here: put it in quotes: `"2"`.',
  ],
  [
    'version: "1"\nrules:\n  - base: main\n    upstream: up:main\n    x: y\nconflictLabel: \'\'\n',
    '6:16 (conflictLabel) A label is a single line that is not blank.',
  ],
  [
    'version: "1"\nrules:\n  - base: "release/*"\n    upstream: "up:release/*"\n',
    '3:11 (rules.0.base) A file of wei/pull has no globs: write a rule for each branch, or `.github/backstroke.yml`, which has.',
    '4:15 (rules.0.upstream) A file of wei/pull has no globs: write a rule for each branch, or `.github/backstroke.yml`, which has.',
  ],
  [
    'version: "1"\nrules:\n  - base: main\n    upstream: up/hello:main\n',
    '4:15 (rules.0.upstream) `up/hello:main` names no branch of another owner: write its login, a colon and the branch, as in `other-owner:main`.',
  ],
  [
    'version: "1"\nrules:\n  - base: main\n    upstream: https://github.com/up/hello:main\n',
    '4:15 (rules.0.upstream) `https://github.com/up/hello:main` names no branch of another owner: write its login, a colon and the branch, as in `other-owner:main`.',
  ],
  [
    'version: "1"\nrules:\n  - base: main\n    upstream: up: main\n',
    '4:15 A colon and a space in a value make it a key: put the value in quotes, or its keys on lines of their own.',
  ],
  [
    'version: "1"\nrules:\n  - base: octo:main\n    upstream: up:main\n',
    '3:11 (rules.0.base) `octo:main` is no branch name: Git allows no `:` in one.',
  ],
  [
    'version: "1"\nrules:\n  - base: 14.0\n    upstream: up:14.0\n',
    '3:11 (rules.0.base) `14.0` is a number in YAML, and text belongs here: put it in quotes: `"14.0"`.',
  ],
  [
    'version: "1"\nrules:\n  - base: develop\n    upstream: main\n  - base: develop\n    upstream: up:develop\n',
    '5:11 (rules.1.base) Another rule has the base `develop` already, and each branch follows one: remove one of them.',
  ],
  [
    'version: "1"\nrules:\n  - base: main   # target\n  - base: main\n    upstream: up:main\n',
    '3:5 (rules.0.upstream) `upstream` is missing in this entry: add it.',
  ],
  [
    'version: "1"\nrules:\n  - base: main\n    upstream: backstroke/x\n',
    "4:15 (rules.0.upstream) `backstroke/x` is no branch name: branches below `backstroke/` are Backstroke's own.",
  ],
  [
    'version: "1"\nrules: &all\n  - base: main\n    upstream: up:main\n',
    '2:8 `&all` is an anchor, which is not understood here: remove it, or put it in quotes if it is text.',
  ],
  ['version: "1"\n\trules:\n', '2:1 A tab indents this line, and YAML takes spaces alone: replace it.'],
  [
    '_extends: .github\n',
    '1:1 (version) `version` is missing in this map: add `version: "1"`.',
    '1:1 (rules) `rules` is missing in this map: add it.',
  ],
  ['- base: main\n', '1:1 The file has to be a map of keys: write keys such as `version: "1"`.'],
  [
    'rules:\n - base: main\n   upstream: up:main\n mergeMethod: merge\n',
    '4:2 This is indented unlike what it belongs to: start the keys or dashes of one map or list in one column.',
  ],
  [
    'Dockerfileversion: "1"\nrules:\n  - base: main\n    upstream: up:main\n    mergeMethod: hardresetversion: "1"\n',
    '1:1 (version) `version` is missing in this map: add `version: "1"`.',
    '5:18 A colon and a space in a value make it a key: put the value in quotes, or its keys on lines of their own.',
  ],
];
