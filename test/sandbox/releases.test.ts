import { expect, test } from 'vitest';
import { asInstallation, sandboxWithFork, startReceiver } from './support.ts';

test('shows the latest release, and who committed', async () => {
  const sandbox = await sandboxWithFork();
  const octokit = asInstallation(sandbox, sandbox.install('octo', 'all'));
  const ask = async (query: string) => ({ data: await octokit.graphql(query) });
  const latest =
    '{ repository(owner: "up", name: "hello") { latestRelease { tagName description isLatest tagCommit { oid } } } }';
  expect(await ask(latest)).toMatchObject({ data: { repository: { latestRelease: null } } });
  const sha = await sandbox.commit('up/hello', 'main', { files: { a: '1' }, author: 'octo' });
  await sandbox.release('up/hello', 'v1', { from: 'main', notes: 'The first' });
  await sandbox.release('up/hello', 'v2', { from: sha });
  expect(sandbox.refs('up/hello')).toMatchObject({ 'refs/tags/v1': sha, 'refs/tags/v2': sha });
  const latestRelease = { tagName: 'v2', description: '', isLatest: true, tagCommit: { oid: sha } };
  expect(await ask(latest)).toMatchObject({ data: { repository: { latestRelease } } });
  const history = `{ repository(owner: "up", name: "hello") { ref(qualifiedName: "refs/heads/main") { target { ... on Commit {
    history(first: 100) { nodes { committer { name email } } } } } } } }`;
  const { data } = await ask(history);
  expect(data).toMatchObject({
    repository: {
      ref: { target: { history: { nodes: [{ committer: { name: 'octo' } }, { committer: { name: 'up' } }] } } },
    },
  });
});

test('tells of a release, and of its tag before', async () => {
  const receiver = await startReceiver();
  const sandbox = await sandboxWithFork({ webhook: receiver.target });
  sandbox.install('up', 'all');
  await sandbox.release('up/hello', 'v1', { from: 'main', notes: 'The first' });
  await sandbox.release('up/hello', 'v2', { from: 'main', silent: true });
  await sandbox.settled();
  const told = sandbox.deliveries().filter(({ event }) => event === 'push' || event === 'release');
  const release = { tag_name: 'v1', body: 'The first', draft: false, prerelease: false };
  expect(told.map(({ payload }) => payload)).toMatchObject([
    { ref: 'refs/tags/v1', created: true },
    { action: 'published', release, repository: { full_name: 'up/hello' } },
    { action: 'released', release },
  ]);
});
