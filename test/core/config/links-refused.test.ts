import { describe, expect, it } from 'vitest';
import { declared, fork } from './network.ts';

describe('what cannot be', () => {
  const main = { branches: ['main'] };
  it.each<[string, Parameters<typeof declared>[1], string[]]>([
    [
      'branches:\n  - main\n  - main\n',
      {},
      ['3:5 (branches.1) `branches.0` (line 2) and `branches.1` (line 3) both move `main`: remove one.'],
    ],
    [
      'branches:\n  - main\n  - from: dev\n    to: main\n',
      {},
      ['3:5 (branches.1) `branches.0` (line 2) and `branches.1` (line 3) both move `main`: remove one.'],
    ],
    [
      'branches:\n  - "*"\n  - "m*"\n',
      { upstream: main, fork: main },
      ['3:5 (branches.1) `branches.0` (line 2) and `branches.1` (line 3) both move `main`: remove one.'],
    ],
    [
      'branches:\n  - from: "*-*"\n    to: "*x*"\n',
      { upstream: { branches: ['ax-b', 'a-xb'] }, fork: { branches: ['axxb'] } },
      ['2:5 (branches.0) This glob would bring both `ax-b` and `a-xb` to `axxb`: write it so that each has its own.'],
    ],
    [
      'branches:\n  - from: "*"\n    track: release\n',
      { upstream: main, fork: main },
      [
        '3:12 (branches.0.track) One release is for one branch: name that in `from`, without a star, or leave `track` out.',
      ],
    ],
    [
      'branches:\n  - "nobody:main"\n',
      { others: { nobody: null } },
      ['2:5 (branches.0.from) `nobody` has no repository in the network of this fork: name another owner.'],
    ],
    [
      'branches:\n  - "octo:main"\n',
      {},
      [
        '2:5 (branches.0) `main` of the fork would follow itself: name another branch, or another repository as `upstream` or before a colon.',
      ],
    ],
    [
      'upstream: octo/hello\n',
      { upstream: { ...fork } },
      [
        '1:11 (upstream) `main` of the fork would follow itself: name another branch, or another repository as `upstream` or before a colon.',
      ],
    ],
    [
      '',
      { upstream: { defaultBranch: 'backstroke/x' } },
      ["1:1 (upstream) `backstroke/x` is Backstroke's own, as all of `backstroke/**`: name another branch."],
    ],
    [
      'branches: ["x:main", main, {from: dev, to: main}, {from: "y:a", to: b}]',
      { others: { x: null, y: null } },
      [
        '1:12 (branches.0.from) `x` has no repository in the network of this fork: name another owner.',
        '1:28 (branches.2) `branches.1` (line 1) and `branches.2` (line 1) both move `main`: remove one.',
        '1:58 (branches.3.from) `y` has no repository in the network of this fork: name another owner.',
      ],
    ],
  ])('%s', (file, network, problems) => {
    expect(declared(file, network)).toEqual(problems);
  });
});

describe('a circle of links without pull requests', () => {
  const end = (repositoryId: number, branch: string) => ({ repositoryId, branch });
  const told = (branch: string, theirs: string) =>
    `${branch} would follow itself in a circle, since ${theirs} follows it in turn and no link between them makes a pull request: ` +
    'give one of them the strategy `pull-request`.';

  it.each(['fast-forward', 'merge', 'rebase', 'mirror'])('in the fork itself, %s', (strategy) => {
    const file = `strategy: ${strategy}\nbranches:\n  - main\n  - from: "octo:dev"\n    to: next\n  - {from: "octo:next", to: dev}\n`;
    expect(declared(file)).toEqual([
      `4:5 (branches.1) ${told('`next`', '`dev` of `octo/hello`')}`,
      `6:5 (branches.2) ${told('`dev`', '`next` of `octo/hello`')}`,
    ]);
    const one = file.replace('to: dev', 'to: dev, strategy: pull-request');
    expect(declared(one)).toEqual(['main < 2:main', 'next < 1:dev', 'dev < 1:next']);
  });

  it('by globs, told once for each', () => {
    const branches = ['a/1', 'a/2', 'b/1', 'b/2'];
    const file = 'strategy: merge\nbranches:\n  - {from: "octo:a/*", to: "b/*"}\n  - {from: "octo:b/*", to: "a/*"}\n';
    expect(declared(file, { fork: { branches } }).map((problem) => problem.slice(0, 16))).toEqual([
      '3:5 (branches.0)',
      '4:5 (branches.1)',
    ]);
  });

  it('with links of other repositories', () => {
    const movers = [
      { from: end(3, 'main'), to: end(2, 'dev') },
      { from: end(1, 'main'), to: end(3, 'main') },
    ];
    expect(declared('strategy: merge\n', { movers })).toEqual([
      `1:1 (upstream) ${told('`main`', '`dev` of `up/hello`')}`,
    ]);
    expect(declared('strategy: pull-request\n', { movers })).toEqual(['main < 2:dev']);
  });

  it('not with a link of the fork whose branch the file gives another one', () => {
    const movers = [
      { from: end(1, 'next'), to: end(2, 'main') },
      { from: end(1, 'main'), to: end(1, 'next') },
    ];
    const file = 'branches: [{from: main, strategy: merge}';
    expect(declared(`${file}]`, { movers })).toHaveLength(1);
    expect(declared(`${file}, {from: main, to: next}]`, { movers })).toEqual(['main < 2:main', 'next < 2:main']);
  });
});
