import { expect, it } from 'vitest';
import { HOUR } from '../../src/core/duration.ts';
import { defaultSettings } from '../../src/core/link.ts';
import type { Job } from '../../src/core/message.ts';
import type { Observation } from '../../src/core/observation.ts';
import type { Reason } from '../../src/core/reason.ts';
import type { Refusal } from '../../src/core/refusal.ts';
import { resultOf } from '../../src/core/result.ts';
import { tagsAtOnce } from '../../src/core/tags.ts';
import type { Gateway } from '../../src/github/gateway.ts';
import { sync } from '../../src/worker/sync.ts';
import { counted, fork, head, now, seen, sha } from '../core/observed.ts';
import { job } from '../core/rows.ts';
import { type Answers, fakeGateway } from '../support/fake-gateway.ts';
import { aContext } from './context.ts';

const refusal = (reason: Reason, notBefore: string | null = null): Refusal => ({
  refused: true,
  reason,
  detail: 'No',
  notBefore,
  unclear: false,
});
const made = { moved: true, sha: sha('a') } as const;
const tag = { name: 'v0', sha: sha('c') };
const state = '** 40 newest';
const settings = { ...defaultSettings, tags: '**' };

interface Given {
  /** So many, or why nobody knows. */
  missing: number | Refusal;
  answers?: Answers;
  createRef?: Gateway['createRef'];
  /** What is seen when it is read once more. */
  reread?: Observation;
  known?: Partial<Job>;
  strategy?: 'fast-forward' | 'pull-request';
  dryRun?: boolean;
}

/** What web is told of an operation on a fork that lacks so many tags, and what was asked of GitHub. */
async function run(given: Given) {
  const { missing, answers = {}, createRef, reread, strategy = 'pull-request', dryRun = false } = given;
  const tags =
    typeof missing === 'number' ? Array.from({ length: missing }, (_, at) => ({ ...tag, name: `v${at}` })) : missing;
  const first = seen({
    comparison: counted({ missing: strategy === 'pull-request' ? 0 : 2 }),
    tags: { state, missing: tags },
  });
  const asked: string[] = [];
  const noted: unknown[] = [];
  const reads = reread ? [first, reread] : [first];
  const gateway = { ...fakeGateway({ asked, answers }), observe: async () => reads.shift() ?? first };
  const work = job({ settings, strategy, pull: null, ...given.known });
  const context = aContext({
    gateway: createRef ? { ...gateway, createRef } : gateway,
    dryRun,
    rests: { refusal: async () => null, note: async (_, told) => void noted.push(told) },
  });
  const outcome = await sync(work, context);
  return { calls: asked, noted, ...resultOf({ job: work, outcome, readAt: now, now, webUrl: 'https://github.com' }) };
}

const inHours = (hours: number) => new Date(now.getTime() + hours * HOUR).toISOString();
const later = inHours(1 / 12);

it('makes what is missing and remembers that all is there', async () => {
  expect(await run({ missing: 2 })).toMatchObject({
    calls: ['createRef', 'createRef'],
    reason: 'tags-created',
    tagsDecidedOn: state,
    retryAt: null,
  });
});

it('leaves one alone that somebody made meanwhile', async () => {
  const answers = { createRef: { moved: false, why: 'overtaken' } } as const;
  expect(await run({ missing: 1, answers })).toMatchObject({ reason: 'tags-created', tagsDecidedOn: state });
});

it('makes so many at once, and the others later', async () => {
  const { calls, ...result } = await run({ missing: tagsAtOnce + 1 });
  expect(calls).toHaveLength(tagsAtOnce);
  expect(result).toMatchObject({ reason: 'tags-created', tagsDecidedOn: null, retryAt: later });
});

it('ends as what keeps GitHub from it where none was made, and slows down', async () => {
  const limited = { createRef: refusal('rate-limited', '2026-01-11T01:00:00.000Z') };
  expect(await run({ missing: 2, answers: limited })).toMatchObject({
    calls: ['createRef'],
    reason: 'rate-limited',
    tagsDecidedOn: null,
    retryAt: '2026-01-11T01:00:00.000Z',
  });
  const away = { missing: 2, answers: { createRef: refusal('github-unavailable') } };
  const late = await run({ ...away, known: { lastReason: 'github-unavailable', failures: 9 } });
  expect(late).toMatchObject({ reason: 'github-unavailable', failures: 10, tagsDecidedOn: null, retryAt: inHours(1) });
  expect(late.sentence).not.toContain('were copied');
});

it('goes on later where something was done before GitHub had enough', async () => {
  const answers = [made, refusal('github-unavailable')];
  const some = await run({ missing: 3, createRef: async () => answers.shift() ?? made });
  expect(some).toMatchObject({ reason: 'tags-created', tagsDecidedOn: null, tagsLeft: state, retryAt: later });
  const away = { createRef: refusal('github-unavailable') };
  const forwarded = await run({ missing: 2, answers: away, strategy: 'fast-forward' });
  expect(forwarded).toMatchObject({
    reason: 'fast-forwarded',
    moved: { branch: 'main' },
    tagsLeft: state,
    retryAt: later,
  });
});

it('tells what GitHub will not take, and which tag that was', async () => {
  const answers = { createRef: refusal('missing-permission') };
  const told = await run({ missing: 2, answers, strategy: 'fast-forward' });
  expect(told.calls.slice(0, 3)).toEqual(['forwardBranch', 'createRef', 'createRef']);
  expect(told).toMatchObject({ reason: 'missing-permission', tagsDecidedOn: null, moved: { branch: 'main' } });
  expect(told).toMatchObject({ tagsLeft: state, retryAt: inHours(24) });
  expect(told.sentence).toContain('tag v0: No');
});

it('lets one tag that GitHub will not take keep no other away', async () => {
  const names: string[] = [];
  const createRef: Gateway['createRef'] = async ({ ref }) => {
    names.push(ref);
    return ref === 'refs/tags/v0' ? refusal('branch-protected') : made;
  };
  const told = await run({ missing: 3, createRef });
  expect(names).toEqual(['refs/tags/v0', 'refs/tags/v1', 'refs/tags/v2']);
  expect(told).toMatchObject({ reason: 'branch-protected', tagsDecidedOn: null, tagsLeft: state });
  // The others come before it is told.
  expect(await run({ missing: tagsAtOnce + 1, createRef })).toMatchObject({ reason: 'tags-created', retryAt: later });
});

it('makes none where something graver ended the operation, and none in a dry run, and takes none for made', async () => {
  for (const [reason, hours] of [
    ['branch-protected', 24],
    ['failed', 1],
  ] as const) {
    const answers = { forwardBranch: refusal(reason) };
    const graver = await run({ missing: 1, answers, strategy: 'fast-forward' });
    expect(graver).toMatchObject({ reason, tagsDecidedOn: null, tagsLeft: state, retryAt: inHours(hours) });
    expect(graver.calls).not.toContain('createRef');
  }
  const dry = await run({ missing: 1, dryRun: true });
  expect(dry).toMatchObject({ calls: [], reason: 'planned', tagsDecidedOn: null, tagsLeft: state, retryAt: null });
});

it('makes them after a move of which GitHub said late that it came about', async () => {
  const answers = { forwardBranch: { ...refusal('github-unavailable'), unclear: true } };
  const moved = seen({
    fork: fork({ branchSha: head }),
    comparison: counted({ missing: 0 }),
    tags: { state, missing: [tag] },
  });
  const told = await run({ missing: 1, answers, strategy: 'fast-forward', reread: moved });
  expect(told.calls.slice(0, 2)).toEqual(['forwardBranch', 'createRef']);
  expect(told).toMatchObject({ reason: 'fast-forwarded', moved: { after: head }, tagsDecidedOn: state });
});

it('moves the branch though GitHub will not list tags, and looks for them again', async () => {
  const list = refusal('rate-limited', '2026-01-11T05:00:00.000Z');
  const told = await run({ missing: list, strategy: 'fast-forward' });
  expect(told).toMatchObject({ reason: 'fast-forwarded', tagsDecidedOn: null, tagsLeft: state });
  expect(told.noted).toContainEqual(list);
  expect(told.retryAt).toBe('2026-01-11T05:00:00.000Z');
  expect(await run({ missing: refusal('failed') })).toMatchObject({ reason: 'up-to-date', retryAt: inHours(1) });
});
