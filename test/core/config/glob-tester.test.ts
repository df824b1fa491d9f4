import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matcher } from '../../../src/core/config/glob.ts';
import { globTester } from '../../../src/core/config/glob-tester.ts';

function test(glob: string, path: string) {
  const work = { steps: 0 };
  return { matches: globTester(glob)(path, work), ...work };
}

const text = (of: readonly string[], maxLength: number) =>
  fc.array(fc.constantFrom(...of), { maxLength }).map((parts) => parts.join(''));
/** Longer than 32, where one word of bits ends. */
const long = fc.constantFrom('', 'a'.repeat(29), 'ab/'.repeat(21));

describe('whether a glob matches', () => {
  const globs = fc.tuple(long, text(['*', '**', '***', 'a', 'b', '/'], 12)).map((parts) => parts.join(''));
  const paths = fc.tuple(long, text(['a', 'b', '/', '\u{1f600}'], 12)).map((parts) => parts.join(''));

  it('is what its stars tell', () => {
    fc.assert(
      fc.property(globs, paths, (glob, path) => test(glob, path).matches === (matcher(glob)(path) !== null)),
      {
        numRuns: 3_000,
      },
    );
  });
  it('is told of what it was filled with', () => {
    const parts = fc.array(fc.tuple(text(['a', '/', '.'], 20), fc.constantFrom('*', '**'), text(['a', 'b'], 20)));
    fc.assert(
      fc.property(parts, (all) => {
        const glob = all.map(([literal, star]) => literal + star).join('');
        return test(glob, all.map(([literal, _, taken]) => literal + taken).join('')).matches;
      }),
    );
  });
  it('knows nothing of the path before', () => {
    const matches = globTester('a*b');
    const work = { steps: 0 };
    expect(['axb', 'b', 'a', 'ab'].map((path) => matches(path, work))).toEqual([true, false, false, true]);
  });
});

describe('the work of a glob', () => {
  const deep = 'a/'.repeat(2_000);
  it.each<[string, string, string, boolean, number]>([
    ['ends where nothing can match any more', 'docs/**', `src/${deep}`, false, 1],
    ['ends with the directory', '*.md', `a.md/${deep}`, false, 5],
    ['is a step for each character', '**/*.md', `${deep}x.md`, true, 4_004],
    ['is no more with stars that all match', '**a**a**a**a**b', 'a'.repeat(4_000), false, 4_000],
    ['is no more within one directory', '*a*a*a*a*a*a*b', 'a'.repeat(4_000), false, 4_000],
    ['is no more with directories', `**/${'a/'.repeat(12)}b`, deep, false, 4_000],
    ['is eight times that with the longest glob there is', `**${'a*'.repeat(126)}b`, 'a'.repeat(4_000), false, 32_000],
  ])('%s', (_, glob, path, matches, steps) => {
    expect(test(glob, path)).toEqual({ matches, steps });
  });
});
