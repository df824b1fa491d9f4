import { expect, test } from 'vitest';
import { mergePull } from '../../src/github/merge-pull.ts';
import { place, sha } from './moving.ts';
import { api, offline, secondary } from './support.ts';

offline();

const order = {
  number: 7,
  sha,
  method: 'squash' as const,
  title: 'Merge main of up/hello',
  message: 'Pull request 7.',
};
const merge = '/repos/octo/hello/pulls/7/merge';

const says = (message: string, status: number) => ({
  message,
  documentation_url: 'https://docs.github.com/rest/pulls/pulls#merge-a-pull-request',
  status: String(status),
});

test('merges the head that was seen, with words of ours', async () => {
  api()
    .put(merge, {
      sha,
      merge_method: 'squash',
      commit_title: 'Merge main of up/hello',
      commit_message: 'Pull request 7.',
    })
    .reply(200, { sha: 'c'.repeat(40), merged: true, message: 'Pull Request successfully merged' });
  expect(await mergePull(place(), order)).toEqual({ merged: true, sha: 'c'.repeat(40) });
});

test('a rebase has no words of its own', async () => {
  api()
    .put(merge, { sha, merge_method: 'rebase' })
    .reply(200, { sha: 'c'.repeat(40), merged: true, message: 'Pull Request successfully merged' });
  expect(await mergePull(place(), { ...order, method: 'rebase' })).toMatchObject({ merged: true });
});

test.each<[number, string, string]>([
  [409, 'Head branch was modified. Review and try the merge again.', 'moved'],
  [405, 'Base branch was modified. Review and try the merge again.', 'moved'],
  [405, 'Pull Request is not mergeable', 'moved'],
  [405, 'Squash merges are not allowed on this repository.', 'method'],
  [405, 'Merge commits are not allowed on this repository.', 'method'],
  [405, 'Rebase merges are not allowed on this repository.', 'method'],
  [405, 'Required status check "ci" is expected.', 'waits'],
  [405, 'Required status check "ci" is failing.', 'waits'],
  [405, 'At least 1 approving review is required by reviewers with write access.', 'waits'],
  [405, 'Repository rule violations found\n\nRequired status check "ci" is expected.', 'waits'],
  [405, 'Pull Request is still a draft', 'waits'],
  [405, "This branch can't be rebased", 'waits'],
])('%i "%s": %s', async (status, message, why) => {
  api().put(merge).reply(status, says(message, status));
  const detail = message.replace(/\s+/g, ' ');
  expect(await mergePull(place(), order)).toEqual({ merged: false, why, detail });
});

const workflows =
  'refusing to allow a GitHub App to create or update workflow `.github/workflows/ci.yml` without `workflows` permission';

test.each<[string, number, unknown, object, Record<string, string>?]>([
  ['a merge queue', 405, says('Changes must be made through the merge queue', 405), { reason: 'branch-protected' }],
  ['a rule', 405, says('Repository rule violations found', 405), { reason: 'branch-protected' }],
  ['who may push', 405, says("You're not authorized to push to this branch.", 405), { reason: 'branch-protected' }],
  ['workflows, said so', 403, says(workflows, 403), { reason: 'missing-permission', detail: workflows }],
  [
    'workflows as 403',
    403,
    says('Resource not accessible by integration', 403),
    { reason: 'missing-permission' },
    { contents: 'write' },
  ],
  ['an input it does not take', 422, says('Validation Failed', 422), { reason: 'failed', detail: 'Validation Failed' }],
  ['archived', 403, says('Repository was archived so is read-only.', 403), { reason: 'fork-archived' }],
  ['a secondary limit', 403, says(secondary, 403), { reason: 'rate-limited' }],
  ['no answer that is one', 502, '<html></html>', { reason: 'github-unavailable', unclear: true }],
  ['something else than documented', 200, { merged: false }, { reason: 'github-unavailable', unclear: true }],
])('%s is a refusal', async (_, status, body, outcome, permissions) => {
  api()
    .put(merge)
    .reply(status, body as object);
  expect(await mergePull(place(permissions), order)).toMatchObject({ refused: true, ...outcome });
});
