import { beforeEach, expect, it, vi } from 'vitest';
import type { PullRequestSettings } from '../../src/core/link.ts';
import { defaultSettings } from '../../src/core/link.ts';
import type { Job } from '../../src/core/message.ts';
import type { Observation } from '../../src/core/observation.ts';
import type { Refusal } from '../../src/core/refusal.ts';
import type { Gateway } from '../../src/github/gateway.ts';
import { type SyncContext, sync } from '../../src/worker/sync.ts';
import { now, pull, pullUrl, seen } from '../core/observed.ts';
import { job } from '../core/rows.ts';
import { memoryLog } from '../support/memory-log.ts';

const refusal = (reason: Refusal['reason'], detail: string): Refusal => ({
  refused: true,
  reason,
  detail,
  notBefore: null,
  unclear: false,
});

const opened = { number: 7, url: pullUrl(7), headSha: 'a', detail: null };
let shown: Observation;
let asked: string[];
let answers: Partial<{ [Call in keyof Gateway]: Awaited<ReturnType<Gateway[Call]>> }>;
let lines: ReturnType<typeof memoryLog>;
const note = vi.fn(async () => undefined);

beforeEach(() => {
  note.mockClear();
  lines = memoryLog();
  asked = [];
  shown = seen();
  answers = {};
});

/** A GitHub that does all it is asked, but for what `answers` says. */
function gateway(): Gateway {
  const call =
    <Answer>(name: keyof Gateway, otherwise: Answer) =>
    async (): Promise<Answer> => {
      asked.push(name);
      return (answers[name] as Answer | undefined) ?? otherwise;
    };
  return {
    observe: async () => shown,
    openPull: call('openPull', opened),
    findOpenPull: call('findOpenPull', null),
    closePull: call('closePull', { closed: true }),
    labelPull: call('labelPull', { done: true }),
    requestReviewers: call('requestReviewers', { done: true }),
    forwardBranch: call('forwardBranch', { moved: true, sha: 'a' }),
    mergeInto: call('mergeInto', { moved: true, sha: 'a' }),
    replaceRefs: call('replaceRefs', { moved: true, sha: 'a' }),
    findCheckRun: call('findCheckRun', null),
    createCheckRun: call('createCheckRun', { id: 9 }),
    changeCheckRun: call('changeCheckRun', { id: 9 }),
  };
}

const dressed = (given: Partial<PullRequestSettings> = {}) => ({
  ...defaultSettings,
  pullRequest: { ...defaultSettings.pullRequest, labels: ['upstream'], reviewers: ['mona'], ...given },
});

function run(given: Partial<Job> = {}, changed: Partial<SyncContext> = {}) {
  return sync(job({ pull: null, settings: dressed(), ...given }), {
    gateway: gateway(),
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

const limit = refusal('rate-limited', 'slow down');
const outage = refusal('github-unavailable', 'HTTP 502');

it('opens, labels and asks for reviews', async () => {
  expect(await run()).toMatchObject({ reason: 'pull-opened', detail: null, check: null });
  expect(asked).toEqual(['openPull', 'labelPull', 'requestReviewers']);
});

it('dresses one that was opened and is not known, and opens none', async () => {
  shown = seen({ pulls: [pull({ labels: ['upstream'] })] });
  expect(await run()).toMatchObject({ reason: 'pull-opened', pull: { number: 7 } });
  expect(asked).toEqual(['requestReviewers']);
});

it('dresses one of ours that was there already', async () => {
  answers = { openPull: { exists: true }, findOpenPull: pull() };
  expect(await run()).toMatchObject({ reason: 'pull-opened', pull: { number: 7 } });
  expect(asked).toEqual(['openPull', 'findOpenPull', 'labelPull', 'requestReviewers']);
});

it("leaves a person's alone that was there already", async () => {
  answers = { openPull: { exists: true }, findOpenPull: pull({ ours: false }) };
  expect(await run()).toMatchObject({ reason: 'pull-open', pull: { number: 7 } });
  expect(asked).toEqual(['openPull', 'findOpenPull']);
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
  expect(asked).toEqual(['openPull', 'labelPull']);
});

it('does not come back for ever: what GitHub never answers is told as refused', async () => {
  answers = { labelPull: outage };
  const known = await run({ lastReason: 'github-unavailable', failures: 3 });
  expect(known).toMatchObject({ reason: 'pull-opened', detail: 'HTTP 502' });
  expect(asked).toEqual(['openPull', 'labelPull', 'requestReviewers']);
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
