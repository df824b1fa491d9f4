import { expect, it } from 'vitest';
import { defaultSettings } from '../../src/core/link.ts';
import type { Reason } from '../../src/core/reason.ts';
import type { Refusal } from '../../src/core/refusal.ts';
import { resultOf } from '../../src/core/result.ts';
import { tagsAtOnce } from '../../src/core/tags.ts';
import type { Gateway } from '../../src/github/gateway.ts';
import { sync } from '../../src/worker/sync.ts';
import { counted, now, seen, sha } from '../core/observed.ts';
import { job } from '../core/rows.ts';
import { type Answers, fakeGateway } from '../support/fake-gateway.ts';
import { memoryLog } from '../support/memory-log.ts';

const refusal = (reason: Reason, notBefore: string | null = null): Refusal => ({
  refused: true,
  reason,
  detail: 'No',
  notBefore,
  unclear: false,
});
const state = '** 40 newest';
const settings = { ...defaultSettings, tags: '**' };

interface Given {
  missing: number;
  answers?: Answers;
  createRef?: Gateway['createRef'];
  own?: number;
  strategy?: 'fast-forward' | 'pull-request';
  dryRun?: boolean;
}

/** What web is told of an operation on a fork that lacks so many tags, and what was asked of GitHub. */
async function run({ missing, answers = {}, createRef, strategy = 'pull-request', dryRun = false }: Given) {
  const tags = Array.from({ length: missing }, (_, at) => ({ name: `v${at}`, sha: sha('c') }));
  const observe = seen({
    comparison: counted({ missing: strategy === 'pull-request' ? 0 : 2 }),
    tags: { state, missing: tags },
  });
  const asked: string[] = [];
  const gateway = fakeGateway({ asked, answers: { observe, ...answers } });
  const work = job({ settings, strategy, pull: null });
  const outcome = await sync(work, {
    gateway: createRef ? { ...gateway, createRef } : gateway,
    git: null,
    repositoryToken: async () => refusal('failed'),
    webUrl: 'https://github.com',
    publicUrl: undefined,
    mayOpenPull: async () => null,
    giveUp: new AbortController().signal,
    dryRun,
    rests: { refusal: async () => null, note: async () => undefined },
    now: async () => now,
    log: memoryLog().log,
  });
  return { calls: asked, ...resultOf({ job: work, outcome, readAt: now, now, webUrl: 'https://github.com' }) };
}

const later = new Date(now.getTime() + 300_000).toISOString();

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

it('goes on when GitHub takes them again', async () => {
  const limited = { createRef: refusal('rate-limited', '2026-01-11T01:00:00.000Z') };
  expect(await run({ missing: 2, answers: limited })).toMatchObject({
    calls: ['createRef'],
    reason: 'tags-created',
    tagsDecidedOn: null,
    retryAt: '2026-01-11T01:00:00.000Z',
  });
  const away = { createRef: refusal('github-unavailable') };
  expect(await run({ missing: 2, answers: away })).toMatchObject({ tagsDecidedOn: null, retryAt: later });
});

it('tells what GitHub will not take, and which tag that was', async () => {
  const answers = { createRef: refusal('missing-permission') };
  const told = await run({ missing: 2, answers, strategy: 'fast-forward' });
  expect(told.calls.slice(0, 2)).toEqual(['forwardBranch', 'createRef']);
  expect(told).toMatchObject({ reason: 'missing-permission', tagsDecidedOn: state, moved: { branch: 'main' } });
  expect(told.sentence).toContain('tag v0: No');
});

it('makes none where something graver ended the operation, and none in a dry run', async () => {
  const answers = { forwardBranch: refusal('branch-protected') };
  const graver = await run({ missing: 1, answers, strategy: 'fast-forward' });
  expect(graver).toMatchObject({ reason: 'branch-protected', tagsDecidedOn: state });
  expect(graver.calls).not.toContain('createRef');
  expect(await run({ missing: 1, dryRun: true })).toMatchObject({ calls: [], reason: 'planned', tagsDecidedOn: state });
});
