import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directory } from '../support/git-program.ts';
import { linesWith, never, rebased, scene } from './scene.ts';

const log = '--format=%an <%ae> %ad|%cn <%ce> %cd|%s';

test('own commits are put on top of upstream, with their authors and dates, and wait in a reference of their own', async () => {
  const { sandbox, rebase, look } = await scene();
  await sandbox.commit('octo/hello', 'main', { files: { 'mine.txt': 'mine\n' }, message: 'Mine\n\nWith a body' });
  await sandbox.commit('octo/hello', 'main', { files: { 'lines.txt': linesWith(0, 'top') }, message: 'Top' });
  const head = await sandbox.commit('up/hello', 'main', { files: { 'lines.txt': linesWith(9, 'bottom') } });
  const before = sandbox.head('octo/hello', 'main');
  const { sha, ref, kept, dropped, rangeDiff } = rebased(await rebase());
  expect([ref, kept, dropped]).toEqual(['refs/backstroke/tmp/link/operation-1', 2, 0]);
  expect(await look('rev-parse', `${sha}~2`, 'refs/fork/heads/main', 'refs/fork/backstroke/tmp/link/operation-1')).toBe(
    `${head}\n${before}\n${sha}`,
  );
  const authors = ['--format=%an <%ae> %ad %B', '--date=raw'];
  expect(await look('log', ...authors, `${head}..${sha}`)).toBe(await look('log', ...authors, `${head}..${before}`));
  expect((await look('log', '--date=raw', log, '-1', sha)).split('|')[1]).toBe(
    'backstroke[bot] <1+backstroke[bot]@users.noreply.github.com> 1700000000 +0000',
  );
  expect(await look('show', `${sha}:lines.txt`)).toBe(linesWith(0, 'top').replace('line 9', 'bottom').trimEnd());
  expect(rangeDiff?.split('\n').map((line) => line.replace(/\b[0-9a-f]{7,}\b/g, 'sha'))).toEqual([
    '1:  sha = 1:  sha Mine',
    '2:  sha = 2:  sha Top',
  ]);
});

test('what upstream has taken is dropped, by what it changes and not by its name', async () => {
  const { sandbox, rebase, look } = await scene();
  await sandbox.commit('octo/hello', 'main', { files: { 'taken.txt': 'taken\n' }, message: 'Mine' });
  await sandbox.commit('octo/hello', 'main', { files: { 'kept.txt': 'kept\n' } });
  await sandbox.commit('up/hello', 'main', { files: { 'other.txt': 'other\n' } });
  await sandbox.commit('up/hello', 'main', { files: { 'taken.txt': 'taken\n' }, message: 'Taken from octo' });
  const { sha, kept, dropped, rangeDiff } = rebased(await rebase());
  expect([kept, dropped]).toEqual([1, 1]);
  expect(await look('log', '--format=%s', `refs/up/heads/main..${sha}`)).toBe('Change kept.txt');
  expect(rangeDiff).toMatch(/^1: {2}\w+ < -: {2}-+ Mine$/m);
});

test('when upstream has taken all there is nothing to push', async () => {
  const { sandbox, rebase, look } = await scene();
  await sandbox.commit('octo/hello', 'main', { files: { 'a.txt': 'a\n' } });
  await sandbox.commit('octo/hello', 'main', { files: { 'b.txt': 'b\n' } });
  // Together in one commit: no patch is the same, but each changes nothing on top of it.
  await sandbox.commit('up/hello', 'main', { files: { 'a.txt': 'a\n', 'b.txt': 'b\n' } });
  expect(await rebase()).toEqual({ kind: 'nothing', dropped: 2 });
  expect(await look('for-each-ref', 'refs/fork/backstroke')).toBe('');
});

test('a conflict names the commit and the files, and pushes nothing', async () => {
  const { sandbox, rebase, look } = await scene();
  await sandbox.commit('octo/hello', 'main', { files: { 'fine.txt': 'fine\n' } });
  const commit = await sandbox.commit('octo/hello', 'main', {
    files: { 'lines.txt': linesWith(3, 'ours'), 'a file.txt': 'ours\n' },
  });
  await sandbox.commit('up/hello', 'main', {
    files: { 'lines.txt': linesWith(3, 'theirs'), 'a file.txt': 'theirs\n' },
  });
  expect(await rebase()).toEqual({ kind: 'conflict', commit, files: ['a file.txt', 'lines.txt'] });
  expect(await look('for-each-ref', 'refs/fork/backstroke')).toBe('');
});

test('the files in which a merge would conflict are named, and nothing is pushed', async () => {
  const { sandbox, git, order, heads, look } = await scene();
  const base = sandbox.head('up/hello', 'main') ?? '';
  expect(await git.conflicts(heads(), never)).toEqual({ files: [], known: [] });
  await sandbox.commit('octo/hello', 'main', {
    files: { 'lines.txt': linesWith(3, 'ours'), 'fine.txt': 'ours\n', 'a file.txt': 'ours\n', 'README.md': 'x\n' },
  });
  await sandbox.commit('up/hello', 'main', {
    files: { 'lines.txt': linesWith(3, 'theirs'), 'other.txt': 'x\n', 'a file.txt': 'theirs\n', 'README.md': null },
  });
  expect(await git.conflicts(heads(), never)).toEqual({
    files: ['README.md', 'a file.txt', 'lines.txt'],
    known: [],
  });
  expect(await git.conflicts(heads({ upstream: { ...order().upstream, sha: base } }), never)).toMatchObject({
    files: [],
  });
  const gone = { ...order().upstream, name: 'gone' };
  expect(await git.conflicts(heads({ upstream: { ...gone, sha: 'e'.repeat(40) } }), never)).toMatchObject({
    reason: 'github-unavailable',
  });
  expect(await look('for-each-ref', 'refs/fork/backstroke')).toBe('');
});

test('merges of the fork become a line, as git rebase makes it', async () => {
  const { sandbox, rebase, look, person } = await scene();
  const mona = await person();
  await mona('checkout', '-q', '-b', 'topic');
  await mona('commit', '-q', '--allow-empty', '-m', 'Empty from the beginning');
  await sandbox.commit('octo/hello', 'topic', { files: { 'topic.txt': 'topic\n' } });
  await sandbox.commit('octo/hello', 'main', { files: { 'main.txt': 'main\n' } });
  const middle = await sandbox.commit('up/hello', 'main', { files: { 'up.txt': '1\n' } });
  await mona('fetch', '-q', 'origin', middle);
  await mona('fetch', '-q', 'origin');
  await mona('checkout', '-q', '-B', 'main', 'origin/main');
  await mona('merge', '-q', '--no-edit', 'origin/topic', 'topic');
  await mona('merge', '-q', '--no-edit', middle);
  await mona('push', '-q', 'origin', 'main');
  await sandbox.commit('up/hello', 'main', { files: { 'up.txt': '2\n' } });
  const { sha, kept, dropped } = rebased(await rebase());
  expect([kept, dropped]).toEqual([2, 1]);
  expect((await look('log', '--format=%s', `refs/up/heads/main..${sha}`)).split('\n').sort()).toEqual([
    'Change main.txt',
    'Change topic.txt',
  ]);
  const plain = await person();
  await plain('fetch', '-q', `${sandbox.url}/up/hello.git`, 'main');
  await plain('rebase', '-q', '--no-keep-empty', 'FETCH_HEAD', 'origin/main');
  expect(await plain('rev-parse', 'HEAD^{tree}')).toBe(await look('rev-parse', `${sha}^{tree}`));
});

test('files that are no text, that were renamed upstream, that can be run, and links come through', async () => {
  const { sandbox, rebase, look } = await scene();
  const binary = Buffer.from([0, 255, 1, 254, 10, 0]);
  await sandbox.commit('octo/hello', 'main', {
    files: {
      'image.bin': binary,
      'run.sh': { mode: '100755', content: '#!/bin/sh\n' },
      link: { mode: '120000', content: 'run.sh' },
    },
  });
  await sandbox.commit('octo/hello', 'main', { files: { 'lines.txt': linesWith(2, 'mine') } });
  await sandbox.commit('up/hello', 'main', { files: { 'lines.txt': null, 'docs/renamed.txt': linesWith(99, '') } });
  const { sha } = rebased(await rebase());
  expect(await look('show', `${sha}:docs/renamed.txt`)).toBe(linesWith(2, 'mine').trimEnd());
  expect((await look('ls-tree', '-r', '--format=%(objectmode) %(path)', sha)).split('\n')).toEqual([
    '100644 README.md',
    '100644 docs/renamed.txt',
    '100644 image.bin',
    '120000 link',
    '100755 run.sh',
  ]);
});

test('a name and a message in another encoding stay as they were, to the byte, and a signature goes', async () => {
  const { sandbox, rebase, look, person } = await scene();
  const mona = await person();
  await mona('mv', 'README.md', 'LIESMICH.md');
  await mona('commit', '-q', '-m', 'To be signed');
  const header = (await mona('cat-file', 'commit', 'HEAD')).split('\n').slice(0, 2);
  const author = 'author Zo\u00eb <zoe@example.com> 1500000000 +0530';
  const committer = 'committer Zo\u00eb <zoe@example.com> 1500000000 +0530';
  const signature = ['gpgsig -----BEGIN PGP SIGNATURE-----', ' ', ' abc', ' -----END PGP SIGNATURE-----'];
  const lines = [...header, author, committer, 'encoding ISO-8859-1', ...signature, '', 'Gr\u00fc\u00dfe', ''];
  const file = join(directory(), 'commit');
  writeFileSync(file, lines.join('\n'), 'latin1');
  const signed = await mona('hash-object', '-t', 'commit', '-w', file);
  await mona('push', '-q', 'origin', `${signed}:main`);
  await sandbox.commit('up/hello', 'main', { files: { 'up.txt': '1\n' } });
  const { sha } = rebased(await rebase());
  const raw = await look('cat-file', 'commit', sha);
  expect(raw.split('\n').slice(3)).toEqual([
    'committer backstroke[bot] <1+backstroke[bot]@users.noreply.github.com> 1700000000 +0000',
    'encoding ISO-8859-1',
    '',
    'Gr\ufffd\ufffde',
  ]);
  expect(await look('log', '-1', '--format=%an %at %s', sha)).toBe('Zo\u00eb 1500000000 Gr\u00fc\u00dfe');
});

test('upstream that was rewritten: what it took back does not become the fork’s own', async () => {
  const { sandbox, rebase, look } = await scene();
  const synced = await sandbox.commit('up/hello', 'main', { files: { 'regretted.txt': 'x\n' } });
  await sandbox.forcePush('octo/hello', 'main', synced);
  await sandbox.commit('octo/hello', 'main', { files: { 'mine.txt': 'mine\n' } });
  await sandbox.forcePush('up/hello', 'main', { onto: `${synced}~1`, files: { 'instead.txt': 'y\n' } });
  const files = async (sha: string) => (await look('ls-tree', '--name-only', sha)).split('\n');
  const { sha, kept } = rebased(await rebase({ syncedSha: synced }));
  expect(kept).toBe(1);
  expect(await files(sha)).toEqual(['README.md', 'instead.txt', 'lines.txt', 'mine.txt']);
  const unknown = rebased(await rebase({ syncedSha: 'f'.repeat(40) }));
  expect(unknown.kept).toBe(2);
  expect(await files(unknown.sha)).toContain('regretted.txt');
});

test('fifty commits, of which the clone has no file until it needs it', async () => {
  const { sandbox, rebase, look } = await scene();
  for (let at = 0; at < 50; at += 1) {
    await sandbox.commit('octo/hello', 'main', {
      files: { 'many.txt': `${at}\n`.repeat(20), [`dir/${at % 7}`]: `${at}` },
    });
  }
  await sandbox.commit('up/hello', 'main', { files: { 'up.txt': '1\n' } });
  const { sha, kept, rangeDiff } = rebased(await rebase());
  expect(kept).toBe(50);
  expect(await look('diff', '--stat', `${sha}~50`, 'refs/up/heads/main')).toBe('');
  expect(await look('diff', '--name-only', sha, 'refs/fork/heads/main')).toBe('up.txt');
  expect(rangeDiff?.split('\n')).toHaveLength(50);
});
