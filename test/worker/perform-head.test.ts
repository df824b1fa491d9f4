import { beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings } from '../../src/core/link.ts';
import type { Job } from '../../src/core/message.ts';
import type { Observation } from '../../src/core/observation.ts';
import type { Refusal } from '../../src/core/refusal.ts';
import { resultOf } from '../../src/core/result.ts';
import type { Moved } from '../../src/github/move-branch.ts';
import { sync } from '../../src/worker/sync.ts';
import { before, counted, elsewhere, head, merged, now, pull, reference, seen } from '../core/observed.ts';
import { job } from '../core/rows.ts';
import { type Answers, fakeGateway } from '../support/fake-gateway.ts';
import { memoryLog } from '../support/memory-log.ts';

const branch = 'backstroke/up/main';
const settings = { ...defaultSettings, pullRequest: { ...defaultSettings.pullRequest, head: 'fork' as const } };
const refusal = (reason: Refusal['reason'], unclear = false): Refusal => ({
  refused: true,
  reason,
  detail: 'no',
  notBefore: null,
  unclear,
});

/** What GitHub shows, one after the other, and the last of it from then on. */
let shown: Observation[];
let answers: Answers;
let asked: { call: string; order: Record<string, unknown> }[];

beforeEach(() => {
  shown = [];
  answers = {};
  asked = [];
});

const upstream = { id: 22, owner: 'up', name: 'hello', branch: 'main' };
const placed = (sha: string, counts: { missing?: number; own?: number } = {}) => ({
  sha,
  comparison: counted({ missing: 0, ...counts }),
  beyond: 1,
  lacks: 1,
});
const isOpen = (sha: string) => pull({ head: 'fork', headSha: sha });

async function run(given: Partial<Job> = {}) {
  const calls: string[] = [];
  const whole = fakeGateway({ asked: calls, answers });
  const noted = new Proxy(whole, {
    get: (target, call: keyof typeof whole) => async (order: never) => {
      if (call === 'observe') return shown.length > 1 ? shown.shift() : shown[0];
      asked.push({ call, order });
      return target[call](order);
    },
  });
  const order = job({ upstream, pull: null, settings, ...given });
  const outcome = await sync(order, {
    gateway: noted,
    git: null,
    upstreamGit: null,
    braked: async () => false,
    repositoryToken: async () => refusal('github-unavailable'),
    webUrl: 'https://github.com',
    publicUrl: undefined,
    mayOpenPull: async () => null,
    giveUp: new AbortController().signal,
    dryRun: false,
    rests: { refusal: async () => null, note: async () => undefined },
    now: async () => now,
    log: memoryLog().log,
  });
  return { outcome, result: resultOf({ job: order, outcome, readAt: now, now, webUrl: 'https://github.com' }) };
}

const calls = () => asked.map(({ call }) => call);

describe('a head in the fork', () => {
  it('is made before the pull request that has it', async () => {
    shown = [seen()];
    expect((await run()).outcome).toMatchObject({ reason: 'pull-opened' });
    expect(asked.filter(({ call }) => call !== 'readRange')).toMatchObject([
      { call: 'createRef', order: { ref: `refs/heads/${branch}`, sha: head } },
      { call: 'openPull', order: { headInFork: branch, body: expect.stringContaining(branch) } },
    ]);
  });

  it.each([
    ['forward', placed(before, { missing: 1 }), 'forwardBranch', { branch, sha: head }],
    [
      'elsewhere, from where it was left',
      placed(before, { missing: 1, own: 1 }),
      'replaceRefs',
      { moves: [{ ref: `refs/heads/${branch}`, before, after: head }] },
    ],
    [
      "on, by a merge into somebody's commits",
      placed(elsewhere, { missing: 1, own: 1 }),
      'mergeInto',
      { branch, headSha: head, message: `Merge main of up/hello into ${branch}` },
    ],
  ] as const)('is moved %s', async (_, at, call, order) => {
    shown = [seen({ placed: at, pulls: [isOpen(at.sha)] })];
    const { result } = await run({ pull: reference(7), lastSyncedSha: before });
    expect(asked).toMatchObject([{ call, order }]);
    expect(result).toMatchObject({ reason: 'pull-updated', syncedSha: head, pull: reference(7) });
    // GitHub has yet to find out whether it conflicts.
    expect(result.mergeability).toMatchObject({ looks: 1 });
    expect(result.retryAt).not.toBeNull();
  });

  it('that upstream conflicts with stays, which is said', async () => {
    answers = { mergeInto: { moved: false, why: 'conflict' } };
    shown = [seen({ placed: placed(elsewhere, { missing: 1, own: 1 }), pulls: [isOpen(elsewhere)] })];
    const { result } = await run({ pull: reference(7), lastSyncedSha: before });
    expect(result).toMatchObject({ reason: 'conflict', syncedSha: null, decidedOn: head });
    expect(result.sentence).toContain(`what was pushed to ${branch} of octo/hello changed the same lines`);
    expect(result.sentence).toContain(`merge upstream into ${branch} in a clone and push the result`);
    expect(calls().filter((call) => call === 'mergeInto')).toHaveLength(1);
  });

  it('in place of a merge that met a conflict is tried once, too', async () => {
    answers = { mergeInto: { moved: false, why: 'conflict' } };
    shown = [
      seen({
        comparison: counted({ own: 1 }),
        placed: placed(elsewhere, { missing: 1, own: 1 }),
        pulls: [isOpen(elsewhere)],
      }),
    ];
    const { result } = await run({ strategy: 'merge', pull: reference(7), lastSyncedSha: before });
    expect(result.reason).toBe('conflict');
    expect(asked.filter(({ call }) => call === 'mergeInto').map(({ order }) => order.branch)).toEqual(['main', branch]);
  });

  const overtaken: Moved = { moved: false, why: 'overtaken' };
  it.each([
    ['was moved by somebody meanwhile', overtaken],
    ['was moved, perhaps', refusal('github-unavailable', true)],
  ])('that %s is read again', async (_, forwardBranch) => {
    answers = { forwardBranch };
    shown = [
      seen({ placed: placed(before, { missing: 1 }), pulls: [isOpen(before)] }),
      seen({ placed: placed(head), pulls: [isOpen(head)] }),
    ];
    const { result } = await run({ pull: reference(7), lastSyncedSha: before });
    expect(result).toMatchObject({ reason: 'pull-updated', syncedSha: head });
    expect(calls()).toEqual(['forwardBranch']);
  });

  it.each(['missing-permission', 'branch-protected', 'github-unavailable'] as const)(
    'that GitHub refuses is %s, and nothing is opened',
    async (reason) => {
      answers = { createRef: refusal(reason) };
      shown = [seen()];
      expect((await run()).outcome).toMatchObject({ reason, detail: 'no', pull: null });
      expect(calls()).not.toContain('openPull');
    },
  );

  it("takes the place of upstream's own: that one is closed last", async () => {
    shown = [seen({ pulls: [pull({ number: 6 })] })];
    const { result } = await run({ pull: reference(6), lastSyncedSha: head });
    expect(calls()).toEqual(['createRef', 'readRange', 'openPull', 'closePull']);
    expect(result).toMatchObject({ reason: 'pull-opened', pull: { number: 7 } });
  });
});

describe('a head in the fork that is not needed any more', () => {
  const over = () =>
    seen({ comparison: counted({ missing: 0 }), placed: placed(head), pulls: [merged({ head: 'fork' })] });

  it('is removed from where it was seen', async () => {
    shown = [over()];
    expect((await run({ pull: reference(7) })).outcome).toMatchObject({ reason: 'pull-merged', detail: null });
    expect(asked).toMatchObject([{ call: 'replaceRefs', order: { moves: [{ before: head, after: '0'.repeat(40) }] } }]);
  });

  it('stays where somebody pushed to it meanwhile', async () => {
    answers = { replaceRefs: { moved: false, why: 'overtaken' } };
    shown = [over()];
    expect((await run({ pull: reference(7) })).outcome).toMatchObject({ reason: 'pull-merged', detail: null });
  });

  it.each([
    ['github-unavailable', { reason: 'github-unavailable' }],
    ['branch-protected', { reason: 'pull-merged', detail: 'no' }],
  ] as const)('where GitHub answers %s: comes to %o', async (reason, outcome) => {
    answers = { replaceRefs: refusal(reason) };
    shown = [over()];
    expect((await run({ pull: reference(7) })).outcome).toMatchObject(outcome);
  });
});
