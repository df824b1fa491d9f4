import type { Broken } from './broken.ts';

/** Keys that are none. */
export const keys: Broken[] = [
  [
    'xyzzy: 1\n',
    '1:1 (xyzzy) `xyzzy` is no key here: there are `version`, `enabled`, `strategy`, `every`, `branches`, `exclude`, `keep`, `hold-while-upstream-pull-open`, `tags`, `pull-request`, `conflict`, `upstream`, `forks`.',
  ],
  ['branchs: [main]\n', '1:1 (branchs) `branchs` is no key here: did you mean `branches`?'],
  ['Branches: [main]\n', '1:1 (Branches) `Branches` is no key here: did you mean `branches`?'],
  ['enable: true\n', '1:1 (enable) `enable` is no key here: did you mean `enabled`?'],
  ['pullRequest: {draft: true}\n', '1:1 (pullRequest) `pullRequest` is no key here: did you mean `pull-request`?'],
  ['pull_request: {draft: true}\n', '1:1 (pull_request) `pull_request` is no key here: did you mean `pull-request`?'],
  ['pull request: {draft: true}\n', '1:1 (pull request) `pull request` is no key here: did you mean `pull-request`?'],
  [
    'constructor: 1\n',
    '1:1 (constructor) `constructor` is no key here: there are `version`, `enabled`, `strategy`, `every`, `branches`, `exclude`, `keep`, `hold-while-upstream-pull-open`, `tags`, `pull-request`, `conflict`, `upstream`, `forks`.',
  ],
  [
    '1: 2\n',
    '1:1 (1) `1` is no key here: there are `version`, `enabled`, `strategy`, `every`, `branches`, `exclude`, `keep`, `hold-while-upstream-pull-open`, `tags`, `pull-request`, `conflict`, `upstream`, `forks`.',
  ],
  [
    'max-open: 3\n',
    '1:1 (max-open) `max-open` counts the pull requests of all forks of an owner: write it in `OWNER/.github`.',
  ],
  [
    'maxOpen: 3\n',
    '1:1 (maxOpen) `max-open` counts the pull requests of all forks of an owner: write it in `OWNER/.github`.',
  ],
  [
    'max_open: 3\n',
    '1:1 (max_open) `max-open` counts the pull requests of all forks of an owner: write it in `OWNER/.github`.',
  ],
  [
    'repositories: {a: {}}\n',
    '1:1 (repositories) `repositories` is what an owner says of several forks: write it in `OWNER/.github`, or its keys at the top here.',
  ],
  ['tag: none\n', '1:1 (tag) `tag` is no key here: did you mean `tags`?'],
  ['delay: 3d\n', '1:1 (delay) `delay` is of one branch: write it in an entry of `branches`.'],
  ['conflict:\n  label: x\n', '2:3 (conflict.label) `label` is no key here: did you mean `labels`?'],
  [
    'conflict:\n  assignees: [x]\n',
    '2:3 (conflict.assignees) `assignees` is no key here: there are `labels`, `reviewers`.',
  ],
  [
    'holdWhileUpstreamPullOpen: true\n',
    '1:1 (holdWhileUpstreamPullOpen) `holdWhileUpstreamPullOpen` is no key here: did you mean `hold-while-upstream-pull-open`?',
  ],
  ['branches:\n  - from: main\n    too: dev\n', '3:5 (branches.0.too) `too` is no key here: did you mean `to`?'],
  [
    'branches:\n  - {from: a, track: releases}\n',
    '2:22 (branches.0.track) `releases` is nothing to follow: write `branch`, `release`, or one such as `tag:v*`.',
  ],
  [
    'branches:\n  - {from: a, track: "tag:"}\n',
    '2:22 (branches.0.track) `tag:` is nothing to follow: write `branch`, `release`, or one such as `tag:v*`.',
  ],
  ['track: release\n', '1:1 (track) `track` is of one branch: write it in an entry of `branches`.'],
  [
    'pull-request:\n  merge: sqash\n',
    '2:10 (pull-request.merge) `sqash` is no value of `merge`: did you mean `squash`?',
  ],
  ['pull-request:\n  label: [x]\n', '2:3 (pull-request.label) `label` is no key here: did you mean `labels`?'],
  [
    'pull-request:\n  auto-merge: true\n',
    '2:3 (pull-request.auto-merge) `auto-merge` is no key here: there are `title`, `labels`, `assignees`, `reviewers`, `draft`, `head`, `merge`.',
  ],
  ['forks:\n  acept: true\n', '2:3 (forks.acept) `acept` is no key here: did you mean `accept`?'],
  [
    'evry: 1d\nbranches: [main, "a b"]\nxyz: 1\n',
    '1:1 (evry) `evry` is no key here: did you mean `every`?',
    '2:18 (branches.1) `a b` is no branch name: Git allows no white space in one.',
    '3:1 (xyz) `xyz` is no key here: there are `version`, `enabled`, `strategy`, `every`, `branches`, `exclude`, `keep`, `hold-while-upstream-pull-open`, `tags`, `pull-request`, `conflict`, `upstream`, `forks`.',
  ],
];
