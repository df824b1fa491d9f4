import { expect, it } from 'vitest';
import type { Refusal } from '../../src/core/refusal.ts';
import { heed } from '../../src/worker/heed.ts';
import { job } from '../core/rows.ts';
import { aRefusal } from '../support/messages.ts';

const ticked = { box: 'sync' as const, heads: null, by: { id: 5, login: 'mona' }, request: 3 };
const asked = job({ ticked, trigger: 'event' });
const gateway = (answer: boolean | Refusal) => {
  const orders: unknown[] = [];
  return {
    orders,
    mayPush: async (order: unknown) => {
      orders.push(order);
      return answer;
    },
  };
};

it('a box that who may push to the fork ticked makes the operation a person’s', async () => {
  const github = gateway(true);
  expect(await heed(asked, github)).toEqual({ ...asked, trigger: 'manual' });
  expect(github.orders).toMatchObject([
    { installationId: 42, fork: { owner: 'octo', name: 'hello' }, person: ticked.by },
  ]);
});

it('a move stays what was asked for, on the heads that it was asked for', async () => {
  const move = job({ ticked: { ...ticked, box: 'move', heads: { fork: 'a', upstream: 'b' } } });
  expect(await heed(move, gateway(true))).toEqual({ ...move, trigger: 'manual' });
  expect(await heed(move, gateway(false))).toEqual({ ...move, ticked: null });
});

it('one that somebody else ticked is as if nobody had', async () => {
  expect(await heed(asked, gateway(false))).toEqual({ ...asked, ticked: null });
});

it('where GitHub cannot say it waits', async () => {
  expect(await heed(asked, gateway(aRefusal()))).toMatchObject({ refused: true, reason: 'github-unavailable' });
});

it('nobody is asked about where nothing was ticked', async () => {
  const github = gateway(aRefusal());
  expect(await heed(job(), github)).toEqual(job());
  expect(github.orders).toEqual([]);
});
