import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  branchFault,
  fromFault,
  isOurs,
  loginFault,
  patterns,
  repositoryFault,
  reviewerFault,
  titleFault,
  upstreamFault,
} from '../../../src/core/config/names.ts';
import { nearest } from '../../../src/core/config/nearest.ts';

const odd = fc.string({ unit: fc.constantFrom(...'ab/.-@{}~^:?*[\\ \t\n\u0001é'), maxLength: 12 });
const text = fc.oneof(odd, fc.string({ unit: 'binary', maxLength: 20 }));

describe('every name that is refused is told why, in one line with nothing hidden', () => {
  it.each([
    ['from', patterns.from, fromFault],
    ['to', patterns.to, branchFault],
    ['upstream', patterns.upstream, upstreamFault],
    ['repository', patterns.repository, repositoryFault],
    ['login', patterns.login, loginFault],
    ['reviewer', patterns.reviewer, reviewerFault],
    ['title', patterns.title, titleFault],
  ] as const)('%s', (_, pattern, fault) => {
    fc.assert(
      fc.property(text, (name) => {
        if (!pattern.test(name)) expect(fault(name)).toMatch(/^[^\p{Cc}\p{Cf}]+[.?]$/u);
      }),
      { numRuns: 500 },
    );
  });

  it('and the reason is that of the name: only a name with a control character is told of one', () => {
    fc.assert(
      fc.property(odd, (name) => {
        if (patterns.to.test(name)) return;
        if (branchFault(name).includes('control character')) expect(name).toMatch(/\p{Cc}/u);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** `git check-ref-format --branch`, as its manual has it. https://git-scm.com/docs/git-check-ref-format */
function gitTakes(name: string): boolean {
  const parts = name.split('/');
  const badPart = parts.some((part) => part === '' || part.startsWith('.') || part.endsWith('.lock'));
  const bad = /[\p{Cc} ~^:?*[\\]|\.\.|@\{|\.$/u.test(name) || name === '@' || name.startsWith('-');
  return !badPart && !bad;
}

it('a name without a star is taken exactly when git takes it, and it is not ours', () => {
  const plain = fc.string({ unit: fc.constantFrom(...'ab/.-@{}~^:?[\\ lock\u0001é'), minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(plain, (name) => patterns.to.test(name) === gitTakes(name)),
    { numRuns: 3_000 },
  );
  expect(patterns.to.test('backstroke/x')).toBe(false);
  expect(patterns.to.test('refs/heads/x')).toBe(false);
});

it.each([
  ['backstroke/x', true],
  ['backstroke/x/y', true],
  ['backstroke', false],
  ['backstrokes/x', false],
  ['x/backstroke/y', false],
] as const)('%s is ours: %s', (branch, is) => {
  expect(isOurs(branch)).toBe(is);
});

describe('the word that was probably meant', () => {
  const known = ['version', 'enabled', 'every', 'branches', 'pull-request', 'max-open'];
  it.each<[string, string | null]>([
    ['branchs', 'branches'],
    ['Branches', 'branches'],
    ['BRANCHES', 'branches'],
    ['brnches', 'branches'],
    ['maxOpen', 'max-open'],
    ['max_open', 'max-open'],
    ['max open', 'max-open'],
    [' every ', 'every'],
    ['evry', 'every'],
    ['pullRequest', 'pull-request'],
    ['pull_requests', 'pull-request'],
    ['enable', 'enabled'],
    ['', null],
    ['x', null],
    ['foo', null],
    ['schedule', null],
    ['e', null],
    ['branches'.repeat(1_000), null],
  ])('%j: %s', (word, meant) => {
    expect(nearest(word, known)).toBe(meant);
  });
});
