import type { Broken } from './broken.ts';

const branch = (name: string, fault: string): Broken => [
  `branches: [${JSON.stringify(name)}]\n`,
  `1:12 (branches.0) ${fault}`,
];
const noBranch = (name: string, why: string, shown = name): Broken =>
  branch(name, `\`${shown}\` is no branch name: ${why}.`);
const noOther = (text: string): Broken =>
  branch(
    text,
    `\`${text}\` names no branch of another owner: write its login, a colon and the branch, as in \`other-owner:main\`.`,
  );
const to = (name: string, fault: string): Broken => [
  `branches: [{from: main, to: ${JSON.stringify(name)}}]\n`,
  `1:29 (branches.0.to) ${fault}`,
];
const upstream = (name: string, write: string): Broken => [
  `upstream: ${name}\n`,
  `1:11 (upstream) \`${name}\` is no name of a repository: ${write}.`,
];
const people = (key: string, text: string, fault: string): Broken => [
  `pull-request:\n  ${key}: [${JSON.stringify(text)}]\n`,
  `2:${key.length + 6} (pull-request.${key}.0) ${fault}`,
];

const empty = 'The name of a branch cannot be empty: write one.';
const slash = 'Git allows `/` only between two parts of one';
const dot = 'Git allows no part of one to start with a dot';
const lock = 'Git allows no part of one to end with `.lock`';
const at = 'Git keeps `@` alone and `@{` for itself';
const globs = 'and globs know `*` and `**` alone';
const ours = "branches below `backstroke/` are Backstroke's own";
const ownerRepo = 'write it as `owner/repo`';

/** Names that GitHub, git or Backstroke would not take. */
export const names: Broken[] = [
  branch('', empty),
  noBranch('refs/heads/main', 'write it without `refs/heads/`'),
  noBranch('a***', 'a glob has `*` within a segment and `**` across, and no `***`'),
  noBranch('a*b*c*d*', 'a glob has at most three stars'),
  noBranch('a b', 'Git allows no white space in one'),
  noBranch('main - dev', 'entries of a list ran together, so start their dashes in one column'),
  noBranch('a:b:c', 'Git allows no `:` in one', 'b:c'),
  noBranch('a?', `Git allows no \`?\` in one, ${globs}`),
  noBranch('a[b]', `Git allows no \`[\` in one, ${globs}`),
  noBranch('a~1', 'Git allows no `~` in one'),
  noBranch('a^', 'Git allows no `^` in one'),
  noBranch('a\\b', 'Git allows no backslash in one'),
  noBranch('a..b', 'Git allows no `..` in one'),
  noBranch('/a', slash),
  noBranch('a/', slash),
  noBranch('a//b', slash),
  noBranch('.a', dot),
  noBranch('a/.b', dot),
  noBranch('a.', 'Git allows no dot at the end of one'),
  noBranch('a.lock', lock),
  noBranch('a.lock/b', lock),
  noBranch('@', at),
  noBranch('a@{b', at),
  noBranch('-a', 'Git allows no `-` at the start of one'),
  noBranch('a\u0001b', 'Git allows no control character in one', 'a\uFFFDb'),
  noBranch('backstroke/x', ours),
  noBranch('backstroke/**', ours),
  noBranch('other:backstroke/x', ours, 'backstroke/x'),
  noBranch('other:ma in', 'Git allows no white space in one', 'ma in'),
  noOther('other:'),
  noOther(':main'),
  noOther('-x:main'),
  noOther('own er:main'),
  branch('x'.repeat(296), 'The name of a branch has at most 295 characters.'),
  to('', empty),
  to('a:b', '`a:b` is no branch name: Git allows no `:` in one.'),
  to('backstroke/x', `\`backstroke/x\` is no branch name: ${ours}.`),
  to('x'.repeat(256), 'The name of a branch has at most 255 characters.'),
  ['exclude: ["a b"]\n', '1:11 (exclude.0) `a b` is no branch name: Git allows no white space in one.'],
  upstream('hello', ownerRepo),
  upstream('up/hello/main', ownerRepo),
  upstream('up/hello:main', ownerRepo),
  upstream('up/..', ownerRepo),
  upstream('http://github.com/up/hello', 'write `up/hello`'),
  upstream('http://github.com/up/hello/', 'write `up/hello`'),
  upstream('git@github.com:up/hello.git', 'write `up/hello`'),
  people('assignees', '@octo', '`@octo` is no login: write it without the `@`.'),
  people('assignees', 'octo cat', '`octo cat` is no login: letters, digits and `-` make one.'),
  people('assignees', 'x'.repeat(40), 'A login has at most 39 characters.'),
  people('reviewers', '@org/team', '`@org/team` is no reviewer: write it without the `@`.'),
  people('reviewers', 'a/b/c', '`a/b/c` is no reviewer: write a login, or a team as `org/team`.'),
  people('labels', 'x'.repeat(51), 'A label has at most 50 characters.'),
];
