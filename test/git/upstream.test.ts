/** Repositories outside GitHub, on a real https server, brought into a fork on the sandbox. */
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listHeads } from '../../src/git/list-heads.ts';
import { gitOk, remote } from '../support/git-program.ts';
import { never, path } from './scene.ts';
import { elsewhere, project } from './upstream-scene.ts';

test('heads of branches are listed, of those asked for alone, without any credentials', async () => {
  const { host, by, url, sha } = await elsewhere();
  await host.run(project, 'update-ref', 'refs/heads/other/refs/heads/main', sha);
  const branches = ['main', 'missing'];
  const heads = await listHeads({ path, url, branches, by, limitMs: 60_000, signal: never });
  expect(heads).toEqual(
    new Map([
      ['main', sha],
      ['missing', null],
    ]),
  );
  expect(host.asked.length).toBeGreaterThan(0);
  expect(host.asked.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
});

test('a branch comes to a reference of the fork that nobody sees, and what the fork has is not fetched', async () => {
  const { host, git, order, sha, staged, sandbox, cacheDir } = await elsewhere();
  const before = sandbox.head('octo/hello', 'main');
  expect(await git.stage(order(), never)).toEqual({ sha });
  expect(await staged()).toBe(`backstroke/upstream/link ${sha}`);
  expect(sandbox.head('octo/hello', 'main')).toBe(before);
  const next = await host.commit(project, 'main', { 'theirs.txt': 'more\n' });
  expect(await git.headOf(order(), never)).toEqual({ sha: next });
  expect(await git.stage(order(), never)).toEqual({ sha: next });
  expect(await staged()).toBe(`backstroke/upstream/link ${next}`);
  expect(host.asked.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
  const [clone = ''] = readdirSync(cacheDir).filter((name) => name.endsWith('.git'));
  // Files that the fork has were not fetched from anywhere.
  const objects = await gitOk(join(cacheDir, clone), [
    'rev-list',
    '--objects',
    '--missing=print',
    'refs/kept/link/fork',
  ]);
  expect(objects.split('\n').filter((line) => line.startsWith('?'))).not.toEqual([]);
});

test('no other fork has to do with the clone', async () => {
  const { git, order, cacheDir, sandbox } = await elsewhere();
  await git.stage(order(), never);
  const { upstreamId, forkId } = order();
  const clones = readdirSync(cacheDir).filter((name) => name.endsWith('.git'));
  expect(clones).toEqual([`${sandbox.host.replace(':', '_')}-${upstreamId}-${forkId}.git`]);
});

test('a file of long ago that comes back is pushed as well', async () => {
  const { host, git, order, look } = await elsewhere();
  await host.run(project, 'config', 'repack.writeBitmaps', 'true');
  await git.stage(order(), never);
  await host.commit(project, 'main', { 'lines.txt': 'gone\n' });
  await host.commit(project, 'main', { 'theirs.txt': 'line 0\n' });
  await host.run(project, 'repack', '-q', '-a', '-d', '-b');
  await git.stage(order(), never);
  expect(await look('show', 'refs/fork/backstroke/upstream/link:theirs.txt')).toBe('line 0');
});

test('a branch that was rewritten is brought as it is now', async () => {
  const { host, git, order, sandbox, token, staged } = await elsewhere();
  await git.stage(order(), never);
  const base = { url: remote(sandbox, 'octo/hello', token), sha: sandbox.head('octo/hello', 'main') ?? '' };
  const sha = await host.commit(project, 'main', { 'otherwise.txt': 'x\n' }, base);
  expect(await git.stage(order(), never)).toEqual({ sha });
  expect(await staged()).toBe(`backstroke/upstream/link ${sha}`);
});

test('what would be too much is not taken, and nothing of it stays', async () => {
  const { host, git, order, staged, cacheDir } = await elsewhere({ bytes: 200_000, ms: 30_000 });
  const noise = randomBytes(1_000_000).toString('base64');
  await host.commit(project, 'main', { 'large.txt': noise });
  expect(await git.stage(order(), never)).toEqual({ gone: expect.stringContaining('MiB') });
  expect(await staged()).toBe('');
  const [clone = ''] = readdirSync(cacheDir).filter((name) => name.endsWith('.git'));
  expect(readdirSync(join(cacheDir, clone, 'objects', 'pack')).filter((name) => name.startsWith('tmp_'))).toEqual([]);
});

test('a server that says nothing is ended by the time', async () => {
  const { host, git, by, url, order } = await elsewhere({ bytes: 1 << 30, ms: 1_000 });
  host.answer(() => {});
  const silent = {
    refused: true,
    reason: 'github-unavailable',
    host: 'localhost',
    detail: expect.stringContaining('took too long'),
  };
  expect(await git.stage(order(), never)).toMatchObject(silent);
  const listed = await listHeads({ path, url, branches: ['main'], by, limitMs: 500, signal: never });
  expect(listed).toMatchObject(silent);
});
