import { describe, expect, it } from 'vitest';
import { touchedByBoth } from '../../src/core/range.ts';
import { type RiskKind, risksOf } from '../../src/core/risk.ts';
import { commit, file, range } from './text/bodies.ts';

describe('files that deserve a look', () => {
  it.each<[RiskKind | null, string]>([
    ['workflows', '.github/workflows/ci.yml'],
    ['workflows', '.github/actions/setup/action.yml'],
    ['workflows', 'action.yml'],
    [null, '.github/ISSUE_TEMPLATE/bug.yml'],
    [null, 'docs/.github/workflows/ci.yml'],
    ['install', 'setup.py'],
    ['install', 'native/binding.gyp'],
    ['install', 'scripts/postinstall.js'],
    ['install', 'install.sh'],
    [null, 'docs/install.md'],
    [null, 'src/installed.ts'],
    ['codeowners', 'CODEOWNERS'],
    ['codeowners', '.github/CODEOWNERS'],
    [null, 'src/CODEOWNERS'],
    ['licence', 'LICENSE'],
    ['licence', 'LICENCE.md'],
    ['licence', 'COPYING.LESSER'],
    ['licence', 'LICENSE-MIT'],
    [null, 'vendor/left-pad/LICENSE'],
    [null, 'license.go.txt/x'],
    ['lockfiles', 'package-lock.json'],
    ['lockfiles', 'crates/a/Cargo.lock'],
    ['lockfiles', 'go.sum'],
    [null, 'file.lock'],
    [null, 'README.md'],
  ])('%s: %s', (kind, path) => {
    const { files } = risksOf(range([], [file(path)]), null);
    expect(files).toEqual(kind === null ? {} : { [kind]: [path] });
  });

  it.each([
    ['+    "postinstall": "node get.js",', true],
    ['-    "prepare": "husky",', true],
    ['     "postinstall": "was there before",', false],
    ['+    "installer": "x",', false],
    ['+    "version": "2.0.0",', false],
  ])('a package.json with %s', (line, risky) => {
    const { files } = risksOf(range([], [file('a/package.json', { patch: `@@ -1 +1 @@\n${line}` })]), null);
    expect(files).toEqual(risky ? { install: ['a/package.json'] } : {});
  });

  it('one that is no text', () => {
    const { files } = risksOf(range([], [file('b.xz', { binary: true }), file('a.xz', { binary: true })]), null);
    expect(files).toEqual({ binaries: ['a.xz', 'b.xz'] });
  });
});

describe('new committers', () => {
  const by = (name: string, email: string) => commit(1, 'x', { committer: { name, email } });
  it('are those whose address is in no commit before', () => {
    const commits = [
      by('Ada', 'ADA@up.example'),
      by('Mallory', 'mallory@evil.example'),
      by('Mallory', 'mallory@evil.example'),
      by('GitHub', 'noreply@github.com'),
      by('', ''),
      commit(2, 'y', { committer: null }),
    ];
    expect(risksOf(range(commits, []), ['ada@up.example']).newCommitters).toEqual(['Mallory']);
  });

  it('are nobody where those before are not known', () => {
    expect(risksOf(range([by('Mallory', 'mallory@evil.example')], []), null).newCommitters).toEqual([]);
  });
});

it('finds what both sides changed, under any name it had', () => {
  const theirs = range([], [file('b'), file('a'), file('new', { previousPath: 'old' }), file('theirs')]);
  const own = range([], [file('a'), file('old'), file('own'), file('b')]);
  expect(touchedByBoth(theirs, own)).toEqual(['a', 'b', 'old']);
});
