import { expect, test } from 'vitest';
import { asInstallation, failure, fork, openPull, sandboxWithFork, startReceiver } from './support.ts';

const merge = 'PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge';
const one = { ...fork, pull_number: 1 };

async function opened() {
  const receiver = await startReceiver();
  const sandbox = await sandboxWithFork({ webhook: receiver.target });
  const octokit = asInstallation(sandbox, sandbox.install('octo', 'all'));
  const sha = await sandbox.commit('up/hello', 'main', { files: { 'a.txt': 'a\n' } });
  await openPull(octokit);
  /** What GitHub calls it, once it knows. */
  const state = async () => {
    for (;;) {
      const { data } = await octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', one);
      const query =
        'query ($owner: String!, $repo: String!) { repository(owner: $owner, name: $repo) { pullRequest(number: 1) { mergeStateStatus reviewDecision } } }';
      const { repository } = await octokit.graphql<{
        repository: { pullRequest: { mergeStateStatus: string; reviewDecision: string | null } };
      }>(query, fork);
      const { mergeStateStatus, reviewDecision } = repository.pullRequest;
      if (data.mergeable_state === 'unknown') continue;
      expect(data.mergeable_state).toBe(mergeStateStatus.toLowerCase());
      return reviewDecision === null ? mergeStateStatus : `${mergeStateStatus} ${reviewDecision}`;
    }
  };
  const refused = async () => (await failure(octokit.request(merge, one))).data;
  return { sandbox, octokit, receiver, sha, state, refused };
}

test('a required check blocks until it passes, one that is not makes it unstable', async () => {
  const { sandbox, octokit, receiver, sha, state, refused } = await opened();
  expect(await state()).toBe('CLEAN');
  await sandbox.runCheck('octo/hello', sha, { name: 'lint' });
  expect(await state()).toBe('UNSTABLE');
  sandbox.requireChecks('octo/hello', 'main', ['ci']);
  expect(await state()).toBe('BLOCKED');
  expect(await refused()).toMatchObject({ message: 'Required status check "ci" is expected.', status: '405' });
  await sandbox.runCheck('octo/hello', sha, { name: 'ci' });
  expect(await refused()).toMatchObject({ message: 'Required status check "ci" is in progress.' });
  await sandbox.runCheck('octo/hello', sha, { name: 'ci', conclusion: 'failure' });
  expect(await refused()).toMatchObject({ message: 'Required status check "ci" is failing.' });
  expect(await state()).toBe('BLOCKED');
  await sandbox.settled();
  expect(receiver.names()).not.toContain('check_suite.completed');
  await sandbox.runCheck('octo/hello', sha, { name: 'lint', conclusion: 'skipped' });
  await sandbox.settled();
  expect(receiver.names()).toContain('check_suite.completed');
  await sandbox.runCheck('octo/hello', sha, { name: 'ci', conclusion: 'success' });
  expect(await state()).toBe('CLEAN');
  expect((await octokit.request(merge, { ...one, sha })).data).toMatchObject({ merged: true });
});

test('a required review blocks until somebody who may write has approved', async () => {
  const { sandbox, receiver, state, refused } = await opened();
  for (const login of ['mona', 'stranger']) sandbox.createUser(login);
  sandbox.grant('octo/hello', 'mona', 'push');
  sandbox.review('octo/hello', 1, { by: 'mona', state: 'changes_requested' });
  expect(await state()).toBe('CLEAN');
  sandbox.requireReviews('octo/hello', 'main', 1);
  expect(await state()).toBe('BLOCKED CHANGES_REQUESTED');
  sandbox.review('octo/hello', 1, { by: 'mona', state: 'dismissed' });
  sandbox.review('octo/hello', 1, { by: 'stranger', state: 'approved' });
  expect(await state()).toBe('BLOCKED REVIEW_REQUIRED');
  expect(await refused()).toMatchObject({
    message: 'At least 1 approving review is required by reviewers with write access.',
  });
  sandbox.review('octo/hello', 1, { by: 'mona', state: 'approved' });
  expect(await state()).toBe('CLEAN APPROVED');
  await sandbox.settled();
  expect(receiver.names().filter((name) => name.startsWith('pull_request_review'))).toEqual([
    'pull_request_review.submitted',
    'pull_request_review.dismissed',
    'pull_request_review.submitted',
    'pull_request_review.submitted',
  ]);
});

test('a draft and a way that is turned off are not merged', async () => {
  const { sandbox, octokit, receiver, state, refused } = await opened();
  sandbox.setDraft('octo/hello', 1, true, 'octo');
  expect(await state()).toBe('DRAFT');
  expect(await refused()).toMatchObject({ message: 'Pull Request is still a draft' });
  sandbox.setDraft('octo/hello', 1, false, 'octo');
  sandbox.allowMerges('octo/hello', ['squash']);
  expect(await refused()).toMatchObject({ message: 'Merge commits are not allowed on this repository.' });
  expect((await octokit.request(merge, { ...one, merge_method: 'squash' })).data).toMatchObject({ merged: true });
  await sandbox.settled();
  expect(receiver.names()).toEqual(
    expect.arrayContaining(['pull_request.converted_to_draft', 'pull_request.ready_for_review']),
  );
});
