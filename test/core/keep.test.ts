import { describe, expect, it } from 'vitest';
import { type Files, keepLimits, keepMatcher, keepMessage, keptDigest, keptOf } from '../../src/core/keep.ts';

describe('a path that is kept', () => {
  it.each<[string, string, boolean]>([
    ['docs', 'docs', true],
    ['docs', 'docs/a.md', true],
    ['docs', 'docs/a/b.md', true],
    ['docs', 'docs.md', false],
    ['docs', 'a/docs', false],
    ['docs/', 'docs/a.md', true],
    ['docs/', 'docs', false],
    ['*.md', 'README.md', true],
    ['*.md', 'docs/README.md', false],
    ['**/*.md', 'docs/a/README.md', true],
    ['docs/*', 'docs/a.md', true],
    ['docs/*', 'docs/a/b.md', false],
    ['docs/**', 'docs/a/b.md', true],
    ['packages/*/', 'packages/a/b/c', true],
    ['packages/*/', 'packages/a', false],
    ['backstroke/**', 'backstroke/a', true],
    ['[id].tsx', '[id].tsx', true],
    ['[id].tsx', 'i.tsx', false],
  ])('%s holds %s: %s', (kept, path, is) => {
    expect(keepMatcher([kept])(path)).toBe(is);
    expect(keepMatcher(['other', kept])(path)).toBe(is);
  });

  it('is none where none is named', () => expect(keepMatcher([])('docs')).toBe(false));
});

const files = (all: Record<string, string>): Files =>
  new Map(Object.entries(all).map(([path, said]) => [path, { mode: said.slice(0, 6), sha: said.slice(7) }]));

/** What it comes to, and how often it paused. */
function found(keep: string[], { ours = new Map(), theirs }: { ours?: Files; theirs: Files }, limits = keepLimits) {
  const work = keptOf(keep, { ours, theirs }, limits);
  for (let pauses = 0; ; pauses += 1) {
    const { done, value } = work.next();
    if (done) return { kept: value, pauses };
  }
}

describe('what is kept of two trees', () => {
  it('is what the fork has where they differ: changed, missing, added, and with another mode', () => {
    const ours = files({
      same: '100644 a',
      'k/changed': '100644 b',
      'k/own': '100755 c',
      'k/mode': '100755 d',
      x: '100644 e',
    });
    const theirs = files({
      same: '100644 a',
      'k/changed': '100644 f',
      'k/new': '100644 g',
      'k/mode': '100644 d',
      x: '100644 h',
    });
    expect(found(['k'], { ours, theirs }).kept).toEqual({
      files: [
        { path: 'k/changed', version: { mode: '100644', sha: 'b' } },
        { path: 'k/mode', version: { mode: '100755', sha: 'd' } },
        { path: 'k/new', version: null },
        { path: 'k/own', version: { mode: '100755', sha: 'c' } },
      ],
      alone: false,
    });
  });

  it('may be all that differs', () => {
    const [ours, theirs] = [files({ a: '100644 a', k: '100644 b' }), files({ a: '100644 a' })];
    expect(found(['k'], { ours, theirs }).kept).toMatchObject({ files: [{ path: 'k' }], alone: true });
    expect(found(['a'], { ours, theirs }).kept).toEqual({ files: [], alone: false });
    expect(found(['a'], { ours, theirs: ours }).kept).toEqual({ files: [], alone: true });
  });
});

describe('finding it', () => {
  const tree = (count: number) =>
    files(Object.fromEntries(many(count, (at) => [`${'a'.repeat(90)}/${at}`, '100644 a'])));
  const many = <T>(count: number, of: (at: number) => T) => Array.from({ length: count }, (_, at) => of(at));
  const slow = many(50, (at) => `**${'a*'.repeat(125)}${at % 10}b`);

  it.each([
    ['globs as people write them', ['docs/**', '*.md', '**/*.lock', '.github'], 2_000, 0],
    ['globs that match in a great many ways', slow, 50, 1],
    ['more of the same', slow, 100, 3],
  ])('pauses by the work it is: %s', (_, keep, count, pauses) => {
    expect(found(keep, { theirs: tree(count) })).toEqual({ kept: { files: [], alone: false }, pauses });
  });

  it('is given up where it is too much, and not before', () => {
    const few = { atOnce: 10_000, most: 100_000 };
    expect(found(slow, { theirs: tree(100) }, few)).toEqual({ kept: null, pauses: expect.any(Number) });
    expect(found(slow, { theirs: tree(2) }, few).kept).toEqual({ files: [], alone: false });
  });
});

describe('the message of a commit that keeps them', () => {
  const digest = 'd'.repeat(64);
  const one = { path: 'fixes #1 @octo', version: null };
  it('says how many, and no word of theirs', () => {
    expect(keepMessage({ files: [one], digest })).toBe(`Keep the fork's version of 1 file\n\nKept-Digest: ${digest}`);
    const many = Array.from({ length: 1_200 }, () => one);
    expect(keepMessage({ files: many, digest })).toContain('of 1,200 files\n');
    expect(keptDigest(keepMessage({ files: many, digest }))).toBe(digest);
  });

  it.each([
    ['as git completes it', `Keep the fork's version of 2 files\n\nKept-Digest: ${digest}\n`, digest],
    ['in another that quotes it', `Revert it\n\nKeep the fork's version of 2 files\n\nKept-Digest: ${digest}`, null],
    ['with more below', `Keep the fork's version of 2 files\n\nKept-Digest: ${digest}\n\nand mine`, null],
    ['of somebody', 'Keep the docs', null],
  ])('is read %s', (_, message, found) => {
    expect(keptDigest(message)).toBe(found);
  });
});
