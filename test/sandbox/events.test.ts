import { expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { asApp, asInstallation, fork, sandboxWithFork, startReceiver } from './support.ts';

async function ready() {
  const receiver = await startReceiver();
  const sandbox = await sandboxWithFork({ webhook: receiver.target });
  const installationId = sandbox.install('octo', 'all');
  await sandbox.settled();
  /** The payloads of this event that were sent by now. */
  const sent = async (event: string) => {
    await sandbox.settled();
    return sandbox.deliveries().flatMap((one) => (one.event === event ? [one.payload] : []));
  };
  return { sandbox, installationId, octokit: asInstallation(sandbox, installationId), sent };
}

test('a push says what became of the branch and of its files', async () => {
  const { sandbox, sent } = await ready();
  const zero = '0'.repeat(40);
  const before = sandbox.head('octo/hello', 'main');
  await sandbox.commit('octo/hello', 'main', { files: { added: '1', 'README.md': null } });
  const after = await sandbox.commit('octo/hello', 'main', { files: { added: '2' } });
  await sandbox.forcePush('octo/hello', 'main', before ?? '');
  await sandbox.createBranch('octo/hello', 'next');
  await sandbox.deleteBranch('octo/hello', 'next');
  const shared = { repository: { default_branch: 'main', master_branch: 'main' }, sender: { login: 'octo' } };
  const files = (added: string[], removed: string[], modified: string[]) => [{ added, removed, modified }];
  const still = { created: false, deleted: false, forced: false };
  expect(await sent('push')).toMatchObject([
    { ...shared, ...still, before, commits: files(['added'], ['README.md'], []) },
    { ...shared, ...still, after, commits: files([], [], ['added']), head_commit: { id: after } },
    { ...shared, ...still, forced: true, before: after, after: before, commits: [], head_commit: { id: before } },
    { ...shared, ...still, created: true, before: zero, after: before, commits: [], head_commit: { id: before } },
    { ...shared, ...still, deleted: true, before, after: zero, commits: [], head_commit: null },
  ]);
});

test('a merge shows what it brought to its first parent', async () => {
  const { sandbox, sent } = await ready();
  await sandbox.commit('octo/hello', 'main', { files: { own: '1' }, silent: true });
  await sandbox.commit('up/hello', 'main', { files: { a: '1' } });
  await sandbox.openPull({ repo: 'octo/hello', head: 'up:main', base: 'main', by: 'octo' });
  await sandbox.mergePull('octo/hello', 1, { by: 'octo' });
  expect((await sent('push')).at(-1)).toMatchObject({ head_commit: { added: ['a'], removed: [], modified: [] } });
});

const changes: [string, (sandbox: Sandbox) => void, string, Record<string, unknown>][] = [
  ['archived', (sandbox) => sandbox.setArchived('octo/hello', true), 'octo/hello', { archived: true }],
  ['privatized', (sandbox) => sandbox.setPrivate('octo/hello', true), 'octo/hello', { private: true, fork: false }],
  ['renamed', (sandbox) => sandbox.renameRepository('octo/hello', 'hallo'), 'octo/hallo', { name: 'hallo' }],
  ['edited', (sandbox) => sandbox.setDefaultBranch('octo/hello', 'next'), 'octo/hello', { default_branch: 'next' }],
];

test.each(changes)('a repository that is %s is so from then on', async (action, change, name, state) => {
  const { sandbox, octokit, sent } = await ready();
  await sandbox.createBranch('octo/hello', 'next');
  change(sandbox);
  expect(await sent('repository')).toMatchObject([{ action, repository: { full_name: name, ...state } }]);
  const [owner = '', repo = ''] = name.split('/');
  expect((await octokit.request('GET /repos/{owner}/{repo}', { owner, repo })).data).toMatchObject(state);
});

test('what was done to a repository can be undone', async () => {
  const { sandbox, sent } = await ready();
  sandbox.setArchived('octo/hello', true);
  sandbox.setArchived('octo/hello', false);
  sandbox.setPrivate('octo/hello', true);
  sandbox.setPrivate('octo/hello', false);
  expect(sandbox.repository('octo/hello')).toMatchObject({ archived: false, private: false });
  const actions = (await sent('repository')).map(({ action }) => action);
  expect(actions).toEqual(['archived', 'unarchived', 'privatized', 'publicized']);
});

test('a transfer moves the repository, and only the installation of the new owner hears of it', async () => {
  const { sandbox, octokit, sent } = await ready();
  sandbox.createUser('mona');
  const mona = sandbox.install('mona', 'all');
  sandbox.transferRepository('octo/hello', 'mona');
  expect(await sent('repository')).toMatchObject([
    {
      action: 'transferred',
      changes: { owner: { from: { user: { login: 'octo' } } } },
      repository: { full_name: 'mona/hello' },
      installation: { id: mona },
    },
  ]);
  const { data } = await octokit.request('GET /installation/repositories');
  expect(data.repositories).toEqual([]);
  const { data: theirs } = await asInstallation(sandbox, mona).request('GET /installation/repositories');
  expect(theirs.repositories).toMatchObject([{ full_name: 'mona/hello', owner: { login: 'mona' } }]);
});

test('a deleted repository is told of while its name still means something', async () => {
  const { sandbox, octokit, sent } = await ready();
  sandbox.deleteRepository('octo/hello');
  expect(await sent('repository')).toMatchObject([{ action: 'deleted', repository: { full_name: 'octo/hello' } }]);
  await expect(octokit.request('GET /repos/{owner}/{repo}', fork)).rejects.toMatchObject({ status: 404 });
});

test('what the App asks for anew holds where its owner accepted it', async () => {
  const { sandbox, installationId, sent } = await ready();
  const app = asApp(sandbox);
  const held = async () => {
    const installation_id = installationId;
    const { data } = await app.request('GET /app/installations/{installation_id}', { installation_id });
    return data.permissions;
  };
  const asked = { contents: 'write', issues: 'write' };
  sandbox.requestPermissions(asked);
  expect(await held()).not.toHaveProperty('issues');
  expect((await app.request('GET /app')).data?.permissions).toEqual({ metadata: 'read', ...asked });
  sandbox.acceptPermissions(installationId);
  expect(await held()).toEqual({ metadata: 'read', ...asked });
  expect((await sent('installation')).at(-1)).toMatchObject({
    action: 'new_permissions_accepted',
    installation: { permissions: asked },
    repositories: [{ full_name: 'octo/hello' }],
  });
});

test('an edited pull request tells how it was, and one that stays as it is tells nothing', async () => {
  const { sandbox, octokit, sent } = await ready();
  const base = await sandbox.createBranch('octo/hello', 'next', undefined, { silent: true });
  await sandbox.commit('up/hello', 'main', { files: { a: '1' } });
  await sandbox.openPull({ repo: 'octo/hello', head: 'up:main', base: 'main', by: 'octo', title: 'Sync' });
  const edit = (change: Record<string, string>) =>
    octokit.request('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', { ...fork, pull_number: 1, ...change });
  await edit({ title: 'Sync', state: 'open' });
  await edit({ title: 'Better', body: 'Why' });
  await sandbox.editPull('octo/hello', 1, { by: 'octo', base: 'next' });
  const edited = (await sent('pull_request')).filter(({ action }) => action === 'edited');
  expect(edited).toMatchObject([
    { changes: { title: { from: 'Sync' }, body: { from: '' } }, sender: { login: 'backstroke[bot]' } },
    { changes: { base: { ref: { from: 'main' }, sha: { from: base } } }, pull_request: { base: { ref: 'next' } } },
  ]);
  expect(sandbox.pulls('octo/hello')).toMatchObject([{ title: 'Better', body: 'Why', base: { branch: 'next' } }]);
});
