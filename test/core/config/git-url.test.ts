import { describe, expect, test } from 'vitest';
import { addressProblem, refusedUrl } from '../../../src/core/config/elsewhere.ts';
import { followedOf } from '../../../src/core/config/followed.ts';
import { readGitUrl } from '../../../src/core/config/git-url.ts';
import { parseForkConfig } from '../../../src/core/config/parse.ts';
import { publicHosts } from '../../support/elsewhere.ts';
import { declared } from './network.ts';
import { told } from './told.ts';

test.each([
  ['https://gitlab.com/group/project', 'https://gitlab.com/group/project', 'gitlab.com', 'group/project'],
  [
    'https://GitLab.com/Group/Sub/Project.git/',
    'https://gitlab.com/Group/Sub/Project.git',
    'gitlab.com',
    'Group/Sub/Project',
  ],
  ['https://git.sr.ht/~user/repo', 'https://git.sr.ht/~user/repo', 'git.sr.ht', '~user/repo'],
  ['https://git.kernel.org:443/pub/linux.git', 'https://git.kernel.org/pub/linux.git', 'git.kernel.org', 'pub/linux'],
  ['https://git:8443/a', 'https://git:8443/a', 'git', 'a'],
  ['https://1.example/a', 'https://1.example/a', '1.example', 'a'],
])('%s is %s', (text, url, host, path) => {
  expect(readGitUrl(text)).toMatchObject({ url, host, path });
});

/** In the place of `upstream`, and what is said of it. */
const wrong: [string, string][] = [
  ['http://gitlab.com/a/b', 'only `https://` is followed'],
  ['ssh://git@gitlab.com/a/b', 'only `https://` is followed'],
  ['git://gitlab.com/a/b', 'only `https://` is followed'],
  ['file:///etc/passwd', 'only `https://` is followed'],
  ['ext::sh -c touch', 'write it as `owner/repo`'],
  ['git@gitlab.com:a/b.git', 'only `https://` is followed'],
  [
    'https://me:secret@gitlab.com/a/b',
    'it holds credentials, which everybody who reads the file would have, so write it without them',
  ],
  ['https://127.0.0.1/a/b', 'write the name of the host and not its IP address'],
  ['https://2130706433/a/b', 'write the name of the host and not its IP address'],
  ['https://[::1]/a/b', 'write the name of the host and not its IP address'],
  ['https://gitlab.com/a/b?x=1', 'write it without `?` and `#`'],
  ['https://gitlab.com/a/b#x', 'write it without `?` and `#`'],
  ['https://gitlab.com/a%2fb', 'write it without percent-encoding'],
  ['https://gitlab.com/', 'write the path of the repository after the host'],
  ['https://gitlab.com/a/../b', 'write it as `https://host/path`'],
  ['https://-x.example/a', 'write it as `https://host/path`'],
  ['https://a_b.example/a', 'write it as `https://host/path`'],
];
test.each(wrong)('%s is refused where it stands, with what to do', (text, advice) => {
  const [problem = ''] = told(parseForkConfig(`upstream: ${JSON.stringify(text)}\n`));
  expect(problem).toMatch(/^1:11 \(upstream\) /);
  expect(problem).toContain(`: ${advice}.`);
  expect(readGitUrl(text)).toBeNull();
});

describe('what the operator says', () => {
  const url = (text: string) => readGitUrl(text) ?? { url: '', host: '', port: 0, path: '' };
  test.each([
    ['https://gitlab.com/a/b', publicHosts, null],
    ['https://git.example:8443/a/b', publicHosts, 'another port than 443'],
    ['https://git.example:8443/a/b', { ...publicHosts, hosts: ['git.example:8443'] }, null],
    ['https://gitlab.com/a/b', { ...publicHosts, off: true }, 'lets it follow nothing else'],
    ['https://github.com/up/hello.git', publicHosts, 'is on GitHub: write `up/hello`'],
    ['https://github.com/up/hello', { ...publicHosts, github: 'ghe.example' }, null],
    ['https://ghe.example/up/hello', { ...publicHosts, github: 'GHE.example' }, 'is on GitHub'],
  ])('%s, %j', (text, elsewhere, refused) => {
    const said = refusedUrl(url(text), elsewhere);
    if (refused === null) expect(said).toBeNull();
    else expect(said).toContain(refused);
    const problem = addressProblem(text, elsewhere, () => ({ line: 3, column: 1 }));
    expect(problem).toEqual(said === null ? null : { path: 'upstream', line: 3, column: 1, message: said });
  });
});

describe('what a branch of it may be', () => {
  const upstream = { id: -7, owner: 'gitlab.com', name: 'a/b', url: 'https://gitlab.com/a/b', defaultBranch: null };
  const file = (branches: string) => `upstream: https://gitlab.com/a/b\nbranches:\n  - ${branches}\n`;
  test.each([
    ['main', ['main < -7:main']],
    ['{ from: main, strategy: fast-forward }', ['main < -7:main']],
    ['{ from: main, strategy: merge, delay: 1d, create: true }', ['main < -7:main']],
    [
      '"release/*"',
      ['3:5 (branches.0.from) Branches outside GitHub are not listed: name each in place of `release/*`.'],
    ],
    [
      '{ from: main, track: release }',
      [
        '3:26 (branches.0.track) Releases and tags outside GitHub are not looked at: name a branch, and leave `track` out.',
      ],
    ],
    [
      '{ from: main, strategy: mirror }',
      [
        '3:29 (branches.0.strategy) `mirror` gives up commits, which no host outside GitHub can have done: use `pull-request`, `fast-forward` or `merge`.',
      ],
    ],
  ])('%s', (branches, expected) => {
    expect(declared(file(branches), { upstream })).toEqual(expected);
  });

  test('an owner before a colon is still one of GitHub', () => {
    const other = { id: 9, owner: 'other', name: 'hello', defaultBranch: 'main', branches: null };
    expect(declared(file('"other:dev"'), { upstream, others: { other } })).toEqual(['dev < 9:dev']);
  });
});

test('what a file may have come from is a branch on GitHub, or commits that were brought here', () => {
  const [one, two] = ['a'.repeat(40), 'b'.repeat(40)];
  const on = { owner: 'up', branch: 'main' };
  expect(followedOf({ ...on, linkId: 'link', url: null, states: [one] })).toEqual([on]);
  const elsewhere = { ...on, linkId: 'link', url: 'https://gitlab.com/a/b' };
  const staged = { ref: 'refs/backstroke/upstream/link' };
  expect(followedOf({ ...elsewhere, states: [one, two] })).toEqual([staged, { sha: one }, { sha: two }]);
  expect(followedOf({ ...elsewhere, states: [one, one] })).toEqual([staged, { sha: one }]);
  expect(followedOf({ ...elsewhere, states: [null, 'gone'] })).toEqual([staged]);
});
