import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directory, git, gitOk, mintToken, remote } from '../support/git-program.ts';
import { asInstallation, sandboxWithFork, startReceiver } from './support.ts';

async function ready() {
  const sandbox = await sandboxWithFork();
  const installationId = sandbox.install('octo', 'all');
  return { sandbox, installationId, token: await mintToken(sandbox, installationId), cwd: directory() };
}

/** A clone with one more commit, which is returned with it. */
async function cloneWithCommit(cwd: string, url: string, file = 'mine.txt') {
  await gitOk(cwd, ['clone', '-q', url, 'clone']);
  const clone = join(cwd, 'clone');
  await gitOk(clone, ['checkout', '-q', '-B', 'main']);
  mkdirSync(join(clone, file, '..'), { recursive: true });
  writeFileSync(join(clone, file), 'mine\n');
  await gitOk(clone, ['add', '.']);
  await gitOk(clone, ['commit', '-q', '-m', 'mine']);
  return { clone, sha: await gitOk(clone, ['rev-parse', 'HEAD']) };
}

test('a public repository is cloned by anybody: its own references, its default branch', async () => {
  const { sandbox, cwd } = await ready();
  const head = await sandbox.commit('octo/hello', 'main', { files: { 'a.txt': 'a\n' } });
  await sandbox.createBranch('octo/hello', 'other', 'main');
  await sandbox.commit('up/hello', 'upstreams-own', { files: { 'b.txt': 'b\n' } });
  const listed = await gitOk(cwd, ['ls-remote', '--symref', remote(sandbox, 'octo/hello')]);
  // Git 2.39 lists the HEAD of a namespace twice when nobody says which references are wanted.
  expect([...new Set(listed.split('\n'))]).toEqual([
    'ref: refs/heads/main\tHEAD',
    `${head}\tHEAD`,
    `${head}\trefs/heads/main`,
    `${head}\trefs/heads/other`,
  ]);
  for (const version of ['0', '2']) {
    const url = remote(sandbox, 'octo/hello');
    await gitOk(cwd, ['-c', `protocol.version=${version}`, 'clone', '-q', url, `clone-${version}`]);
    expect(await gitOk(join(cwd, `clone-${version}`), ['rev-parse', 'HEAD'])).toBe(head);
    await gitOk(join(cwd, `clone-${version}`), ['fsck', '--strict']);
  }
});

test('a branch may take the place of one that git was told of before', async () => {
  const { sandbox, cwd } = await ready();
  const head = await sandbox.createBranch('octo/hello', 'topic', 'main');
  const branches = () => gitOk(cwd, ['ls-remote', '--heads', remote(sandbox, 'octo/hello'), 'topic*', 'topic/*']);
  expect(await branches()).toBe(`${head}\trefs/heads/topic`);
  await sandbox.deleteBranch('octo/hello', 'topic');
  await sandbox.createBranch('octo/hello', 'never-seen', 'main');
  await sandbox.deleteBranch('octo/hello', 'never-seen');
  await sandbox.createBranch('octo/hello', 'topic/one', 'main');
  expect(await branches()).toBe(`${head}\trefs/heads/topic/one`);
});

test('a partial clone has no files until they are asked for; every commit of the network can be fetched by its id', async () => {
  const { sandbox, cwd } = await ready();
  const files = { 'big.txt': 'x\n'.repeat(10_000), 'a.txt': 'a\n' };
  const upstream = await sandbox.commit('up/hello', 'main', { files });
  const url = remote(sandbox, 'up/hello');
  await gitOk(cwd, ['clone', '-q', '--bare', '--filter=blob:none', url, 'partial']);
  const partial = join(cwd, 'partial');
  const missing = await gitOk(partial, ['rev-list', '--objects', '--missing=print', 'main']);
  expect(missing.split('\n').filter((line) => line.startsWith('?'))).toHaveLength(3);
  expect(await gitOk(partial, ['show', 'main:a.txt'])).toBe('a');
  await gitOk(cwd, ['init', '-q', '--bare', 'other']);
  await gitOk(join(cwd, 'other'), ['fetch', '-q', remote(sandbox, 'octo/hello'), upstream]);
});

test('a push arrives as any other: references, webhooks, pull requests', async () => {
  const { sandbox, token, cwd } = await ready();
  const receiver = await startReceiver();
  sandbox.setWebhook(receiver.target);
  const { clone, sha } = await cloneWithCommit(cwd, remote(sandbox, 'octo/hello', token));
  const old = sandbox.head('octo/hello', 'main');
  await gitOk(clone, ['push', '-q', 'origin', 'HEAD:main', 'HEAD:refs/heads/new', 'HEAD:refs/backstroke/tmp/a']);
  await gitOk(clone, ['tag', '-a', 'v1', '-m', 'one']);
  await gitOk(clone, ['push', '-q', 'origin', 'v1']);
  expect([sandbox.head('octo/hello', 'main'), sandbox.head('octo/hello', 'new')]).toEqual([sha, sha]);
  await sandbox.settled();
  const told = receiver.received.map(({ body }) => JSON.parse(body) as { ref: string });
  expect(told.sort((one, other) => (one.ref < other.ref ? -1 : 1))).toMatchObject([
    { ref: 'refs/heads/main', before: old, after: sha, forced: false, sender: { login: 'backstroke[bot]' } },
    { ref: 'refs/heads/new', created: true },
    { ref: 'refs/tags/v1', created: true },
  ]);
  await gitOk(clone, ['push', '-q', '--force', 'origin', `${old}:main`, ':new', ':refs/backstroke/tmp/a']);
  expect(sandbox.head('octo/hello', 'main')).toBe(old);
  expect((await gitOk(cwd, ['ls-remote', remote(sandbox, 'octo/hello')])).match(/refs\/\S+/g)).toEqual([
    'refs/heads/main',
    'refs/tags/v1',
    'refs/tags/v1^{}',
  ]);
});

test('what was pushed elsewhere meanwhile is not overwritten, and an atomic push is all or nothing', async () => {
  const { sandbox, token, cwd } = await ready();
  const { clone } = await cloneWithCommit(cwd, remote(sandbox, 'octo/hello', token));
  const theirs = await sandbox.commit('octo/hello', 'main', { files: { 'a.txt': 'a\n' } });
  expect(await git(clone, ['push', 'origin', 'HEAD:main'])).toMatchObject({
    code: 1,
    stderr: /rejected.*fetch first/s,
  });
  const atomic = await git(clone, ['push', '--atomic', 'origin', '+HEAD:main', 'HEAD:refs/pull/1/head']);
  expect(atomic.stderr).toMatch(/main \(atomic transaction failed\)/);
  expect(atomic.stderr).toMatch(/refs\/pull\/1\/head \(deny updating a hidden ref\)|HEAD -> refs\/pull\/1\/head/);
  expect(sandbox.head('octo/hello', 'main')).toBe(theirs);
});

test('who may not read or write is told as GitHub tells it', async () => {
  const { sandbox, installationId, token, cwd } = await ready();
  sandbox.createUser('mona');
  const mona = sandbox.createUserToken('mona');
  const reading = await mintToken(sandbox, installationId, { contents: 'read' });
  const { clone } = await cloneWithCommit(cwd, remote(sandbox, 'octo/hello'));
  const push = async (given?: string, name = 'octo/hello') =>
    (await git(clone, ['push', remote(sandbox, name, given), 'HEAD:main'])).stderr;
  expect(await push()).toMatch(/could not read Username/);
  expect(await push(mona)).toMatch(/remote: Permission to octo\/hello.git denied to mona\.\n.*403/s);
  expect(await push(reading)).toMatch(/remote: Write access to repository not granted\.\n.*403/s);
  expect(await push(token, 'up/hello')).toMatch(/remote: Write access to repository not granted\./);
  expect(await push(token, 'octo/absent')).toMatch(/remote: Repository not found\.\n.*not found/s);
  sandbox.setArchived('octo/hello', true);
  expect(await push(token)).toMatch(/remote: This repository was archived so it is read-only\.\n.*403/s);
  sandbox.setArchived('octo/hello', false);
  sandbox.grant('octo/hello', 'mona', 'push');
  expect(await push(mona)).toMatch(/HEAD -> main/);
  sandbox.setPrivate('octo/hello', true);
  const read = async (given?: string) => (await git(cwd, ['ls-remote', remote(sandbox, 'octo/hello', given)])).code;
  expect([await read(), await read(reading), await read('ghs_unknown')]).toEqual([128, 0, 128]);
  sandbox.suspend(installationId);
  expect(await read(reading)).toBe(128);
});

test('workflow files are pushed by an App only with the permission for them', async () => {
  const { sandbox, installationId, token, cwd } = await ready();
  const url = remote(sandbox, 'octo/hello', await mintToken(sandbox, installationId, { contents: 'write' }));
  const { clone, sha } = await cloneWithCommit(cwd, url, '.github/workflows/ci.yml');
  const refused = await git(clone, ['push', 'origin', 'HEAD:main']);
  expect(refused.stderr).toMatch(
    /! \[remote rejected\] HEAD -> main \(refusing to allow a GitHub App to create or update workflow `\.github\/workflows\/ci\.yml` without `workflows` permission\)/,
  );
  await gitOk(clone, ['push', '-q', remote(sandbox, 'octo/hello', token), 'HEAD:main']);
  expect(sandbox.head('octo/hello', 'main')).toBe(sha);
});

test('what git brought can be used through the API, and the other way round', async () => {
  const { sandbox, installationId, token, cwd } = await ready();
  const octokit = asInstallation(sandbox, installationId);
  const { clone, sha } = await cloneWithCommit(cwd, remote(sandbox, 'octo/hello', token));
  await gitOk(clone, ['push', '-q', 'origin', 'HEAD:refs/backstroke/tmp/a']);
  const place = { owner: 'octo', repo: 'hello' };
  await octokit.request('PATCH /repos/{owner}/{repo}/git/refs/{ref}', { ...place, ref: 'heads/main', sha });
  await octokit.request('DELETE /repos/{owner}/{repo}/git/refs/{ref}', { ...place, ref: 'backstroke/tmp/a' });
  expect(await gitOk(cwd, ['ls-remote', remote(sandbox, 'octo/hello'), 'refs/*'])).toBe(`${sha}\trefs/heads/main`);
});
