import { expect, test } from 'vitest';
import { asInstallation, fork, openPull, sandboxWithFork } from './support.ts';

test('resolves conflicts as in the browser: by a merge of the base into the head, with all that both sides have', async () => {
  const sandbox = await sandboxWithFork();
  const octokit = asInstallation(sandbox, sandbox.install('octo', 'all'));
  const ours = await sandbox.commit('octo/hello', 'main', { files: { 'a.txt': 'ours\n', 'own.txt': 'own\n' } });
  const theirs = await sandbox.commit('up/hello', 'main', { files: { 'a.txt': 'theirs\n', 'b.txt': 'b\n' } });
  await sandbox.createBranch('octo/hello', 'theirs', theirs);
  const { data } = await openPull(octokit, { head: 'theirs' });
  const files = { 'a.txt': 'both\n' };
  const to = await sandbox.resolveConflicts('octo/hello', data.number, { files, by: 'octo' });
  expect(sandbox.pulls('octo/hello')).toMatchObject([{ head: { branch: 'theirs', sha: to } }]);
  const { parents, message } = await sandbox.commitOf('octo/hello', to);
  expect({ parents, message: message.trim() }).toEqual({
    parents: [theirs, ours],
    message: "Merge branch 'main' into theirs",
  });
  await sandbox.mergePull('octo/hello', data.number, { by: 'octo' });
  const texts = ['a.txt', 'b.txt', 'own.txt'].map(async (path) => {
    const read = await octokit.request('GET /repos/{owner}/{repo}/contents/{path}', { ...fork, path });
    return Buffer.from('content' in read.data ? read.data.content : '', 'base64').toString();
  });
  expect(await Promise.all(texts)).toEqual(['both\n', 'b\n', 'own\n']);
});
