import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { directory } from '../support/git-program.ts';
import { asInstallation, failure, fork, openPull, sandboxWithFork, withToken } from './support.ts';

async function ready() {
  const sandbox = await sandboxWithFork();
  const octokit = asInstallation(sandbox, sandbox.install('octo', 'all'));
  return { sandbox, octokit };
}

test('a renamed repository redirects to its id', async () => {
  const { sandbox, octokit } = await ready();
  sandbox.renameRepository('octo/hello', 'hallo');
  const response = await fetch(`${sandbox.url}/api/v3/repos/octo/hello/branches?per_page=1`, { redirect: 'manual' });
  const { id } = sandbox.repository('octo/hallo');
  expect(response.status).toBe(301);
  expect(response.headers.get('location')).toBe(`${sandbox.url}/api/v3/repositories/${id}/branches?per_page=1`);
  expect((await octokit.request('GET /repos/{owner}/{repo}', fork)).data.full_name).toBe('octo/hallo');
});

test('when an upstream is deleted another fork becomes the parent', async () => {
  const { sandbox, octokit } = await ready();
  sandbox.createUser('mona');
  await sandbox.fork({ source: 'up/hello', owner: 'mona' });
  await sandbox.commit('up/hello', 'main', { files: { a: '1' } });
  await openPull(octokit);
  sandbox.deleteRepository('up/hello');
  expect(sandbox.repository('octo/hello').parent).toBeNull();
  expect(sandbox.repository('mona/hello').parent).toBe('octo/hello');
  expect(await failure(octokit.request('GET /repos/{owner}/{repo}', { owner: 'up', repo: 'hello' }))).toMatchObject({
    status: 404,
  });
  expect(sandbox.pulls('octo/hello')).toMatchObject([{ state: 'closed', head: { repository: null } }]);
});

test('a private upstream leaves the network of its forks', async () => {
  const { sandbox, octokit } = await ready();
  sandbox.setPrivate('up/hello', true);
  expect(sandbox.repository('octo/hello').parent).toBeNull();
  const compare = { ...fork, basehead: 'main...up:main' };
  expect(await failure(octokit.request('GET /repos/{owner}/{repo}/compare/{basehead}', compare))).toMatchObject({
    status: 404,
  });
});

test('a fork of a fork names its parent and where they all come from, and what a person may do', async () => {
  const { sandbox } = await ready();
  sandbox.createUser('mona');
  await sandbox.fork({ source: 'octo/hello', owner: 'mona' });
  const mona = withToken(sandbox, sandbox.createUserToken('mona', { app: 'other' }));
  const { data } = await mona.request('GET /repos/{owner}/{repo}', { owner: 'mona', repo: 'hello' });
  expect(data).toMatchObject({
    fork: true,
    parent: { full_name: 'octo/hello' },
    source: { full_name: 'up/hello' },
    permissions: { admin: true, push: true, pull: true },
  });
  const { data: parent } = await mona.request('GET /repos/{owner}/{repo}', fork);
  expect(parent.permissions).toMatchObject({ admin: false, push: false, pull: true });
});

test('branches come page by page', async () => {
  const { sandbox, octokit } = await ready();
  for (const branch of ['a', 'b']) await sandbox.createBranch('octo/hello', branch);
  const page = async (number: number) => {
    const query = { ...fork, per_page: 2, page: number };
    const { data, headers } = await octokit.request('GET /repos/{owner}/{repo}/branches', query);
    return [data.map(({ name }) => name), headers.link?.includes('rel="next"')];
  };
  expect(await page(1)).toEqual([['a', 'b'], true]);
  expect(await page(2)).toEqual([['main'], false]);
});

test('reads files, branches, commits and roles', async () => {
  const { sandbox, octokit } = await ready();
  const sha = await sandbox.commit('octo/hello', 'release/1', { files: { '.github/backstroke.yml': 'version: 1\n' } });
  const contents = { ...fork, path: '.github/backstroke.yml', ref: 'release/1' };
  const file = await octokit.request('GET /repos/{owner}/{repo}/contents/{path}', contents);
  expect(Buffer.from('content' in file.data ? file.data.content : '', 'base64').toString()).toBe('version: 1\n');
  const branches = await octokit.request('GET /repos/{owner}/{repo}/branches', fork);
  expect(branches.data.map(({ name }) => name)).toEqual(['main', 'release/1']);
  const read = (headers: Record<string, string>) =>
    octokit.request('GET /repos/{owner}/{repo}/commits/{ref}', { ...fork, ref: 'heads/release/1', headers });
  const accept = 'application/vnd.github.sha';
  expect((await read({ accept })).data).toBe(sha);
  expect(await failure(read({ accept, 'if-none-match': `"${sha}"` }))).toMatchObject({ status: 304 });
  const role = await octokit.request('GET /repos/{owner}/{repo}/collaborators/{username}/permission', {
    ...fork,
    username: 'octo',
  });
  expect(role.data.permission).toBe('admin');
  expect((await octokit.request('GET /users/{username}', { username: 'backstroke[bot]' })).data).toMatchObject({
    id: sandbox.bot.id,
    type: 'Bot',
  });
});

test('merges a branch, or upstream, into a fork, as far as permissions allow', async () => {
  const { sandbox, octokit } = await ready();
  await sandbox.commit('octo/hello', 'main', { files: { own: '1' } });
  const sha = await sandbox.commit('up/hello', 'main', { files: { a: '1' } });
  const merge = (head: string) => octokit.request('POST /repos/{owner}/{repo}/merges', { ...fork, base: 'main', head });
  expect((await merge(sha)).data.parents).toHaveLength(2);
  expect((await merge(sha)).status).toBe(204);
  const upstream = () => octokit.request('POST /repos/{owner}/{repo}/merge-upstream', { ...fork, branch: 'main' });
  expect((await upstream()).data.merge_type).toBe('none');
  await sandbox.commit('up/hello', 'main', { files: { own: '2' } });
  expect(await failure(upstream())).toMatchObject({ status: 409, data: { message: 'There are merge conflicts' } });
  const installation = sandbox.requests().find(({ installationId }) => installationId)?.installationId ?? 0;
  sandbox.setPermissions(installation, { contents: 'write' });
  const workflow = await sandbox.commit('up/hello', 'ci', { files: { '.github/workflows/ci.yml': 'on: push\n' } });
  const create = octokit.request('POST /repos/{owner}/{repo}/git/refs', {
    ...fork,
    ref: 'refs/heads/ci',
    sha: workflow,
  });
  expect(await failure(create)).toMatchObject({
    status: 403,
    headers: { 'x-accepted-github-permissions': 'contents=write; contents=write,workflows=write' },
  });
});

/** Counts the git processes that are started from now on. */
function countGit(): () => number {
  const [dir, path] = [directory(), process.env.PATH];
  const log = join(dir, 'log');
  writeFileSync(log, '');
  writeFileSync(join(dir, 'git'), `#!/bin/sh\necho >> ${log}\nPATH='${path}'\nexec git "$@"\n`, { mode: 0o755 });
  vi.stubEnv('PATH', `${dir}:${path}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  return () => readFileSync(log, 'utf8').length;
}

test('two hundred forks start no git, and a commit as much of it as with one', async () => {
  const started = countGit();
  const { sandbox } = await ready();
  const commit = async (a: string) => {
    const before = started();
    await sandbox.commit('up/hello', 'main', { files: { a } });
    return started() - before;
  };
  const one = await commit('1');
  expect(one).toBeGreaterThan(0);
  const [before, head] = [started(), sandbox.head('up/hello', 'main')];
  for (let at = 0; at < 200; at += 1) {
    sandbox.createUser(`user${at}`);
    await sandbox.fork({ source: 'up/hello', owner: `user${at}` });
  }
  expect(started()).toBe(before);
  expect(await commit('2')).toBe(one);
  expect(sandbox.head('user199/hello', 'main')).toBe(head);
});
