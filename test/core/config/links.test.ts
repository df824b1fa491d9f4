import { describe, expect, it } from 'vitest';
import { declareLinks } from '../../../src/core/config/links.ts';
import { parseForkConfig } from '../../../src/core/config/parse.ts';
import { config, declared, fork, upstream } from './network.ts';

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
          track: 'branch',
          keep: [],
          pullRequest: {
            title: null,
            labels: ['a'],
            assignees: [],
            reviewers: [],
            draft: true,
            head: 'upstream',
            merge: 'never',
          },
        },
      ],
    });
  });

  it.each([
    ['release', 'fork'],
    ['tag:v*', 'fork'],
    ['branch', 'upstream'],
  ])('that follow %s have the head of their pull requests in %s', (track, head) => {
    const own = config({ branches: [{ from: 'main', track }], 'pull-request': { labels: ['a'] } });
    const links = declareLinks({
      config: own,
      fork,
      upstream,
      others: new Map(),
      positionOf: () => ({ line: 1, column: 1 }),
    });
    expect(links).toMatchObject({ links: [{ track, pullRequest: { labels: ['a'], head } }] });
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
