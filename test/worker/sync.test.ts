import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { PullRequestSettings } from '../../src/core/link.ts';
import { defaultSettings } from '../../src/core/link.ts';
import type { Job } from '../../src/core/message.ts';
import type { Observation } from '../../src/core/observation.ts';
import type { Refusal } from '../../src/core/refusal.ts';
import { type SyncContext, sync } from '../../src/worker/sync.ts';
import { fork, head, now, pull, seen } from '../core/observed.ts';
import { job } from '../core/rows.ts';
import { type Answers, fakeGateway, opened } from '../support/fake-gateway.ts';
import { memoryLog } from '../support/memory-log.ts';

const refusal = (reason: Refusal['reason'], detail: string): Refusal => ({
  refused: true,
  reason,
  detail,
  notBefore: null,
  unclear: false,
});

let shown: Observation;
let asked: string[];
let answers: Answers;
let lines: ReturnType<typeof memoryLog>;
const note = vi.fn(async () => undefined);

beforeEach(() => {
  note.mockClear();
  lines = memoryLog();
  asked = [];
  shown = seen();
  answers = {};
});

const dressed = (given: Partial<PullRequestSettings> = {}) => ({
  ...defaultSettings,
  pullRequest: { ...defaultSettings.pullRequest, labels: ['upstream'], reviewers: ['mona'], ...given },
});

function run(given: Partial<Job> = {}, changed: Partial<SyncContext> = {}) {
  return sync(job({ pull: null, settings: dressed(), ...given }), {
    gateway: fakeGateway({ asked, answers: { observe: shown, ...answers } }),
    git: null,
    repositoryToken: async () => outage,
    webUrl: 'https://github.com',
    publicUrl: undefined,
    mayOpenPull: async () => null,
    giveUp: new AbortController().signal,
    dryRun: false,
    rests: { refusal: async () => null, note },
    now: async () => now,
    log: lines.log,
    ...changed,
  });
}

const counted = { kind: 'counted' as const, missing: 0, own: 0, headSha: head };
const limit = refusal('rate-limited', 'slow down');
const outage = refusal('github-unavailable', 'HTTP 502');

it('opens, labels and asks for reviews', async () => {
  expect(await run()).toMatchObject({ reason: 'pull-opened', detail: null, check: null });
  expect(asked).toEqual(['readRange', 'openPull', 'labelPull', 'requestReviewers']);
});

it('dresses one that was opened and is not known, and opens none', async () => {
  shown = seen({ pulls: [pull({ labels: ['upstream'] })] });
  expect(await run()).toMatchObject({ reason: 'pull-opened', pull: { number: 7 } });
  expect(asked).toEqual(['requestReviewers']);
});

it('dresses one of ours that was there already', async () => {
  answers = { openPull: { exists: true }, findOpenPull: pull() };
  expect(await run()).toMatchObject({ reason: 'pull-opened', pull: { number: 7 } });
  expect(asked).toEqual(['readRange', 'openPull', 'findOpenPull', 'labelPull', 'requestReviewers']);
});

it("leaves a person's alone that was there already", async () => {
  answers = { openPull: { exists: true }, findOpenPull: pull({ ours: false }) };
  expect(await run()).toMatchObject({ reason: 'pull-open', pull: { number: 7 } });
  expect(asked).toEqual(['readRange', 'openPull', 'findOpenPull']);
});

it('tells everything that GitHub refused of it, and goes on', async () => {
  answers = {
    openPull: { ...opened, detail: 'no drafts' },
    labelPull: refusal('failed', 'no label'),
    requestReviewers: refusal('missing-permission', 'no team'),
  };
  expect(await run()).toMatchObject({ reason: 'pull-opened', detail: 'no drafts; no label; no team' });
});

it.each([
  ['a limit', limit, {}],
  ['an outage', outage, {}],
  ['an outage that lasts', outage, { lastReason: 'github-unavailable', failures: 2 } as const],
])('comes back for the rest after %s', async (_, labelPull, given) => {
  answers = { labelPull };
  expect(await run(given)).toMatchObject({ reason: labelPull.reason, pull: { number: 7 } });
  expect(asked).toEqual(['readRange', 'openPull', 'labelPull']);
});

it('does not come back for ever: what GitHub never answers is told as refused', async () => {
  answers = { labelPull: outage };
  const known = await run({ lastReason: 'github-unavailable', failures: 3 });
  expect(known).toMatchObject({ reason: 'pull-opened', detail: 'HTTP 502' });
  expect(asked).toEqual(['readRange', 'openPull', 'labelPull', 'requestReviewers']);
});

it('writes nothing in a dry run', async () => {
  expect((await run({}, { dryRun: true })).reason).toBe('planned');
  shown = seen({ comparison: { kind: 'unrelated' } });
  expect((await run({}, { dryRun: true })).reason).toBe('unrelated-histories');
  expect(asked).toEqual([]);
});

it('logs a check run that GitHub refused, and minds its limits', async () => {
  shown = seen({ comparison: { kind: 'unrelated' } });
  answers = { createCheckRun: limit };
  expect(await run()).toMatchObject({ reason: 'unrelated-histories', detail: null, check: null });
  expect(lines.lines).toMatchObject([{ linkId: job().linkId, reason: 'rate-limited', detail: 'slow down' }]);
  expect(note).toHaveBeenLastCalledWith(42, limit);
});

const conflicts = {
  settings: { ...defaultSettings, conflict: { labels: ['conflict', 'red'], reviewers: ['mona'] } },
  pull: { number: 7, url: pull().url },
};
const solved = {
  ...conflicts,
  mergeability: { number: 7, conflicting: true, labels: ['conflict', 'red'], looks: 0, refused: null },
};

it('marks a pull request that has conflicts, and tells what GitHub refused of that', async () => {
  shown = seen({ pulls: [pull({ conflicting: true })] });
  expect(await run(conflicts)).toMatchObject({ reason: 'conflict', pull: { number: 7 }, detail: null });
  expect(asked).toEqual(['labelPull', 'requestReviewers', 'findCheckRun', 'createCheckRun']);
  answers = { requestReviewers: refusal('failed', 'no such person') };
  expect(await run(conflicts)).toMatchObject({ reason: 'conflict', detail: 'no such person' });
  answers = { labelPull: limit };
  expect(await run(conflicts)).toMatchObject({ reason: 'rate-limited', pull: { number: 7 } });
});

it('takes off each label once the conflicts are solved', async () => {
  shown = seen({ pulls: [pull({ labels: ['conflict', 'red', 'blue'] })] });
  expect(await run(solved)).toMatchObject({ reason: 'pull-open', pull: { number: 7 }, detail: null });
  expect(asked).toEqual(['removeLabel', 'removeLabel']);
});

it.each([
  ['comes back for it after an outage', outage, {}, { reason: 'github-unavailable' }, 1],
  ['comes back for it after a limit', limit, {}, { reason: 'rate-limited' }, 1],
  [
    'does not come back for ever',
    outage,
    { lastReason: 'github-unavailable', failures: 3 } as const,
    { reason: 'pull-open', detail: 'HTTP 502' },
    2,
  ],
  [
    'leaves on what it may not take off',
    refusal('missing-permission', 'no'),
    {},
    { reason: 'pull-open', detail: 'no' },
    2,
  ],
])('%s', async (_, removeLabel, given, outcome, times) => {
  shown = seen({ pulls: [pull({ labels: ['conflict', 'red'] })] });
  answers = { removeLabel };
  expect(await run({ ...solved, ...given })).toMatchObject({ ...outcome, pull: { number: 7 } });
  expect(asked).toEqual(Array(times).fill('removeLabel'));
});

describe('a branch that is to be created', () => {
  const create = { settings: { ...defaultSettings, create: true } };
  const missing = () => seen({ fork: fork({ branchSha: null }), comparison: null });

  it('is', async () => {
    shown = missing();
    expect(await run(create)).toMatchObject({ reason: 'branch-created', plan: { syncedSha: head } });
    expect(asked).toEqual(['createBranch']);
  });

  it('leaves nothing to put back', async () => {
    shown = missing();
    expect((await run(create)).moved).toBeUndefined();
  });

  it.each([
    ['overtaken', { moved: false, why: 'overtaken' } as const],
    ['of which GitHub did not say what became of it', { ...outage, unclear: true }],
  ])('%s, is looked at before it is tried again', async (_, createBranch) => {
    const reads = [missing(), seen({ fork: fork({ branchSha: head }), comparison: { ...counted, missing: 0 } })];
    const gateway = fakeGateway({ asked, answers: { createBranch } });
    const observe = async () => reads.shift() ?? missing();
    expect(await run(create, { gateway: { ...gateway, observe } })).toMatchObject({ reason: 'branch-created' });
    expect(asked).toEqual(['createBranch']);
  });

  it.each([
    ['branch-protected', 'Cannot create ref due to creations being restricted.'],
    ['missing-permission', 'the App may not write workflows'],
  ] as const)('and is not, for %s', async (reason, detail) => {
    shown = missing();
    answers = { createBranch: refusal(reason, detail) };
    expect(await run(create)).toMatchObject({ reason, detail });
  });
});
