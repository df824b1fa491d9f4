import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Observation } from '../../src/core/observation.ts';
import type { Reason } from '../../src/core/reason.ts';
import type { Refusal } from '../../src/core/refusal.ts';
import type { Gateway } from '../../src/github/gateway.ts';
import { tell } from '../../src/worker/tell.ts';
import { fork, seen } from '../core/observed.ts';
import { job } from '../core/rows.ts';
import { anOutcome, sha } from '../support/messages.ts';

const check = { id: 5, sha: sha('d'), reason: 'pulls-disabled' };
const refused: Refusal = {
  refused: true,
  reason: 'missing-permission',
  detail: 'Resource not accessible by integration',
  notBefore: null,
  unclear: false,
};

let gateway: {
  [Call in 'findCheckRun' | 'createCheckRun' | 'changeCheckRun']: ReturnType<typeof vi.fn<Gateway[Call]>>;
};
let giveUp: AbortController;

beforeEach(() => {
  giveUp = new AbortController();
  gateway = {
    findCheckRun: vi.fn<Gateway['findCheckRun']>(async () => null),
    createCheckRun: vi.fn<Gateway['createCheckRun']>(async () => ({ id: 9 })),
    changeCheckRun: vi.fn<Gateway['changeCheckRun']>(async ({ id }) => ({ id })),
  };
});

function told(reason: Reason, given: { known?: typeof check | null; seen?: Observation | null } = {}) {
  const outcome = anOutcome({ reason, seen: given.seen === undefined ? seen() : given.seen });
  const context = { gateway, webUrl: 'https://github.com', giveUp: giveUp.signal };
  return tell({ job: job({ check: given.known ?? null }), outcome, context });
}

const calls = () => Object.entries(gateway).flatMap(([name, call]) => call.mock.calls.map(() => name));

describe('tell', () => {
  it('makes one on the head of the branch, under the name the fork has now', async () => {
    const renamed = seen({ fork: fork({ owner: 'moved' }) });
    const { branchSha } = fork();
    expect(await told('pulls-disabled', { seen: renamed })).toEqual({
      check: { id: 9, sha: branchSha, reason: 'pulls-disabled' },
      refusal: null,
    });
    expect(gateway.createCheckRun.mock.calls[0]?.[0]).toMatchObject({
      fork: { owner: 'moved', name: 'hello' },
      headSha: branchSha,
      name: 'Backstroke',
      externalId: job().linkId,
      conclusion: 'action_required',
    });
  });

  it('takes over the one that a worker made that died', async () => {
    gateway.findCheckRun.mockResolvedValue({ id: 7 });
    expect((await told('pulls-disabled')).check).toMatchObject({ id: 7, reason: 'pulls-disabled' });
    expect(calls()).toEqual(['findCheckRun', 'changeCheckRun']);
  });

  it('changes it for another reason, and completes it when cured', async () => {
    expect((await told('unrelated-histories', { known: check })).check).toEqual({
      ...check,
      reason: 'unrelated-histories',
    });
    expect((await told('up-to-date', { known: check })).check).toBeNull();
    expect(gateway.changeCheckRun.mock.calls.map(([{ id, conclusion }]) => [id, conclusion])).toEqual([
      [5, 'action_required'],
      [5, 'success'],
    ]);
  });

  it.each([
    ['for the same reason', 'pulls-disabled', {}],
    ['while GitHub does not answer', 'github-unavailable', {}],
    ['when GitHub could not be read', 'missing-permission', { seen: null }],
    ['on another repository of that name', 'fork-missing', { seen: seen({ fork: fork({ id: 99 }) }) }],
  ] as const)('writes nothing %s', async (_, reason, given) => {
    expect(await told(reason, { known: check, ...given })).toEqual({ check, refusal: null });
    expect(calls()).toEqual([]);
  });

  it.each([
    ['finding', 'findCheckRun', 'pulls-disabled', null],
    ['making', 'createCheckRun', 'pulls-disabled', null],
    ['changing', 'changeCheckRun', 'unrelated-histories', check],
    ['completing', 'changeCheckRun', 'up-to-date', check],
  ] as const)('leaves what is known when GitHub refuses %s it', async (_, call, reason, known) => {
    gateway[call].mockResolvedValue(refused);
    expect(await told(reason, { known })).toEqual({ check: known, refusal: refused });
  });

  it('writes nothing after the worker gave up', async () => {
    giveUp.abort();
    expect((await told('pulls-disabled')).check).toBeNull();
    expect(calls()).toEqual([]);
  });

  it('writes nothing when the worker gives up meanwhile', async () => {
    gateway.findCheckRun.mockImplementation(async () => {
      giveUp.abort();
      return null;
    });
    expect((await told('pulls-disabled')).check).toBeNull();
    expect(calls()).toEqual(['findCheckRun']);
  });
});
