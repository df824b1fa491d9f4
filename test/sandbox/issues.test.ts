import { expect, test } from 'vitest';
import { asInstallation, failure, fork, openPull, sandboxWithFork } from './support.ts';

const issue = '/repos/{owner}/{repo}/issues/{issue_number}';
const pull = '/repos/{owner}/{repo}/pulls/{pull_number}';
const one = { ...fork, issue_number: 1, pull_number: 1 };

async function ready(permissions: Record<string, string> = { contents: 'read', pull_requests: 'write' }) {
  const sandbox = await sandboxWithFork();
  for (const login of ['mona', 'stranger']) sandbox.createUser(login);
  sandbox.grant('octo/hello', 'mona', 'push');
  const octokit = asInstallation(sandbox, sandbox.install('octo', 'all', permissions));
  await sandbox.commit('up/hello', 'main', { files: { a: '1' } });
  await openPull(octokit);
  const shown = () => sandbox.pulls('octo/hello')[0];
  return { sandbox, octokit, shown };
}

test('labels are added to those that are there, whatever their case', async () => {
  const { sandbox, octokit, shown } = await ready();
  sandbox.createLabel('octo/hello', 'Upstream', { color: '112233' });
  const add = (labels: string[]) => octokit.request(`POST ${issue}/labels`, { ...one, labels });
  expect((await add(['upstream'])).data).toMatchObject([{ name: 'Upstream', color: '112233' }]);
  expect((await add(['bug', 'upstream'])).data).toMatchObject([{ name: 'Upstream' }, { name: 'bug' }]);
  await octokit.request(`DELETE ${issue}/labels/{name}`, { ...one, name: 'upstream' });
  expect(shown()?.labels).toEqual(['bug']);
  const again = octokit.request(`DELETE ${issue}/labels/{name}`, { ...one, name: 'upstream' });
  expect(await failure(again)).toMatchObject({ status: 404, data: { message: 'Label does not exist' } });
});

test('a label that does not exist is made with `issues: write`, and not with `pull_requests: write` alone', async () => {
  const narrow = await ready();
  const labels = ['bug', 'made on the fly'];
  expect(await failure(narrow.octokit.request(`POST ${issue}/labels`, { ...one, labels }))).toMatchObject({
    status: 403,
    data: { errors: [{ resource: 'Repository', field: 'label', code: 'unauthorized' }] },
  });
  expect(narrow.shown()?.labels).toEqual([]);
  const wide = await ready({ pull_requests: 'write', issues: 'write' });
  await wide.octokit.request(`POST ${issue}/labels`, { ...one, labels });
  expect(wide.shown()?.labels).toEqual(labels);
  expect(wide.sandbox.labels('octo/hello')).toContain('made on the fly');
  const long = { ...one, labels: ['a'.repeat(51)] };
  expect(await failure(wide.octokit.request(`POST ${issue}/labels`, long))).toMatchObject({
    status: 422,
    data: { errors: [{ resource: 'Label', field: 'name', code: 'invalid' }] },
  });
});

test('neither permission is too little for labels and assignees', async () => {
  const { sandbox } = await ready();
  sandbox.createUser('other');
  const narrow = asInstallation(sandbox, sandbox.install('other', 'all', { contents: 'read' }));
  await sandbox.fork({ source: 'octo/hello', owner: 'other' });
  await sandbox.openPull({ repo: 'other/hello', head: 'up:main', base: 'main', by: 'other' });
  const at = { ...one, owner: 'other' };
  for (const request of [
    narrow.request(`POST ${issue}/labels`, { ...at, labels: ['bug'] }),
    narrow.request(`POST ${issue}/assignees`, { ...at, assignees: ['other'] }),
  ]) {
    expect(await failure(request)).toMatchObject({
      status: 403,
      headers: { 'x-accepted-github-permissions': 'issues=write; pull_requests=write' },
    });
  }
});

test('who cannot be assigned is left out without a word', async () => {
  const { sandbox, octokit, shown } = await ready();
  const assignees = ['mona', 'stranger', 'nobody', 'octo'];
  const assign = () => octokit.request(`POST ${issue}/assignees`, { ...one, assignees });
  expect((await assign()).data.assignees).toMatchObject([{ login: 'mona' }, { login: 'octo' }]);
  sandbox.commentPull('octo/hello', 1, 'stranger', 'Me too');
  await assign();
  expect(shown()?.assignees).toEqual(['mona', 'octo', 'stranger']);
});

test('a review is requested of collaborators alone, all of them or none', async () => {
  const { sandbox, octokit, shown } = await ready();
  const ask = (asked: Record<string, string[]>) =>
    octokit.request(`POST ${pull}/requested_reviewers`, { ...one, ...asked });
  expect(await failure(ask({ reviewers: ['mona', 'stranger'] }))).toMatchObject({
    status: 422,
    data: {
      message:
        'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the octo/hello repository.',
    },
  });
  expect(await failure(ask({ team_reviewers: ['maintainers'] }))).toMatchObject({ status: 422 });
  expect(shown()?.reviewers).toEqual([]);
  await ask({ reviewers: ['mona', 'octo'] });
  expect(shown()?.reviewers).toEqual(['mona', 'octo']);
  await sandbox.commit('up/hello', 'next', { files: { b: '1' } });
  await sandbox.openPull({ repo: 'octo/hello', head: 'up:next', base: 'main', by: 'mona' });
  const own = { ...one, pull_number: 2, reviewers: ['mona'] };
  expect(await failure(octokit.request(`POST ${pull}/requested_reviewers`, own))).toMatchObject({
    status: 422,
    data: { message: 'Review cannot be requested from pull request author.' },
  });
});

test('a team of the organization reviews, when the App may see teams', async () => {
  const { sandbox } = await ready();
  sandbox.createTeam('up', 'maintainers', ['up/hello']);
  await sandbox.commit('octo/hello', 'main', { files: { b: '1' } });
  await sandbox.openPull({ repo: 'up/hello', head: 'octo:main', base: 'main', by: 'octo' });
  const id = sandbox.install('up', 'all', { pull_requests: 'write' });
  const asked = { owner: 'up', repo: 'hello', pull_number: 1, team_reviewers: ['maintainers'] };
  const ask = () => asInstallation(sandbox, id).request(`POST ${pull}/requested_reviewers`, asked);
  expect(await failure(ask())).toMatchObject({
    status: 422,
    data: { errors: [expect.stringContaining('Could not resolve to a node with the global id of')] },
  });
  sandbox.setPermissions(id, { pull_requests: 'write', members: 'read' });
  expect((await ask()).data.requested_teams).toMatchObject([{ slug: 'maintainers' }]);
  expect(sandbox.pulls('up/hello')[0]?.teamReviewers).toEqual(['up/maintainers']);
});
