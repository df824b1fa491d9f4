import { expect, test } from 'vitest';
import type { Kept } from '../../src/core/keep.ts';
import { defaultSettings } from '../../src/core/link.ts';
import type { Observation } from '../../src/core/observation.ts';
import type { Strategy } from '../../src/core/strategy.ts';
import type { Gateway } from '../../src/github/gateway.ts';
import { sync } from '../../src/worker/sync.ts';
import { counted, elsewhere, fork, head, seen, sha, upstream } from '../core/observed.ts';
import { job } from '../core/rows.ts';
import { commit, file, range } from '../core/text/bodies.ts';
import { fakeGateway } from '../support/fake-gateway.ts';
import { aRefusal } from '../support/messages.ts';
import { aContext } from './context.ts';

const kept: Kept = { of: head, files: [{ path: 'docs/a.md', version: null }], alone: false, digest: 'd' };
const pullRequest = { ...defaultSettings.pullRequest, head: 'fork' as const };
const settings = { ...defaultSettings, keep: ['docs'], pullRequest };
const made = sha('9');

/** What an operation comes to, and what GitHub was asked for. */
async function run(given: {
  strategy?: Strategy;
  shown?: Observation[];
  answers?: Partial<Gateway>;
  dryRun?: boolean;
}) {
  const asked: string[] = [];
  const orders: Record<string, unknown>[] = [];
  const shown = given.shown ?? [seen({ kept })];
  const noting =
    (name: string, answer: object) =>
    async (order: object): Promise<never> => {
      asked.push(name);
      orders.push({ name, ...order });
      return answer as never;
    };
  const gateway: Gateway = {
    ...fakeGateway({ asked, answers: {} }),
    observe: async () => (shown.length > 1 ? shown.shift() : shown[0]) ?? seen({ kept }),
    keepingCommit: noting('keepingCommit', { sha: made }),
    mergeInto: noting('mergeInto', { moved: true, sha: elsewhere }),
    createRef: noting('createRef', { moved: true, sha: made }),
    openPull: noting('openPull', { number: 7, url: 'u', headSha: made, detail: null }),
    readRange: async () =>
      range([commit(1, 'Louder engines')], [file('docs/a.md'), file('engine.ts'), file('docs/yarn.lock')]),
    ...given.answers,
  };
  const { strategy = 'merge', dryRun = false } = given;
  const outcome = await sync(job({ strategy, settings, pull: null }), aContext({ gateway, dryRun }));
  return { outcome, asked, orders };
}

test('the commit that keeps something is made, and merged', async () => {
  const { outcome, asked, orders } = await run({});
  expect(asked).toEqual(['keepingCommit', 'mergeInto']);
  expect(orders[0]).toMatchObject({ kept, bot: { id: 1, slug: 'backstroke', webUrl: 'https://github.com' } });
  expect(orders[1]).toMatchObject({ branch: 'main', headSha: made });
  expect(outcome).toMatchObject({ reason: 'merged', plan: { syncedSha: head }, moved: { after: elsewhere } });
});

test('it is made again, and nothing twice, where GitHub did not say what became of the merge', async () => {
  const unclear = aRefusal({ reason: 'github-unavailable', unclear: true });
  const after = seen({
    fork: fork({ branchSha: elsewhere }),
    upstream: upstream({ branchSha: head }),
    comparison: counted({ missing: 0, own: 2 }),
  });
  const merged = await run({ shown: [seen({ kept }), after], answers: { mergeInto: async () => unclear } });
  expect(merged.asked).toEqual(['keepingCommit']);
  expect(merged.outcome).toMatchObject({ reason: 'merged', moved: { before: fork().branchSha, after: elsewhere } });
});

test('where it is refused nothing is moved', async () => {
  const refused = aRefusal({ reason: 'missing-permission' });
  const { outcome, asked } = await run({ answers: { keepingCommit: async () => refused } });
  expect(asked).not.toContain('mergeInto');
  expect(outcome).toMatchObject({ reason: 'missing-permission' });
});

test('a dry run makes none', async () => {
  const { outcome, asked } = await run({ dryRun: true });
  expect(asked).toEqual([]);
  expect(outcome.reason).toBe('planned');
});

test('the head of a pull request is placed there, and its text tells of no file that is kept', async () => {
  const { outcome, asked, orders } = await run({ strategy: 'pull-request' });
  expect(asked).toEqual(['keepingCommit', 'createRef', 'openPull']);
  expect(orders[1]).toMatchObject({ ref: 'refs/heads/backstroke/up/main', sha: made });
  const body = String(orders[2]?.body);
  expect(body).toContain('**This file stays as it is** in this fork');
  expect(body).toContain('`docs/a.md`');
  expect(body).not.toContain('yarn.lock');
  expect(outcome).toMatchObject({ reason: 'pull-opened', plan: { syncedSha: head } });
});
