import { expect, it } from 'vitest';
import { defaultSettings } from '../../src/core/link.ts';
import type { ObservedPull } from '../../src/core/observation.ts';
import { resultOf } from '../../src/core/result.ts';
import { section, writtenFor } from '../../src/core/text/pull-section.ts';
import type { Gateway } from '../../src/github/gateway.ts';
import { sync } from '../../src/worker/sync.ts';
import { before, fork, head, now, pull, reference, seen } from '../core/observed.ts';
import { job } from '../core/rows.ts';
import { fakeGateway } from '../support/fake-gateway.ts';
import { aRefusal } from '../support/messages.ts';
import { aContext } from './context.ts';

const settings = { ...defaultSettings, conflict: { labels: ['bug', 'conflict'], reviewers: [] } };
const body = section('Old', { fork: fork().branchSha ?? '', upstream: head, conflicting: false });

/** An operation of a link whose row knows of no conflict. */
async function run(shown: Partial<ObservedPull>, changed: Partial<Gateway> = {}) {
  const asked: string[] = [];
  let text = shown.body ?? body;
  const fake = fakeGateway({ asked, answers: {} });
  const gateway: Gateway = {
    ...fake,
    observe: async () => seen({ pulls: [pull({ body, labels: ['bug'], ...shown })] }),
    rewritePull: async (order) => {
      text = order.body;
      return fake.rewritePull(order);
    },
    ...changed,
  };
  const order = job({ settings, pull: reference(7), decidedOn: head });
  const outcome = await sync(order, aContext({ gateway }));
  const result = resultOf({ job: order, outcome, readAt: now, now, webUrl: 'https://github.com' });
  return { asked, text, result };
}

it('a label for conflicts is named by the text before it is put on', async () => {
  const { asked, text, result } = await run({ conflicting: true });
  expect(asked.slice(0, 3)).toEqual(['readRange', 'rewritePull', 'addLabels']);
  expect(writtenFor(text)?.labels).toEqual(['conflict']);
  expect(result.mergeability?.labels).toEqual(['conflict']);
});

it('is added to what is on the pull request by then, and nothing that somebody took off meanwhile is put on again', async () => {
  const added: string[][] = [];
  await run(
    { conflicting: true, labels: ['red'] },
    {
      addLabels: async ({ labels }) => {
        added.push(labels);
        return { done: true };
      },
    },
  );
  expect(added).toEqual([['bug', 'conflict']]);
});

it('one that a worker put on before it died is known by the text, and goes when they are solved', async () => {
  const { text } = await run({ conflicting: true });
  const labelled = { body: text, labels: ['bug', 'conflict'] };
  const again = await run({ ...labelled, conflicting: true });
  expect(again.result).toMatchObject({ reason: 'conflict', mergeability: { labels: ['conflict'] } });
  const removed: string[] = [];
  const solved = await run(labelled, {
    removeLabel: async ({ label }) => {
      removed.push(label);
      return { done: true };
    },
  });
  expect(removed).toEqual(['conflict']);
  expect(solved.result.reason).toBe('pull-open');
  expect(writtenFor(solved.text)).toMatchObject({ conflicting: false, labels: [] });
});

it('the text names it until it is gone, and no longer where GitHub will not have it taken off', async () => {
  const marked = section('Old', { fork: before, upstream: head, conflicting: true, labels: ['conflict'] });
  const labelled = { body: marked, labels: ['conflict'] };
  const away = await run(labelled, { removeLabel: async () => aRefusal() });
  expect(away).toMatchObject({ text: marked, result: { reason: 'github-unavailable' } });
  const never = await run(labelled, { removeLabel: async () => aRefusal({ reason: 'failed', detail: 'no' }) });
  expect(never.result.reason).toBe('pull-open');
  expect(writtenFor(never.text)?.labels).toEqual([]);
});
