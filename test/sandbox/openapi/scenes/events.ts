import { asInstallation, openPull } from '../../support.ts';
import type { Stage } from '../stage.ts';

/** Everything that happens to an installation. */
export async function installationEvents({ sandbox, octo }: Stage): Promise<void> {
  await sandbox.createRepository({ owner: 'up', name: 'second', silent: true });
  sandbox.createUser('visitor');
  await sandbox.fork({ source: 'up/hello', owner: 'visitor', silent: true });
  const id = sandbox.install('visitor', ['visitor/hello']);
  await sandbox.fork({ source: 'up/second', owner: 'visitor', silent: true });
  sandbox.addRepositories(id, ['visitor/second']);
  sandbox.removeRepositories(id, ['visitor/second']);
  sandbox.suspend(id);
  sandbox.unsuspend(id);
  sandbox.requestPermissions({ contents: 'write', pull_requests: 'write', issues: 'write' });
  sandbox.acceptPermissions(id);
  sandbox.setPermissions(octo, { contents: 'read' });
  sandbox.renameAccount('visitor', 'guest');
  sandbox.uninstall(id);
}

/** Everything that happens to a repository, a person's and an organization's. */
export async function repositoryEvents({ sandbox }: Stage): Promise<void> {
  sandbox.createOrg('down');
  sandbox.install('down', 'all');
  sandbox.install('mona', 'all');
  for (const [owner, to] of [
    ['octo', 'mona'],
    ['down', 'octo'],
    ['octo', 'down'],
  ] as const) {
    await sandbox.createRepository({ owner, name: 'new' });
    await sandbox.createBranch(`${owner}/new`, 'next');
    sandbox.setDefaultBranch(`${owner}/new`, 'next');
    sandbox.setArchived(`${owner}/new`, true);
    sandbox.setArchived(`${owner}/new`, false);
    sandbox.setPrivate(`${owner}/new`, true);
    sandbox.setPrivate(`${owner}/new`, false);
    sandbox.renameRepository(`${owner}/new`, 'newer');
    sandbox.transferRepository(`${owner}/newer`, to);
    sandbox.deleteRepository(`${to}/newer`);
  }
}

/** Pushes of every kind, of a person's fork and of an organization's repository. */
export async function pushEvents({ sandbox, up }: Stage): Promise<void> {
  sandbox.setPermissions(up, { contents: 'write' });
  await sandbox.commit('up/hello', 'main', { files: { 'a.txt': 'a\n', 'README.md': 'changed\n' } });
  const before = sandbox.head('octo/hello', 'main') ?? '';
  await sandbox.commit('octo/hello', 'main', { files: { 'a.txt': 'a\n' }, author: 'mona' });
  await sandbox.commit('octo/hello', 'main', { files: { 'a.txt': null, 'README.md': 'changed\n' } });
  await sandbox.forcePush('octo/hello', 'main', before);
  await sandbox.createBranch('octo/hello', 'next');
  await sandbox.deleteBranch('octo/hello', 'next');
  await sandbox.createTag('octo/hello', 'v1', 'main');
  await sandbox.release('octo/hello', 'v2', { from: 'main', notes: 'Two' });
}

/** A pull request's life, and what is put on it, on a person's repository and on an organization's. */
export async function pullEvents(stage: Stage): Promise<void> {
  const { sandbox, octo } = stage;
  sandbox.createOrg('down');
  await sandbox.fork({ source: 'up/hello', owner: 'down' });
  sandbox.grant('down/hello', 'mona', 'push');
  await lifeOf(sandbox, { owner: 'octo', installation: octo });
  await lifeOf(sandbox, { owner: 'down', installation: sandbox.install('down', 'all') });
}

async function lifeOf(sandbox: Stage['sandbox'], given: { owner: string; installation: number }): Promise<void> {
  const { owner } = given;
  const octokit = asInstallation(sandbox, given.installation);
  const name = `${owner}/hello`;
  const repository = { owner, repo: 'hello' };
  await sandbox.createBranch(name, 'next', undefined, { silent: true });
  await sandbox.commit('up/hello', 'main', { files: { 'a.txt': `${owner}\n` } });
  await openPull(octokit, repository);
  await sandbox.commit('up/hello', 'main', { files: { 'b.txt': `${owner}\n` } });
  await sandbox.editPull(name, 1, { by: owner, title: 'Another title', body: 'Another body', base: 'next' });
  const issue = { ...repository, issue_number: 1 };
  await octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', { ...issue, labels: ['bug'] });
  await octokit.request('DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}', { ...issue, name: 'bug' });
  const who = { ...issue, assignees: ['mona'] };
  await octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/assignees', who);
  const asked = { ...repository, pull_number: 1, reviewers: ['mona'] };
  await octokit.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers', asked);
  sandbox.setDraft(name, 1, true, owner);
  sandbox.setDraft(name, 1, false, owner);
  sandbox.review(name, 1, { by: 'mona', state: 'approved' });
  sandbox.review(name, 1, { by: 'mona', state: 'dismissed' });
  await sandbox.runCheck(name, sandbox.head('up/hello', 'main') ?? '', { name: 'ci', conclusion: 'success' });
  sandbox.closePull(name, 1, owner);
  sandbox.reopenPull(name, 1, owner);
  await sandbox.mergePull(name, 1, { by: owner });
}
