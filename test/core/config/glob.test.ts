import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fill, globMatcher, isGlob, stars } from '../../../src/core/config/glob.ts';

const match = (glob: string, name: string) => globMatcher(glob)(name);

describe('a glob', () => {
  it.each<[string, string, string[] | null]>([
    ['main', 'main', []],
    ['main', 'mainline', null],
    ['main', 'Main', null],
    ['*', 'main', ['main']],
    ['*', 'release/1', null],
    ['**', 'release/1', ['release/1']],
    ['release/*', 'release/1', ['1']],
    ['release/*', 'release/', ['']],
    ['release/*', 'release/1/2', null],
    ['release/**', 'release/1/2', ['1/2']],
    ['*-stable', 'v1-stable', ['v1']],
    ['v*.*', 'v1.2.3', ['1', '2.3']],
    ['*/*', 'a/b', ['a', 'b']],
    ['**/x', 'a/b/x', ['a/b']],
    ['**/*', 'a/b/c', ['a/b', 'c']],
    ['a*b*c', 'abc', ['', '']],
    ['a*b', 'a/b', null],
    ['a.c', 'abc', null],
    ['(a|b)+$', '(a|b)+$', []],
    ['**', 'backstroke/octo/main', null],
    ['backstroke/*', 'backstroke/x', null],
    ['backstroke*', 'backstrokes', ['s']],
  ])('%s on %s takes %j', (glob, name, taken) => {
    expect(match(glob, name)).toEqual(taken);
  });

  it('stays quick where backtracking would not', () => {
    const before = process.cpuUsage();
    expect(match('**a**a**b', 'a'.repeat(255))).toBeNull();
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
  });
});

it.each([
  ['main', 0, false],
  ['*', 1, true],
  ['**', 1, true],
  ['a/*/**', 2, true],
] as const)('%s has %i stars', (glob, count, is) => {
  expect([stars(glob), isGlob(glob)]).toEqual([count, is]);
});

it('fills in what each star took, and nothing where nothing was taken', () => {
  expect(fill('up/*/x-**', ['a', 'b/c'])).toBe('up/a/x-b/c');
  expect(fill('up/*', [])).toBe('up/');
  expect(fill('main', ['a'])).toBe('main');
});

const segment = fc.stringMatching(/^[ab.-]{1,3}$/);
const name = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const glob = fc
  .array(fc.constantFrom('*', 'a', 'b', '/', '-'), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(''));

describe('laws', () => {
  const patternOf = (text: string) =>
    new RegExp(`^${text.replace(/[.-]/g, '\\$&').replace(/\*\*|\*/g, (found) => (found === '**' ? '.*' : '[^/]*'))}$`);

  it('it matches what the same regular expression matches', () => {
    fc.assert(fc.property(glob, name, (text, one) => (match(text, one) !== null) === patternOf(text).test(one)));
  });
  it('what its stars took makes the name again', () => {
    fc.assert(
      fc.property(glob, name, (text, one) => {
        const taken = match(text, one);
        return taken === null || (fill(text, taken) === one && taken.length === stars(text));
      }),
    );
  });
});
