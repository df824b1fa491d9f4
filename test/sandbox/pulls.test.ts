import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { asInstallation, failure, fork, openPull, sandboxWithFork } from './support.ts';

const compare = 'GET /repos/{owner}/{repo}/compare/{basehead}';

async function ready(...permissions: [Record<string, string>?]) {
  const sandbox = await sandboxWithFork();
  const octokit = asInstallation(sandbox, sandbox.install('octo', 'all', ...permissions));
  return { sandbox, octokit };
}

test('compares a fork with its upstream in every state', async () => {
  const { sandbox, octokit } = await ready();
  const status = async (basehead: string) => {
    const { data } = await octokit.request(compare, { ...fork, basehead });
    return [data.status, data.ahead_by, data.behind_by];
  };
  expect(await status('main...up:main')).toEqual(['identical', 0, 0]);
  const sha = await sandbox.commit('up/hello', 'main', { files: { 'a.txt': 'a\n' } });
  expect(await status('main...up:main')).toEqual(['ahead', 1, 0]);
  expect(await status(`main...${sha}`)).toEqual(['ahead', 1, 0]);
  expect(await status('up:hello:main...main')).toEqual(['behind', 0, 1]);
  await sandbox.commit('octo/hello', 'main', { files: { 'b.txt': 'b\n' } });
  expect(await status('main...up:main')).toEqual(['diverged', 1, 1]);
  const ask = (basehead: string) => failure(octokit.request(compare, { ...fork, basehead }));
  expect(await ask('main...up:gone')).toMatchObject({ status: 404, data: { message: 'Not Found' } });
  await sandbox.forcePush('up/hello', 'other', { onto: null, files: { 'c.txt': 'c\n' } });
  expect(await ask('main...up:other')).toMatchObject({
    status: 404,
    data: { message: 'No common ancestor between main and up:other.' },
  });
});

test('lists the newest 250 commits of a comparison, the newest last, and pages from the oldest on', async () => {
  const { sandbox, octokit } = await ready();
  const shas: string[] = [];
  for (let at = 0; at < 252; at += 1) {
    shas.push(await sandbox.commit('up/hello', 'main', { files: { 'a.txt': `${at}\n` }, silent: true }));
  }
  const listed = async (paging: { page?: number; per_page?: number }) => {
    const { data } = await octokit.request(compare, { ...fork, basehead: 'main...up:main', ...paging });
    return {
      shas: data.commits.map(({ sha }: { sha: string }) => sha),
      total: data.total_commits,
      files: data.files?.length,
    };
  };
  expect(await listed({})).toEqual({ shas: shas.slice(2), total: 252, files: 1 });
  expect(await listed({ per_page: 100 })).toEqual({ shas: shas.slice(0, 100), total: 252, files: 1 });
  expect(await listed({ page: 2 })).toEqual({ shas: shas.slice(250), total: 252, files: undefined });
});

test.each(['merge', 'squash', 'rebase'] as const)('opens a pull request and merges it by %s', async (method) => {
  const { sandbox, octokit } = await ready();
  await sandbox.commit('octo/hello', 'main', { files: { 'own.txt': 'own\n' } });
  const first = await sandbox.commit('up/hello', 'main', { files: { 'a.txt': 'a\n' }, message: 'Add a' });
  const head = await sandbox.commit('up/hello', 'main', { files: { 'b.txt': 'b\n' }, message: 'Add b' });
  const opened = await openPull(octokit, { body: 'From upstream' });
  expect(opened.status).toBe(201);
  expect(opened.data).toMatchObject({
    number: 1,
    state: 'open',
    user: { login: 'backstroke[bot]', type: 'Bot', id: sandbox.bot.id },
    head: { label: 'up:main', sha: head, repo: { full_name: 'up/hello' } },
    base: { ref: 'main', repo: { full_name: 'octo/hello' } },
    commits: 2,
    changed_files: 2,
  });
  const sha = await sandbox.mergePull('octo/hello', 1, { method, by: 'octo' });
  const log = await sandbox.log('octo/hello', 'main');
  const parents = { merge: 2, squash: 1, rebase: 1 }[method];
  expect(log[0]).toMatchObject({ sha, parents: expect.toSatisfy((list: string[]) => list.length === parents) });
  expect(log.some((commit) => commit.sha === first)).toBe(method === 'merge');
  expect(log.some((commit) => commit.message === 'Add a')).toBe(method !== 'squash');
  const { data } = await octokit.request(compare, { ...fork, basehead: 'main...up:main' });
  expect([data.ahead_by, data.files?.length]).toEqual(method === 'merge' ? [0, 0] : [2, 2]);
  expect(sandbox.pulls('octo/hello')).toMatchObject([{ merged: true, mergeCommitSha: sha, state: 'closed' }]);
});

test('refuses what GitHub refuses, in its words', async () => {
  const { sandbox, octokit } = await ready();
  const refused = async (more: Record<string, unknown> = {}) => failure(openPull(octokit, more));
  const custom = (message: string) => ({ status: 422, data: { errors: [{ code: 'custom', message }] } });
  const field = (name: string) => ({ status: 422, data: { errors: [{ field: name, code: 'invalid' }] } });
  expect(await refused()).toMatchObject(custom('No commits between main and up:main'));
  await sandbox.commit('up/hello', 'main', { files: { a: '1' } });
  expect(await refused({ head: 'up:gone' })).toMatchObject(field('head'));
  expect(await refused({ head: 'nobody:main' })).toMatchObject(field('head'));
  expect(await refused({ base: 'gone' })).toMatchObject(field('base'));
  expect(await refused({ maintainer_can_modify: true })).toMatchObject({
    data: { errors: [{ field: 'fork_collab', message: "Fork collab can't be granted by someone without permission" }] },
  });
  await openPull(octokit);
  expect(await refused()).toMatchObject(custom('A pull request already exists for up:main.'));
  sandbox.setArchived('octo/hello', true);
  expect(await refused()).toMatchObject({
    status: 403,
    data: { message: 'Repository was archived so is read-only.' },
  });
});

test('a private upstream of another owner is not readable, one of the same owner needs head_repo', async () => {
  const { sandbox, octokit } = await ready();
  await sandbox.createRepository({ owner: 'up', name: 'secret', private: true });
  await sandbox.fork({ source: 'up/secret', owner: 'octo' });
  await sandbox.commit('up/secret', 'main', { files: { a: '1' } });
  expect(await failure(openPull(octokit, { repo: 'secret' }))).toMatchObject({
    status: 422,
    data: { errors: [{ message: 'not all refs are readable' }] },
  });
  await sandbox.fork({ source: 'octo/hello', owner: 'octo', name: 'second' });
  await sandbox.commit('octo/hello', 'next', { files: { a: '1' } });
  expect(await failure(openPull(octokit, { repo: 'second', head: 'octo:next' }))).toMatchObject({ status: 422 });
  expect((await openPull(octokit, { repo: 'second', head: 'octo:next', head_repo: 'hello' })).status).toBe(201);
});

test('lists by state, base and head, edits, closes and reopens', async () => {
  const { sandbox, octokit } = await ready();
  for (const branch of ['main', 'two', 'three']) await sandbox.commit('up/hello', branch, { files: { [branch]: '1' } });
  for (const branch of ['main', 'two', 'three']) await openPull(octokit, { head: `up:${branch}` });
  const list = async (query: Record<string, unknown>) => {
    const found = await octokit.request('GET /repos/{owner}/{repo}/pulls', { ...fork, ...query });
    return { numbers: found.data.map(({ number }) => number), link: found.headers.link };
  };
  expect((await list({ head: 'up:two' })).numbers).toEqual([2]);
  expect((await list({ base: 'gone' })).numbers).toEqual([]);
  const page = await list({ per_page: 2 });
  expect(page.numbers).toEqual([3, 2]);
  expect(page.link).toContain('rel="next"');
  const edit = (pull_number: number, change: Record<string, string>) =>
    octokit.request('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', { ...fork, pull_number, ...change });
  expect((await edit(1, { title: 'Better' })).data.title).toBe('Better');
  expect((await edit(1, { state: 'closed' })).data).toMatchObject({ state: 'closed', merged: false });
  expect((await list({ state: 'closed' })).numbers).toEqual([1]);
  sandbox.reopenPull('octo/hello', 1, 'octo');
  await sandbox.deleteBranch('up/hello', 'two');
  expect(sandbox.pulls('octo/hello')[1]).toMatchObject({
    state: 'closed',
    timeline: [{ type: 'ClosedEvent', actor: 'up' }, { type: 'HeadRefDeletedEvent' }],
  });
  expect(await failure(edit(2, { state: 'open' }))).toMatchObject({ status: 422 });
  sandbox.createLabel('octo/hello', 'upstream');
  const issue = await octokit.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
    ...fork,
    issue_number: 3,
    labels: ['upstream'],
    assignees: ['octo'],
  });
  expect(issue.data.labels).toMatchObject([{ name: 'upstream' }]);
});

test('a head follows its branch, and a base that holds it means merged', async () => {
  const { sandbox, octokit } = await ready();
  await sandbox.commit('up/hello', 'main', { files: { a: '1' } });
  await openPull(octokit);
  const head = await sandbox.commit('up/hello', 'main', { files: { a: '2' } });
  expect(sandbox.pulls('octo/hello')[0]?.head.sha).toBe(head);
  const { data } = await octokit.request('PATCH /repos/{owner}/{repo}/git/refs/{ref}', {
    ...fork,
    ref: 'heads/main',
    sha: head,
    force: false,
  });
  expect(data.object.sha).toBe(head);
  expect(sandbox.pulls('octo/hello')[0]).toMatchObject({ state: 'closed', merged: true });
});

test('says whether it can be merged when asked a second time, and shows people a page', async () => {
  const { sandbox, octokit } = await ready();
  await sandbox.commit('octo/hello', 'main', { files: { 'README.md': 'ours\n' } });
  await sandbox.commit('up/hello', 'main', { files: { 'README.md': 'theirs\n' } });
  const { data } = await openPull(octokit, { title: '<b>Sync</b>' });
  const mergeable = async () => {
    const pull = await octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', { ...fork, pull_number: 1 });
    return pull.data.mergeable;
  };
  await eventually(async () => (await mergeable()) === false);
  const release = sandbox.holdMergeable('octo/hello');
  expect(await mergeable()).toBeNull();
  release();
  expect(await mergeable()).toBe(false);
  await sandbox.commit('octo/hello', 'main', { files: { 'other.txt': 'ours\n' } });
  expect(await mergeable()).toBeNull();
  await eventually(async () => (await mergeable()) === false);
  const put = { ...fork, pull_number: 1 };
  expect(await failure(octokit.request('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', put))).toMatchObject({
    status: 405,
    data: { message: 'Pull Request is not mergeable' },
  });
  const page = await fetch(data.html_url).then((response) => response.text());
  expect(page).toContain('&#60;b&#62;Sync');
});
