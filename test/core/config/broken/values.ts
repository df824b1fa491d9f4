import type { Broken } from './broken.ts';

/** Values that a key cannot have. */
export const values: Broken[] = [
  ['enabled: yes\n', '1:10 (enabled) `enabled` has to be true or false, and `yes` is text: write true or false.'],
  ['enabled: "true"\n', '1:10 (enabled) `enabled` has to be true or false, and `true` is text: write true or false.'],
  ['enabled: 1\n', '1:10 (enabled) `enabled` has to be true or false, and `1` is a number: write true or false.'],
  ['enabled:\n', '1:1 (enabled) `enabled` has no value: give it one, or remove it.'],
  ['enabled: ~\n', '1:10 (enabled) `~` is no value in YAML: put it in quotes if it is text, or remove it.'],
  ['enabled: null\n', '1:10 (enabled) `null` is no value in YAML: put it in quotes if it is text, or remove it.'],
  ['enabled: [true]\n', '1:10 (enabled) `enabled` has to be true or false, and this is a list: write true or false.'],
  ['enabled: {a: b}\n', '1:10 (enabled) `enabled` has to be true or false, and this is a map: write true or false.'],
  [
    'version: 2\n',
    '1:10 (version) The version is 1, written without quotes: this version of Backstroke understands no other.',
  ],
  [
    'version: "1"\n',
    '1:10 (version) The version is 1, written without quotes: this version of Backstroke understands no other.',
  ],
  [
    'version: one\n',
    '1:10 (version) The version is 1, written without quotes: this version of Backstroke understands no other.',
  ],
  [
    'version: 1.5\n',
    '1:10 (version) The version is 1, written without quotes: this version of Backstroke understands no other.',
  ],
  ['version:\n', '1:1 (version) `version` has no value: give it one, or remove it.'],
  ['tags: "a b"\n', '1:7 (tags) `a b` is no pattern of tags: write `none`, `new`, or one such as `v*`.'],
  [
    'branches: [{from: main, delay: 3}]\n',
    '1:32 (branches.0.delay) A period has a unit: write a number and m, h, d or w, such as 30m, 12h, 1d or 2w.',
  ],
  ['branches: [{from: main, delay: 1m}]\n', '1:32 (branches.0.delay) A period is at least 10m.'],
  ['upstream: 5\n', '1:11 (upstream) The name of a repository has to be text of the form `owner/repo`.'],
  ['upstream: [up/hello]\n', '1:11 (upstream) The name of a repository has to be text of the form `owner/repo`.'],
  ['strategy: rebases\n', '1:11 (strategy) `rebases` is no strategy: did you mean `rebase`?'],
  [
    'strategy: hardreset\n',
    '1:11 (strategy) `hardreset` is no strategy: there are `pull-request`, `fast-forward`, `merge`, `mirror`, `rebase`.',
  ],
  ['strategy: pull_request\n', '1:11 (strategy) `pull_request` is no strategy: did you mean `pull-request`?'],
  [
    'strategy: 3\n',
    '1:11 (strategy) A strategy is one of `pull-request`, `fast-forward`, `merge`, `mirror`, `rebase`.',
  ],
  ['every: 1\n', '1:8 (every) A period has a unit: write a number and m, h, d or w, such as 30m, 12h, 1d or 2w.'],
  ['every: 5m\n', '1:8 (every) A period is at least 10m.'],
  ['every: 400d\n', '1:8 (every) A period is at most 365d.'],
  ['every: 1 day\n', '1:8 (every) `1 day` is no period: write a number and m, h, d or w, such as 30m, 12h, 1d or 2w.'],
  ['every: daily\n', '1:8 (every) `daily` is no period: write a number and m, h, d or w, such as 30m, 12h, 1d or 2w.'],
  ['every: 0d\n', '1:8 (every) `0d` is no period: write a number and m, h, d or w, such as 30m, 12h, 1d or 2w.'],
  [
    'every: 99999999d\n',
    '1:8 (every) `99999999d` is no period: write a number and m, h, d or w, such as 30m, 12h, 1d or 2w.',
  ],
  ['every: [1d]\n', '1:8 (every) A period has a unit: write a number and m, h, d or w, such as 30m, 12h, 1d or 2w.'],
  ['branches: main\n', '1:11 (branches) `branches` has to be a list: write `["main"]`.'],
  [
    'branches: []\n',
    '1:11 (branches) A list of branches names at least one: remove the key to follow the default branch.',
  ],
  [
    'branches: {main: true}\n',
    '1:11 (branches) `branches` has to be a list: start each entry with a dash and a space.',
  ],
  ['branches:\n', '1:1 (branches) `branches` has no value: give it one, or remove it.'],
  ['branches:\n  -\n', '2:3 (branches.0) An entry of `branches` has no value: give it one, or remove it.'],
  [
    'branches: [1.0]\n',
    '1:12 (branches.0) `1.0` is a number in YAML, and text belongs here: put it in quotes: `"1.0"`.',
  ],
  [
    'branches: [true]\n',
    '1:12 (branches.0) `true` is a boolean in YAML, and text belongs here: put it in quotes: `"true"`.',
  ],
  [
    'branches: [[main]]\n',
    '1:12 (branches.0) An entry of `branches` is the name of a branch, or a map with `from`, and no list.',
  ],
  ['branches:\n  - to: main\n', '2:5 (branches.0.from) `from` is missing in this entry: add it.'],
  ['branches:\n  - from:\n    to: x\n', '2:5 (branches.0.from) `from` has no value: give it one, or remove it.'],
  [
    'branches:\n  - {from: a, to: 1}\n',
    '2:19 (branches.0.to) `1` is a number in YAML, and text belongs here: put it in quotes: `"1"`.',
  ],
  [
    'branches:\n  - {from: "a*", to: b}\n',
    '2:22 (branches.0.to) Each star in `to` takes what one in `from` matched, so both need the same number of stars.',
  ],
  [
    'branches:\n  - {from: "a", to: "b*"}\n',
    '2:21 (branches.0.to) Each star in `to` takes what one in `from` matched, so both need the same number of stars.',
  ],
  [
    'branches:\n  - {from: "**", to: "x/*/*"}\n',
    '2:22 (branches.0.to) Each star in `to` takes what one in `from` matched, so both need the same number of stars.',
  ],
  ['pull-request: {head: frok}\n', '1:22 (pull-request.head) `frok` is no head: did you mean `fork`?'],
  ['pull-request: {head: 1}\n', '1:22 (pull-request.head) A head is one of `upstream`, `fork`.'],
  ['exclude: main\n', '1:10 (exclude) `exclude` has to be a list: write `["main"]`.'],
  ['exclude: [{from: a}]\n', '1:11 (exclude.0) An entry of `exclude` has to be text, and this is a map.'],
  ['forks: false\n', '1:8 (forks) `forks` has to be a map: its keys are `accept`.'],
  [
    'forks: {accept: maybe}\n',
    '1:17 (forks.accept) `accept` has to be true or false, and `maybe` is text: write true or false.',
  ],
  [
    'pull-request: true\n',
    '1:15 (pull-request) `pull-request` has to be a map: its keys are `title`, `labels`, `assignees`, `reviewers`, `draft`, `head`, `merge`.',
  ],
  [
    'pull-request: []\n',
    '1:15 (pull-request) `pull-request` has to be a map: its keys are `title`, `labels`, `assignees`, `reviewers`, `draft`, `head`, `merge`.',
  ],
  [
    'pull-request: {title: 5}\n',
    '1:23 (pull-request.title) `5` is a number in YAML, and text belongs here: put it in quotes: `"5"`.',
  ],
  ['pull-request: {title: "  "}\n', '1:23 (pull-request.title) A title cannot be blank.'],
  [
    'pull-request: {title: "{{repo}}"}\n',
    '1:23 (pull-request.title) `{{repo}}` is no placeholder: there are `{{upstream}}` and `{{branch}}`.',
  ],
  [
    'pull-request: {title: "{{ upstream }}"}\n',
    '1:23 (pull-request.title) `{{ upstream }}` is no placeholder: did you mean `{{upstream}}`?',
  ],
  [
    'pull-request: {title: "{{Branch}}"}\n',
    '1:23 (pull-request.title) `{{Branch}}` is no placeholder: did you mean `{{branch}}`?',
  ],
  [
    'pull-request: {title: "{{branch"}\n',
    '1:23 (pull-request.title) `{{branch` is no placeholder: did you mean `{{branch}}`?',
  ],
  ['pull-request:\n  title: |\n    a\n    b\n', '2:10 (pull-request.title) A title is a single line.'],
  ['pull-request: {labels: upstream}\n', '1:24 (pull-request.labels) `labels` has to be a list: write `["upstream"]`.'],
  ['pull-request: {labels: [""]}\n', '1:25 (pull-request.labels.0) A label is a single line that is not blank.'],
  [
    'pull-request: {labels: [5]}\n',
    '1:25 (pull-request.labels.0) `5` is a number in YAML, and text belongs here: put it in quotes: `"5"`.',
  ],
  ['pull-request: {labels: ["a\\nb"]}\n', '1:25 (pull-request.labels.0) A label is a single line that is not blank.'],
  [
    'pull-request: {assignees: octo}\n',
    '1:27 (pull-request.assignees) `assignees` has to be a list: write `["octo"]`.',
  ],
  [
    'pull-request: {draft: maybe}\n',
    '1:23 (pull-request.draft) `draft` has to be true or false, and `maybe` is text: write true or false.',
  ],
  ['keep: docs\n', '1:7 (keep) `keep` has to be a list: write `["docs"]`.'],
  ['keep: [""]\n', '1:8 (keep.0) A path cannot be empty: write one.'],
  ['keep: [1]\n', '1:8 (keep.0) `1` is a number in YAML, and text belongs here: put it in quotes: `"1"`.'],
  ...(
    [
      ['/docs', 'it begins at the top of the repository, with no slash or dot before'],
      ['./docs', 'it begins at the top of the repository, with no slash or dot before'],
      ['!docs', 'nothing is taken out of a list, so name what is kept'],
      ['a/../b', 'it has no empty part, no `.` or `..`, and no control character'],
      ['a//b', 'it has no empty part, no `.` or `..`, and no control character'],
      ['..', 'it has no empty part, no `.` or `..`, and no control character'],
      ['a***', 'a glob has `*` within a segment and `**` across, and no `***`'],
      ['*a*b*c*', 'a glob has at most three stars'],
    ] as const
  ).map(([path, why]): Broken => [`keep: ["${path}"]\n`, `1:8 (keep.0) \`${path}\` is no path: ${why}.`]),
  [`keep: [${'a'.repeat(256)}]\n`, '1:8 (keep.0) A path has at most 255 characters.'],
  [`keep: [${Array.from({ length: 51 }, () => 'a').join(', ')}]\n`, '1:7 (keep) At most 50 paths can be listed.'],
];
