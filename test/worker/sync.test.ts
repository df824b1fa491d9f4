import { beforeEach, expect, it, vi } from 'vitest';
import type { PullRequestSettings } from '../../src/core/link.ts';
import { defaultSettings } from '../../src/core/link.ts';
import type { Job } from '../../src/core/message.ts';
import type { Observation } from '../../src/core/observation.ts';
import type { Reason } from '../../src/core/reason.ts';
import { type SyncContext, sync } from '../../src/worker/sync.ts';
import { pull, seen } from '../core/observed.ts';
import { job } from '../core/rows.ts';
import { type Answers, fakeGateway, opened } from '../support/fake-gateway.ts';
import { memoryLog } from '../support/memory-log.ts';
import { aRefusal } from '../support/messages.ts';
import { aContext } from './context.ts';

const refusal = (reason: Reason, detail: string) => aRefusal({ reason, detail });

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
  const gateway = fakeGateway({ asked, answers: { observe: shown, ...answers } });
  const context = aContext({ gateway, rests: { refusal: async () => null, note }, log: lines.log, ...changed });
  return sync(job({ pull: null, settings: dressed(), ...given }), context);
}

const limit = refusal('rate-limited', 'slow down');
const outage = aRefusal();

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
  mergeability: { number: 7, conflicting: true, labels: ['conflict', 'red'], headSha: null, looks: 0, refused: null },
};

it('marks a pull request that has conflicts, and tells what GitHub refused of that', async () => {
  shown = seen({ pulls: [pull({ conflicting: true })] });
  expect(await run(conflicts)).toMatchObject({ reason: 'conflict', pull: { number: 7 }, detail: null });
  expect(asked).toEqual(['addLabels', 'requestReviewers', 'findCheckRun', 'createCheckRun']);
  answers = { requestReviewers: refusal('failed', 'no such person') };
  expect(await run(conflicts)).toMatchObject({ reason: 'conflict', detail: 'no such person' });
  answers = { addLabels: limit };
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
