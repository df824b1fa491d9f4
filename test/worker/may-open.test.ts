import { expect, it } from 'vitest';
import { resultOf } from '../../src/core/result.ts';
import { mayOpenPull } from '../../src/worker/may-open.ts';
import { sync } from '../../src/worker/sync.ts';
import { seen } from '../core/observed.ts';
import { job, queuedAt } from '../core/rows.ts';
import { fakeGateway } from '../support/fake-gateway.ts';
import { aContext } from './context.ts';

it.each<[string, number | null, () => Promise<boolean>]>([
  ['no limit', null, async () => false],
  ['room', 5, async () => true],
  ['no Redis that could count', 5, () => Promise.reject(new Error('away'))],
])('with %s one is opened', async (_, limit, spend) => {
  expect(await mayOpenPull({ spend }, limit)).toBeNull();
});

it("opens none above the operator's limit, and does not say that GitHub takes no more", async () => {
  const asked: string[] = [];
  const context = aContext({
    gateway: fakeGateway({ asked, answers: { observe: seen() } }),
    mayOpenPull: () => mayOpenPull({ spend: async () => false }, 5),
  });
  const order = job();
  const outcome = await sync(order, context);
  expect(asked).toEqual([]);
  const result = resultOf({ job: order, outcome, readAt: queuedAt, now: queuedAt, webUrl: 'https://github.com' });
  expect(result).toMatchObject({ reason: 'rate-limited' });
  expect(result.sentence).toMatch(
    /^Backstroke itself opens no more pull requests for the moment \(“its operator allows 5 in an hour”\): there is/,
  );
});
