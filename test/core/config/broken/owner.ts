import type { Broken } from './broken.ts';

/** Files of owners. */
export const owner: Broken[] = [
  ['upstream: a/b\n', '1:1 (upstream) `upstream` is of one repository: write it under `repositories`.'],
  [
    'repositories: [a]\n',
    '1:15 (repositories) `repositories` has to be a map: write the name of a repository and a colon, and its keys below.',
  ],
  [
    'repositories:\n  up/hello: {}\n',
    '2:3 (repositories.up/hello) `up/hello` is no name of a repository: write it without its owner.',
  ],
  [
    'repositories:\n  hello: true\n',
    '2:10 (repositories.hello) `hello` has to be a map: its keys are `enabled`, `strategy`, `every`, `branches`, `exclude`, `keep`, `hold-while-upstream-pull-open`, `tags`, `pull-request`, `conflict`, `upstream`.',
  ],
  [
    'repositories:\n  hello: {max-open: 1}\n',
    '2:11 (repositories.hello.max-open) `max-open` counts the pull requests of all forks of an owner: write it at the top of this file.',
  ],
  [
    'repositories:\n  hello: {version: 1}\n',
    '2:11 (repositories.hello.version) `version` is of the whole file: write it at its top.',
  ],
  [
    'repositories:\n  hello: {forks: {accept: true}}\n',
    "2:11 (repositories.hello.forks) `forks` is not understood of one repository here: write it in that repository's own file.",
  ],
  ['repositories:\n  hello:\n', '2:3 (repositories.hello) `hello` has no value: give it one, or remove it.'],
  [
    'repositories:\n  hello: {enabeld: true}\n',
    '2:11 (repositories.hello.enabeld) `enabeld` is no key here: did you mean `enabled`?',
  ],
  [
    'repositories:\n  "..": {}\n',
    '2:3 (repositories...) `..` is no name of a repository: letters, digits, `.`, `_` and `-` make one.',
  ],
  [
    'repositories:\n  "a b": {}\n',
    '2:3 (repositories.a b) `a b` is no name of a repository: letters, digits, `.`, `_` and `-` make one.',
  ],
  ['repositories:\n  a: {}\n  a: {}\n', '3:3 (repositories.a) `a` stands twice in this map: remove one.'],
  ['repositories: {__proto__: {}}\n', '1:16 (repositories.__proto__) `__proto__` is a name that cannot be used here.'],
  [
    'repositories:\n  hello: {branches: [{from: a, creat: true}]}\n',
    '2:32 (repositories.hello.branches.0.creat) `creat` is no key here: did you mean `create`?',
  ],
  ['max-open: 0\n', '1:11 (max-open) At least one pull request has to be allowed.'],
  [
    'forks: {accept: false}\n',
    "1:1 (forks) `forks` is what one repository asks as an upstream: write it in that repository's own file.",
  ],
  ['max-open: 1001\n', '1:11 (max-open) At most 1000 open pull requests can be allowed.'],
  ['max-open: "5"\n', '1:11 (max-open) A whole number from 1 to 1000 belongs here, without quotes.'],
  ['max-open: 2.5\n', '1:11 (max-open) A whole number from 1 to 1000 belongs here, without quotes.'],
  ['max-open: many\n', '1:11 (max-open) A whole number from 1 to 1000 belongs here, without quotes.'],
  ['max-open:\n', '1:1 (max-open) `max-open` has no value: give it one, or remove it.'],
  ['maxopen: 4\n', '1:1 (maxopen) `maxopen` is no key here: did you mean `max-open`?'],
  [
    'repository: {a: {}}\n',
    '1:1 (repository) `repository` is no key here: there are `version`, `enabled`, `strategy`, `every`, `branches`, `exclude`, `keep`, `hold-while-upstream-pull-open`, `tags`, `pull-request`, `conflict`, `max-open`, `repositories`.',
  ],
];
