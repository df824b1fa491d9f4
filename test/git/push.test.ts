import { expect, test } from 'vitest';
import { asInstallation, startReceiver } from '../sandbox/support.ts';
import { gitOk, mintToken, remote } from '../support/git-program.ts';
import { never, rebased, type Scene, scene } from './scene.ts';

async function diverged(): Promise<Scene> {
  const made = await scene();
  await made.sandbox.commit('octo/hello', 'main', { files: { 'mine.txt': 'mine\n' } });
  await made.sandbox.commit('up/hello', 'main', { files: { 'up.txt': 'x\n' } });
  return made;
}

const left = ({ look }: Scene) => look('for-each-ref', '--format=%(refname:lstrip=2)', 'refs/fork/backstroke');
const place = { owner: 'octo', repo: 'hello' };

test('the next operation removes what a dead one left in the fork, of its own link alone', async () => {
  const made = await diverged();
  const { git, order, rebase } = made;
  rebased(await git.rebase(order({ linkId: 'other', operationId: 'a' }), never));
  rebased(await rebase({ operationId: 'b' }));
  rebased(await rebase({ operationId: 'c' }));
  rebased(await rebase({ operationId: 'c' }));
  expect(await left(made)).toBe('backstroke/tmp/link/c\nbackstroke/tmp/other/a');
  expect(await git.tidy(order(), never)).toEqual({ done: true });
  expect(await git.tidy(order(), never)).toEqual({ done: true });
  expect(await left(made)).toBe('backstroke/tmp/other/a');
});

test('a temporary reference tells nobody and moves nothing', async () => {
  const { sandbox, rebase } = await diverged();
  const receiver = await startReceiver();
  sandbox.setWebhook(receiver.target);
  const before = sandbox.head('octo/hello', 'main');
  rebased(await rebase());
  expect(sandbox.head('octo/hello', 'main')).toBe(before);
  const after = await sandbox.commit('octo/hello', 'main', { files: { 'more.txt': 'x\n' } });
  await sandbox.settled();
  expect(receiver.received.map(({ body }) => JSON.parse(body))).toMatchObject([{ ref: 'refs/heads/main', after }]);
});

test('the branch moves to the new commits, with a backup, and the reference goes, in one mutation', async () => {
  const made = await diverged();
  const { sandbox, installationId, rebase } = made;
  const before = sandbox.head('octo/hello', 'main') ?? '';
  const { sha, ref } = rebased(await rebase());
  const none = '0'.repeat(40);
  const refUpdates = [
    { name: 'refs/backstroke/backup/main', beforeOid: none, afterOid: before },
    { name: 'refs/heads/main', beforeOid: before, afterOid: sha, force: true },
    { name: ref, beforeOid: sha, afterOid: none },
  ];
  await asInstallation(sandbox, installationId).graphql(
    'mutation Move($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }',
    { input: { repositoryId: sandbox.repository('octo/hello').nodeId, refUpdates } },
  );
  expect(sandbox.head('octo/hello', 'main')).toBe(sha);
  expect(await left(made)).toBe('backstroke/backup/main');
});

test('what GitHub refuses is a refusal in its own words', async () => {
  const { sandbox, installationId, rebase, token } = await diverged();
  const fork = { ...place, name: 'hello', sha: sandbox.head('octo/hello', 'main') ?? '' };
  const reading = await mintToken(sandbox, installationId, { contents: 'read' });
  expect(await rebase({ fork: { ...fork, token: reading } })).toMatchObject({
    reason: 'missing-permission',
    detail: 'Write access to repository not granted.',
  });
  const workflow = { '.github/workflows/ci.yml': 'on: push\n' };
  await sandbox.commit('up/hello', 'main', { files: workflow });
  const writing = await mintToken(sandbox, installationId, { contents: 'write' });
  expect(await rebase({ fork: { ...fork, token: writing } })).toMatchObject({
    reason: 'missing-permission',
    detail: expect.stringMatching(/^refusing to allow a GitHub App to create or update workflow/),
  });
  sandbox.setArchived('octo/hello', true);
  expect(await rebase({ fork: { ...fork, token } })).toMatchObject({ reason: 'fork-archived' });
  sandbox.setArchived('octo/hello', false);
  expect(await rebase({ fork: { ...fork, token: 'ghs_of_yesterday' } })).toMatchObject({
    reason: 'github-unavailable',
  });
  expect(await rebase({ fork: { ...fork, sha: 'e'.repeat(40), token } })).toMatchObject({
    reason: 'github-unavailable',
  });
  rebased(await rebase({ fork: { ...fork, token } }));
});

test('a private network is read with the tokens of its installations, each sent to its own repository', async () => {
  const { sandbox, token, rebase } = await diverged();
  sandbox.setPrivate('octo/hello', true);
  const upstreamNow = () => ({ owner: 'up', name: 'hello', sha: sandbox.head('up/hello', 'main') ?? '' });
  rebased(await rebase({ upstream: { ...upstreamNow(), token: null } }));
  sandbox.setPrivate('up/hello', true);
  await sandbox.commit('up/hello', 'main', { files: { 'secret.txt': 'x\n' } });
  const upstream = upstreamNow();
  expect(await rebase({ upstream: { ...upstream, token } })).toMatchObject({
    reason: 'github-unavailable',
    detail: 'Repository not found.',
  });
  const upToken = await mintToken(sandbox, sandbox.install('up', 'all'));
  rebased(await rebase({ upstream: { ...upstream, token: upToken } }));
  await expect(gitOk('/tmp', ['ls-remote', remote(sandbox, 'octo/hello', upToken)])).rejects.toThrow(/not found/);
});

test('more commits than can be replayed are counted, and none is pushed', async () => {
  const made = await diverged();
  const { person, rebase } = made;
  const mona = await person();
  const commits = Array.from(
    { length: 500 },
    (_, at) =>
      `commit refs/heads/main\ncommitter A <a@b.c> ${at} +0000\ndata 1\nx\n${at === 0 ? 'from refs/heads/main^0\n' : ''}M 644 inline n\ndata <<E\n${at}\nE\n`,
  );
  await mona.with(commits.join(''))('fast-import', '--quiet');
  await mona('push', '-q', 'origin', 'main');
  expect(await rebase()).toEqual({ kind: 'too-many', own: 501 });
  expect(await left(made)).toBe('');
});
