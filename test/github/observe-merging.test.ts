import { expect, test } from 'vitest';
import { isRefusal } from '../../src/core/refusal.ts';
import { createGateway } from '../../src/github/gateway.ts';
import { observed, person, pull, target, upstreamSha } from './fixtures.ts';
import { answerGraphql, api, github, mint, now, offline } from './support.ts';

offline();

async function seen(parts: Parameters<typeof observed>[0], merging = true) {
  const settings = {
    pullRequest: { head: 'upstream' as const, merge: merging ? ('squash' as const) : ('never' as const) },
  };
  mint();
  const { sent } = answerGraphql('Observe', { data: observed(parts) });
  const observation = await createGateway({ github: github(), now: () => now }).observe({ ...target, settings });
  if (isRefusal(observation)) throw new Error(observation.detail);
  expect(sent[0]?.variables).toMatchObject({ merging });
  return observation;
}

const runs = (...check_runs: object[]) =>
  api()
    .get(`/repos/octo/hello/commits/${upstreamSha}/check-runs`)
    .query({ per_page: 100 })
    .reply(200, { total_count: check_runs.length, check_runs });

test.each([
  ['CLEAN', 'clean'],
  ['HAS_HOOKS', 'clean'],
  ['BEHIND', 'behind'],
  ['DIRTY', 'dirty'],
  ['UNKNOWN', 'unknown'],
  ['A_NEW_WORD', 'unknown'],
  [undefined, 'unknown'],
])('%s is %s, and asks for no checks', async (mergeStateStatus, mergeState) => {
  const { pulls, checks } = await seen({ pulls: [pull({ mergeStateStatus })] });
  expect(pulls).toMatchObject([{ mergeState, draft: false, review: null }]);
  expect(checks).toBeNull();
});

test.each([
  ['BLOCKED', 'blocked'],
  ['UNSTABLE', 'unstable'],
  ['DRAFT', 'blocked'],
])('%s is %s, and asks which checks did not pass', async (mergeStateStatus, mergeState) => {
  runs(
    { name: 'build', status: 'completed', conclusion: 'success' },
    { name: 'docs', status: 'completed', conclusion: 'skipped' },
    { name: 'lint', status: 'completed', conclusion: 'failure' },
    { name: 'slow', status: 'completed', conclusion: 'timed_out' },
    { name: 'test', status: 'in_progress', conclusion: null },
  );
  const { pulls, checks } = await seen({ pulls: [pull({ mergeStateStatus, isDraft: true })] });
  expect(pulls).toMatchObject([{ mergeState, draft: true }]);
  expect(checks).toEqual({ failed: ['lint', 'slow'], pending: ['test'] });
});

test('where they cannot be read, only their names are missing', async () => {
  api()
    .get(/check-runs/)
    .reply(403, { message: 'Resource not accessible by integration' });
  const { pulls, checks } = await seen({ pulls: [pull({ mergeStateStatus: 'BLOCKED' })] });
  expect([pulls[0]?.mergeState, checks]).toEqual(['blocked', null]);
});

test.each([
  ["a person's pull request", { author: person }, true],
  ['a link that merges nothing', {}, false],
  ['one that is closed', { state: 'CLOSED' }, true],
])('no checks are asked of %s', async (_, parts, merging) => {
  expect((await seen({ pulls: [pull({ mergeStateStatus: 'BLOCKED', ...parts })] }, merging)).checks).toBeNull();
});

test.each([
  [null, [], null],
  [null, ['APPROVED', 'DISMISSED'], null],
  // GitHub says so of branches that require a review, and of no others.
  [null, ['APPROVED', 'CHANGES_REQUESTED'], 'changes'],
  ['CHANGES_REQUESTED', [], 'changes'],
  ['REVIEW_REQUIRED', [], 'required'],
  ['APPROVED', ['APPROVED'], null],
])('decision %s, reviews %j: %s', async (reviewDecision, states, review) => {
  const latestOpinionatedReviews = { nodes: states.map((state) => ({ state })) };
  const { pulls } = await seen({
    pulls: [pull({ mergeStateStatus: 'CLEAN', reviewDecision, latestOpinionatedReviews })],
  });
  expect(pulls).toMatchObject([{ review }]);
});

test('the ways to merge are those that the repository allows', async () => {
  const allowed = { mergeCommitAllowed: true, squashMergeAllowed: false, rebaseMergeAllowed: true };
  expect((await seen({ fork: allowed })).mergeMethods).toEqual(['merge', 'rebase']);
  expect((await seen({})).mergeMethods).toBeNull();
});
