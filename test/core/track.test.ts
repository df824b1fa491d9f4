import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { concerns, lackWords, newestTag, tagsBeginWith } from '../../src/core/track.ts';

describe('the newest tag', () => {
  it.each<[string, string[], string | null]>([
    ['v*', ['v1.9.0', 'v1.10.0', 'v1.2.0'], 'v1.10.0'],
    ['v*', ['v1.9', 'v2.0', 'v2.0.1'], 'v2.0.1'],
    ['v*', ['v9', 'v10', 'v8.1'], 'v10'],
    ['v1.*', ['v1.2.0', 'v2.0.0'], 'v1.2.0'],
    ['v*', ['v1.0.0', 'v2.0.0-rc.1', 'v2.0.0-beta2', 'v2.0.0rc3'], 'v1.0.0'],
    ['v*', ['v1.0.0-1'], null],
    ['v*-*', ['v1.0.0', 'v2.0.0-rc.9', 'v2.0.0-rc.10', 'v2.0.0-beta.11'], 'v2.0.0-rc.10'],
    ['v2.0.0*', ['v2.0.0-rc.1', 'v2.0.0'], 'v2.0.0'],
    ['*', ['6.1.0.Final', '6.2.0.CR1', '6.2.0.Beta1'], '6.1.0.Final'],
    ['v*', ['v5.0.0.RELEASE', 'v5.1.0.M1', 'v4.9.1.GA'], 'v5.0.0.RELEASE'],
    ['6.*', ['6.2.0.CR1', '6.2.0.Final', '6.10.0-RC2'], '6.2.0.Final'],
    ['nightly-*', ['nightly-2026-11-09', 'nightly-2026-11-10', 'nightly-2025-12-31'], 'nightly-2026-11-10'],
    ['release-*', ['release-1.2.0', 'release-1.3.0-rc1'], 'release-1.2.0'],
    ['pkg@*', ['pkg@1.0.0', 'other@9.0.0'], 'pkg@1.0.0'],
    ['*', ['a/v1', 'v0'], 'v0'],
    ['stable', ['stable', 'stable-2'], 'stable'],
    ['v*', ['v99999999999999999999.1', 'v99999999999999999998.2'], 'v99999999999999999999.1'],
    ['w*', ['v1'], null],
    ['v*', [], null],
  ])('of %s among %j is %s', (pattern, names, newest) => {
    expect(newestTag(pattern, names)).toBe(newest);
  });

  test('is the same in whatever order GitHub lists them', () => {
    const version = fc.tuple(fc.nat(12), fc.nat(12), fc.constantFrom('', '.0', '-rc.1', '-rc.2', '-1', 'rc1', '+b'));
    const names = fc.uniqueArray(
      version.map(([a, b, end]) => `v${a}.${b}${end}`),
      { maxLength: 8 },
    );
    const shuffled = names.chain((all) =>
      fc.shuffledSubarray(all, { minLength: all.length }).map((other) => [all, other] as const),
    );
    fc.assert(
      fc.property(shuffled, fc.constantFrom('v*', 'v*-*', 'v1*'), ([all, other], pattern) => {
        expect(newestTag(pattern, other)).toBe(newestTag(pattern, all));
      }),
    );
  });

  test('once followed is left only for one that is newer: whatever else appears changes nothing', () => {
    const version = fc.tuple(fc.nat(3), fc.nat(3)).map(([a, b]) => `v${a}.${b}`);
    fc.assert(
      fc.property(fc.array(version, { minLength: 1 }), version, (names, added) => {
        const before = newestTag('v*', names);
        expect([before, added]).toContain(newestTag('v*', [...names, added]));
      }),
    );
  });
});

it.each<[string, { tag: string } | 'release', boolean]>([
  ['release', 'release', true],
  ['release', { tag: 'v1' }, false],
  ['tag:v*', { tag: 'v1' }, true],
  ['tag:v*', { tag: 'w1' }, false],
  ['tag:v*', 'release', false],
  ['branch', 'release', false],
  ['branch', { tag: 'branch' }, false],
])('%s is concerned by %j: %s', (track, event, is) => {
  expect(concerns(track, event)).toBe(is);
});

it.each([
  ['tag:v*', 'v'],
  ['tag:*', null],
  ['tag:pkg@*.*', 'pkg@'],
  ['release', null],
])('all that %s follows begins with %s', (track, begin) => {
  expect(tagsBeginWith(track)).toBe(begin);
});

it.each([
  [{ track: 'release', tag: null }, 'has no release yet'],
  [{ track: 'tag:v*', tag: null }, 'has no tag yet that <tag:v*> follows'],
  [{ track: 'release', tag: 'v1' }, 'has no commit at the tag <v1> of its latest release'],
])('%j: upstream %s', (tracked, words) => {
  expect(lackWords(tracked, (word) => `<${word}>`)).toBe(words);
});
