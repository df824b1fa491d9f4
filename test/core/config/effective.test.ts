import { describe, expect, it } from 'vitest';
import { effectiveConfig, maxOpenOf } from '../../../src/core/config/effective.ts';
import type { ForkConfig, OwnerConfig } from '../../../src/core/config/schema.ts';
import { DAY, HOUR } from '../../../src/core/duration.ts';

const effective = (own: ForkConfig | null, owner: OwnerConfig | null = null, repository = 'hello') =>
  effectiveConfig({ own, owner, repository });

const nothing = {
  enabled: true,
  upstream: null,
  strategy: 'pull-request',
  every: null,
  branches: null,
  exclude: [],
  keep: [],
  holdWhileUpstreamPullOpen: true,
  tags: null,
  conflict: { labels: [], reviewers: [] },
  pullRequest: {
    title: null,
    labels: [],
    assignees: [],
    reviewers: [],
    draft: false,
    head: 'upstream',
    merge: 'never',
  },
};

it('is the default where nobody says anything', () => {
  expect(effective(null)).toEqual(nothing);
  expect(effective({}, {})).toEqual(nothing);
});

describe("the fork's own file comes before what its owner says of it, and that before what the owner says of all", () => {
  const owner: OwnerConfig = {
    every: '1w',
    exclude: ['all'],
    enabled: false,
    repositories: { hello: { every: '1d', exclude: ['named'], upstream: 'up/named' }, other: { every: '3d' } },
  };

  it.each([
    ['the fork', { every: '12h' }, 12 * HOUR],
    ['the owner of this fork', {}, DAY],
    ['nobody, since there is no file', null, DAY],
  ])('key by key: %s', (_, own, every) => {
    expect(effective(own, owner)).toMatchObject({ every, exclude: ['named'], enabled: false });
  });

  it('a fork that is not named has what holds for all', () => {
    expect(effective(null, owner, 'unnamed')).toMatchObject({ every: 7 * DAY, exclude: ['all'], upstream: null });
  });

  it('names of repositories match in any case', () => {
    expect(effective(null, owner, 'HELLO')).toMatchObject({ every: DAY, upstream: { owner: 'up', name: 'named' } });
  });

  it('what is false or empty is said as well', () => {
    expect(effective({ enabled: true, exclude: [] }, owner)).toMatchObject({ enabled: true, exclude: [] });
    const draft = { 'pull-request': { draft: true, labels: ['a'] } };
    const pullRequest = effective({ 'pull-request': { draft: false, labels: [] } }, draft).pullRequest;
    expect(pullRequest).toMatchObject({ draft: false, labels: [] });
  });

  it('the keys of conflict count one by one', () => {
    const own = { conflict: { labels: ['own'] } };
    const owner = { conflict: { labels: ['all'], reviewers: ['mona'] } };
    expect(effective(own, owner).conflict).toEqual({ labels: ['own'], reviewers: ['mona'] });
  });

  it('the keys of pull-request count one by one', () => {
    const own = { 'pull-request': { title: 'own' } };
    const defaults = {
      'pull-request': { title: 'all', labels: ['all'], draft: true },
      repositories: { hello: { 'pull-request': { labels: ['named'] } } },
    };
    expect(effective(own, defaults).pullRequest).toEqual({
      title: 'own',
      labels: ['named'],
      assignees: [],
      reviewers: [],
      draft: true,
      head: 'upstream',
      merge: 'never',
    });
  });
});

describe('branches', () => {
  const branch = (changed: object) => ({
    from: { owner: null, branch: 'main' },
    to: 'main',
    create: false,
    strategy: 'pull-request',
    path: 'branches.0',
    ...changed,
  });

  it.each([
    ['main', {}],
    ['release/*', { from: { owner: null, branch: 'release/*' }, to: 'release/*' }],
    ['other:main', { from: { owner: 'other', branch: 'main' } }],
    [{ from: 'main' }, {}],
    [{ from: 'main', to: 'theirs' }, { to: 'theirs' }],
    [{ from: 'main', create: true }, { create: true }],
    [
      { from: 'other:v*', to: 'o/v*' },
      { from: { owner: 'other', branch: 'v*' }, to: 'o/v*' },
    ],
  ])('%j', (entry, changed) => {
    expect(effective({ branches: [entry] }).branches).toEqual([branch(changed)]);
  });

  it.each([
    ['own', { branches: ['a'] }, { branches: ['b'] }, 'branches.0'],
    ['all', {}, { branches: ['a'] }, 'branches.0'],
    ['named', {}, { branches: ['b'], repositories: { Hello: { branches: ['a'] } } }, 'repositories.Hello.branches.0'],
  ])('of the layer %s, whole, and where they stand in its file', (_, own, owner, path) => {
    const found = effective(own, owner).branches;
    expect(found).toEqual([branch({ from: { owner: null, branch: 'a' }, to: 'a', path })]);
  });
});

it.each([
  [null, 10],
  [{}, 10],
  [{ 'max-open': 3 }, 3],
] as const)('an owner who says %j has %i places', (owner, places) => {
  expect(maxOpenOf(owner)).toBe(places);
});
