import { expect, test } from 'vitest';
import { defaultSettings } from '../../src/core/link.ts';
import type { Observation } from '../../src/core/observation.ts';
import type { Refusal } from '../../src/core/refusal.ts';
import { resultOf } from '../../src/core/result.ts';
import type { Gateway } from '../../src/github/gateway.ts';
import { sync } from '../../src/worker/sync.ts';
import { met } from '../core/merging-rows.ts';
import { head, now, pull, reference, seen } from '../core/observed.ts';
import { job } from '../core/rows.ts';
import { fakeGateway } from '../support/fake-gateway.ts';
import { aContext } from './context.ts';

const settings = { ...defaultSettings, pullRequest: { ...defaultSettings.pullRequest, merge: 'squash' as const } };
const known = job({
  pull: reference(7),
  mergeability: { ...met, looks: 0 },
  decidedOn: head,
  trigger: 'retry',
  lastReason: 'pull-open',
  settings,
});
type Answer = Awaited<ReturnType<Gateway['mergePull']>>;
interface More {
  giveUp?: AbortSignal;
  tags?: Observation['tags'];
}

/** What an operation comes to where GitHub answers so, and what was asked of it. */
async function merged(answer: Answer, { giveUp = new AbortController().signal, tags = null }: More = {}) {
  const asked: string[] = [];
  const orders: Parameters<Gateway['mergePull']>[0][] = [];
  const gateway: Gateway = {
    ...fakeGateway({ asked, answers: { observe: seen({ pulls: [pull()], tags }) } }),
    mergePull: async (order) => {
      orders.push(order);
      return answer;
    },
  };
  const outcome = await sync(known, aContext({ gateway, giveUp }));
  const result = resultOf({ job: known, outcome, readAt: now, now, webUrl: 'https://github.com' });
  return { result, orders, asked };
}

const inMs = (ms: number) => new Date(now.getTime() + ms).toISOString();

test('is asked for with the head that was seen and words of ours, and ends in sync', async () => {
  const { result, orders } = await merged({ merged: true, sha: 'e'.repeat(40) });
  expect(orders).toMatchObject([
    {
      number: 7,
      sha: head,
      method: 'squash',
      title: 'Merge dev of up/hello into main',
      message: expect.stringMatching(/^Pull request 7, up/),
    },
  ]);
  expect(result).toMatchObject({ reason: 'pull-merged', syncedSha: head, mergeability: null, retryAt: null });
});

test('of branches that moved is looked at again in a moment', async () => {
  const { result, orders } = await merged({ merged: false, why: 'moved', detail: 'Head branch was modified.' });
  expect(orders).toHaveLength(1);
  expect(result).toMatchObject({
    reason: 'pull-open',
    syncedSha: null,
    retryAt: inMs(10_000),
    mergeability: { looks: 1 },
  });
});

test('that GitHub lets wait is told in its words', async () => {
  const { result } = await merged({ merged: false, why: 'waits', detail: 'Required status check "ci" is expected.' });
  expect(result).toMatchObject({ reason: 'held-checks', syncedSha: null, retryAt: inMs(60_000) });
  expect(result.sentence).toContain('waits for what GitHub asks for (“Required status check "ci" is expected”)');
});

test('in a way that is not allowed names the checkbox', async () => {
  const { result } = await merged({ merged: false, why: 'method', detail: 'Squash merges are not allowed.' });
  expect(result).toMatchObject({ reason: 'branch-protected', syncedSha: null, retryAt: inMs(86_400_000) });
  expect(result.sentence).toContain('tick “Allow squash merging”');
});

test('of which nobody knows what became is looked at soon, and not asked for a second time before', async () => {
  const outage: Refusal = {
    refused: true,
    reason: 'github-unavailable',
    detail: '502',
    notBefore: null,
    unclear: true,
  };
  const { result, orders } = await merged(outage);
  expect(orders).toHaveLength(1);
  expect(result).toMatchObject({ reason: 'github-unavailable', syncedSha: null, retryAt: inMs(5_000) });
});

test('is not asked for when the worker hands back what it holds', async () => {
  expect((await merged({ merged: true, sha: head }, { giveUp: AbortSignal.abort() })).orders).toEqual([]);
});

test.each(['waits', 'method'] as const)('that GitHub refuses (%s) keeps no tags from coming', async (why) => {
  const tags = { state: '** 1 newest', missing: [{ name: 'v1', sha: head }] };
  const { result, asked } = await merged({ merged: false, why, detail: 'No.' }, { tags });
  expect(asked).toContain('createRef');
  expect(result).toMatchObject({
    reason: why === 'waits' ? 'held-checks' : 'branch-protected',
    tagsDecidedOn: tags.state,
  });
});

test('that GitHub cannot make now is followed by nothing', async () => {
  const tags = { state: '** 1 newest', missing: [{ name: 'v1', sha: head }] };
  const limited: Refusal = {
    refused: true,
    reason: 'rate-limited',
    detail: 'Later',
    notBefore: inMs(60_000),
    unclear: false,
  };
  const { asked } = await merged(limited, { tags });
  expect(asked).not.toContain('createRef');
});
