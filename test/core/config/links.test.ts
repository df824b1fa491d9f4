import { describe, expect, it } from 'vitest';
import { effectiveConfig } from '../../../src/core/config/effective.ts';
import { declareLinks, listedRepositories, wanted } from '../../../src/core/config/links.ts';
import { parseForkConfig } from '../../../src/core/config/parse.ts';
import type { ForkConfig } from '../../../src/core/config/schema.ts';
import { declared, fork, upstream } from './network.ts';

const config = (own: ForkConfig) => effectiveConfig({ own, owner: null, repository: 'hello' });

describe('what has to be read from GitHub', () => {
  it.each<[ForkConfig, string[], boolean]>([
    [{}, [], false],
    [{ branches: ['main'] }, [], false],
    [{ branches: ['release/*'] }, [], true],
    [{ branches: [{ from: 'Other:main' }, 'other:dev', { from: 'third:**', to: 'x/**' }] }, ['other', 'third'], true],
  ])('%j', (own, owners, branches) => {
    expect(wanted(config(own))).toEqual({ owners, branches });
  });
});

describe('what globs are matched against', () => {
  const other = { ...upstream, id: 3, owner: 'other' };
  it.each<[string, ForkConfig, number[]]>([
    ['nothing', {}, []],
    ['names', { branches: ['main', 'other:main'] }, []],
    ['upstream', { branches: ['main', 'a/*', 'b/*'] }, [2]],
    ['others, and the fork where it is followed', { branches: ['Other:*', 'octo:**', 'nobody:*', '*'] }, [3, 1, 2]],
  ])('%s', (_, own, ids) => {
    const others = new Map([
      ['other', other],
      ['nobody', null],
    ]);
    expect(listedRepositories({ config: config(own), fork, upstream, others }).map(({ id }) => id)).toEqual(ids);
  });

  it('nothing where there is no upstream', () => {
    expect(
      listedRepositories({ config: config({ branches: ['*'] }), fork, upstream: null, others: new Map() }),
    ).toEqual([]);
  });
});

describe('the links of a file', () => {
  it('that says nothing: the default branches', () => {
    expect(declared('')).toEqual(['main < 2:dev']);
  });

  it.each([
    ['it has no parent', { upstream: null }],
    ['upstream is empty', { upstream: { defaultBranch: null } }],
    ['the fork is empty', { fork: { defaultBranch: null } }],
  ])('that says nothing, when %s: none', (_, network) => {
    expect(declared('', network)).toEqual([]);
  });

  it('carry its settings', () => {
    const own = config({
      every: '1d',
      branches: ['main'],
      'pull-request': { labels: ['a'], draft: true },
      conflict: { reviewers: ['mona'] },
    });
    const others = new Map();
    expect(declareLinks({ config: own, fork, upstream, others, positionOf: () => ({ line: 1, column: 1 }) })).toEqual({
      links: [
        {
          forkBranch: 'main',
          upstreamId: 2,
          upstreamBranch: 'main',
          strategy: 'pull-request',
          everyMs: 86_400_000,
          holdWhileUpstreamPullOpen: true,
          delayMs: null,
          tags: null,
          conflict: { labels: [], reviewers: ['mona'] },
          create: false,
          pullRequest: { title: null, labels: ['a'], assignees: [], reviewers: [], draft: true },
        },
      ],
    });
  });

  it.each([
    ['of the default branch', 'tags: v*\nbranches: [next, main]', ['main']],
    [
      'of the first branch of upstream where the default branch follows nothing',
      'tags: v*\nbranches: [{from: "octo:next", to: main}, a, b]',
      ['a'],
    ],
    ['of none where nothing is followed of upstream', 'tags: v*\nbranches: [{from: "octo:next", to: main}]', []],
    ['of none where none is asked for', 'tags: none', []],
  ])('tags come by that %s', (_, file, bringing) => {
    const parsed = parseForkConfig(file);
    if (!parsed.valid) throw new Error(JSON.stringify(parsed));
    const given = { config: config(parsed.config), fork, upstream, others: new Map() };
    const found = declareLinks({ ...given, positionOf: () => ({ line: 1, column: 1 }) });
    const links = 'links' in found ? found.links : [];
    expect(links.filter(({ tags }) => tags !== null).map(({ forkBranch }) => forkBranch)).toEqual(bringing);
  });

  it('by name need not be there: the operation says what is missing', () => {
    expect(declared('branches: [gone, {from: a, to: b}]')).toEqual(['gone < 2:gone', 'b < 2:a']);
  });

  it('may come from other owners of the network, the fork’s own among them', () => {
    const other = { ...upstream, id: 3, owner: 'Other' };
    const file = 'branches: [{from: "OTHER:main", to: a}, {from: "up:main", to: b}, {from: "octo:main", to: c}]';
    expect(declared(file, { others: { other } })).toEqual(['a < 3:main', 'b < 2:main', 'c < 1:main']);
  });

  it('without a parent are those of other owners', () => {
    const other = { ...upstream, id: 3, owner: 'other' };
    expect(declared('branches: [main, "other:dev"]', { upstream: null, others: { other } })).toEqual(['dev < 3:dev']);
  });
});

describe('a glob', () => {
  const network = {
    upstream: { branches: ['main', 'release/1', 'release/2', 'release/2/rc', 'wip/a', 'backstroke/octo/main'] },
    fork: { branches: ['main', 'release/1', 'release/2/rc', 'up/release/2', 'wip/a', 'backstroke/octo/main'] },
  };

  it.each<[string, string[]]>([
    ['branches: ["release/*"]', ['release/1 < 2:release/1']],
    ['branches: ["release/**"]', ['release/1 < 2:release/1', 'release/2/rc < 2:release/2/rc']],
    ['branches: [{from: "release/*", to: "up/release/*"}]', ['up/release/2 < 2:release/2']],
    ['branches: ["*/*"]\nexclude: ["wip/*"]', ['release/1 < 2:release/1']],
    ['branches: ["**"]\nexclude: ["**/*"]', ['main < 2:main']],
    ['branches: ["nothing/*"]', []],
  ])('%s brings what both sides have', (file, links) => {
    expect(declared(file, network)).toEqual(links);
  });

  it('never comes to what is Backstroke’s own, on either side', () => {
    const all = declared('branches: ["**"]', network);
    expect(all).toEqual([
      'main < 2:main',
      'release/1 < 2:release/1',
      'release/2/rc < 2:release/2/rc',
      'wip/a < 2:wip/a',
    ]);
    const fork = { branches: ['backstroke/main', 'main'] };
    expect(declared('branches: [{from: "*", to: "back*/main"}]', { upstream: { branches: ['stroke'] }, fork })).toEqual(
      [],
    );
  });

  it('that creates brings what upstream has, but for what is excluded or ours', () => {
    const file =
      'branches: [{from: "release/*", to: "up/release/*", create: true}, {from: "back*/**", to: "**/*", create: true}]\n' +
      'exclude: ["**/1"]';
    expect(declared(file, network)).toEqual(['up/release/2 < 2:release/2']);
    const made = declared('branches: [{from: "*", to: "back*/main", create: true}]', {
      upstream: { branches: ['stroke'] },
    });
    expect(made).toEqual([]);
  });

  it('gives way to an entry that names the branch', () => {
    const file = 'branches: ["release/*", {from: main, to: release/1}]';
    expect(declared(file, network)).toEqual(['release/1 < 2:main']);
  });
});

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
