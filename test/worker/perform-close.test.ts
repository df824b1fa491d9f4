import { expect, it } from 'vitest';
import { defaultSettings } from '../../src/core/link.ts';
import type { ObservedPull } from '../../src/core/observation.ts';
import { section } from '../../src/core/text/pull-section.ts';
import { replacedText } from '../../src/core/text/pull-wishes.ts';
import type { Gateway } from '../../src/github/gateway.ts';
import { sync } from '../../src/worker/sync.ts';
import { counted, head, pull, reference, seen } from '../core/observed.ts';
import { job } from '../core/rows.ts';
import { fakeGateway } from '../support/fake-gateway.ts';
import { aRefusal } from '../support/messages.ts';
import { aContext } from './context.ts';

const branch = 'backstroke/up/main';
const settings = { ...defaultSettings, pullRequest: { ...defaultSettings.pullRequest, head: 'fork' as const } };
const upstream = { id: 22, owner: 'up', name: 'hello', branch: 'main' };
const old = section('Old', null);
const named = section(replacedText({ number: 7, branch }), null);
const placed = { sha: head, comparison: counted({ missing: 0 }), beyond: 1, lacks: 1 };

/** What an operation that finds these comes to, and how it closed one of them. The one that it opens is number 7. */
async function run(pulls: ObservedPull[], { refused = false, missing = 3 } = {}) {
  const closed: Parameters<Gateway['closePull']>[0][] = [];
  const shown = seen({
    pulls,
    placed: pulls.some((one) => one.head === 'fork') ? placed : null,
    comparison: counted({ missing }),
  });
  const gateway: Gateway = {
    ...fakeGateway({ asked: [], answers: {} }),
    observe: async () => shown,
    closePull: async (order) => {
      closed.push(order);
      return refused ? aRefusal() : { closed: true };
    },
  };
  const outcome = await sync(
    job({ upstream, settings, pull: reference(6), lastSyncedSha: head }),
    aContext({ gateway }),
  );
  return { outcome, closed };
}

it.each([
  ['its text names that', `Mine.\n${old}\nMine, too`, `Mine.\n${named}\nMine, too`],
  ['a text of somebody else stays', 'Mine', undefined],
  ['a text that cannot be read stays', null, undefined],
])('one that another takes the place of is closed, and %s', async (_, body, expected) => {
  const { outcome, closed } = await run([pull({ number: 6, body })]);
  expect(closed.map((order) => [order.number, order.body])).toEqual([[6, expected]]);
  expect(outcome).toMatchObject({ reason: 'pull-opened', pull: { number: 7 } });
});

it('one that GitHub did not close names the other all the same once it does', async () => {
  const six = pull({ number: 6, body: old });
  const first = await run([six], { refused: true });
  expect(first.outcome).toMatchObject({ reason: 'github-unavailable', pull: { number: 7 } });
  expect(first.closed).toHaveLength(1);
  const { outcome, closed } = await run([pull({ number: 7, head: 'fork' }), six]);
  expect(closed).toMatchObject([{ number: 6, body: named }]);
  expect(outcome).toMatchObject({ reason: 'pull-opened', pull: { number: 7 } });
});

it('one that has nothing to bring any more is closed with the text that it has', async () => {
  const { outcome, closed } = await run([pull({ number: 6, body: old })], { missing: 0 });
  expect(closed.map((order) => [order.number, order.body])).toEqual([[6, undefined]]);
  expect(outcome.reason).toBe('pull-closed-caught-up');
});
