import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/core/observation.ts';
import { planSync } from '../../src/core/plan.ts';
import { strategies } from '../../src/core/strategy.ts';
import { settlesUndo, type UndoOrder, undoEnd, undoStep } from '../../src/core/undo.ts';
import { counted, fork, forkId, head, known, now, seen, sha, upstream } from './observed.ts';

const before = sha('1');
const after = sha('2');
const order: UndoOrder = { moveId: '5f4f2b1e-7f5c-4c5e-9a55-0d6f3f1f6a03', before, after };
const at = (branchSha: string | null, given: Partial<Observation> = {}) =>
  seen({ fork: fork({ branchSha }), ...given });

describe('undoStep', () => {
  it.each([
    ['where the move left it', after],
    ['where it was before: GitHub may show an old state', before],
    ['elsewhere', sha('3')],
  ])('%s: GitHub decides by the lease', (_, tip) => {
    expect(undoStep({ order, forkId, seen: at(tip) })).toMatchObject({ type: 'put-back', lease: after });
  });

  it('needs no upstream', () => {
    const alone = at(after, { upstream: null, comparison: null });
    expect(undoStep({ order, forkId, seen: alone })).toMatchObject({ type: 'put-back', lease: after });
  });

  it.each<[string, Observation, string]>([
    ['gone', seen({ fork: null }), 'fork-missing'],
    ['another repository', seen({ fork: fork({ id: forkId + 1 }) }), 'fork-missing'],
    ['archived', seen({ fork: fork({ archived: true }) }), 'fork-archived'],
    ['without the branch', at(null), 'fork-branch-missing'],
  ])('ends where the fork is %s', (_, shown, reason) => {
    const end = { type: 'end', reason, detail: null };
    expect(undoStep({ order, forkId, seen: shown })).toEqual(end);
    expect(undoEnd({ order, forkId, seen: shown, lease: after })).toEqual(end);
  });

  describe('where only the backup told of the move', () => {
    const told = { ...order, after: null };
    const step = (given: Partial<Observation>, tip = after) => undoStep({ order: told, forkId, seen: at(tip, given) });

    it('puts back what upstream has all of', () => {
      expect(step({ comparison: counted({ own: 0 }) })).toMatchObject({ type: 'put-back', lease: after });
    });

    it.each<[string, Partial<Observation>]>([
      ['commits of its own', { comparison: counted({ own: 1 }) }],
      ['another history', { comparison: { kind: 'unrelated' } }],
      ['no upstream any more', { upstream: null, comparison: null }],
    ])('leaves a branch with %s, and says where it was', (_, given) => {
      expect(step(given)).toMatchObject({ reason: 'held-undone', detail: expect.stringContaining(before) });
    });

    it('looks again where GitHub cannot compare', () => {
      expect(step({ comparison: { kind: 'unavailable' } })).toMatchObject({ reason: 'github-unavailable' });
    });

    it('is done where the branch is back already', () => {
      expect(step({ comparison: counted({ own: 1 }) }, before)).toEqual({
        type: 'end',
        reason: 'undone',
        detail: null,
      });
    });
  });
});

describe('undoEnd', () => {
  it.each([
    ['undone', before],
    ['github-unavailable', after],
    ['held-undone', sha('3')],
  ])('is %s with the branch at %s', (reason, tip) => {
    expect(undoEnd({ order, forkId, seen: at(tip), lease: after })).toMatchObject({ reason });
  });

  it('says where the branch is and where it was, in what a sentence quotes', () => {
    const { detail } = undoEnd({ order, forkId, seen: at(sha('3')), lease: after });
    expect(detail).toBe(
      `the branch is at 3333333 and not at 2222222 where Backstroke left it, before the sync it was at ${before}`,
    );
    expect(detail?.length).toBeLessThanOrEqual(200);
  });
});

it('is settled by what will not come out otherwise', () => {
  expect(['undone', 'held-undone'].map((reason) => settlesUndo(reason as 'undone'))).toEqual([true, true]);
  const others = ['github-unavailable', 'rate-limited', 'branch-protected', 'missing-permission', 'failed', 'planned'];
  expect(others.filter((reason) => settlesUndo(reason as 'undone'))).toEqual([]);
});

describe('planSync after an undo', () => {
  const undoneAt = '2026-01-10T00:00:00.000Z';

  it.each<[string, Observation]>([
    ['is behind', seen()],
    ['has everything', seen({ comparison: counted({ missing: 0, own: 2 }) })],
    ['cannot be compared', seen({ comparison: { kind: 'unavailable' } })],
  ])('holds a fork that %s', (_, shown) => {
    expect(planSync(known({ undoneAt }), shown, now)).toMatchObject({
      reason: 'held-undone',
      actions: [],
      decidedOn: head,
    });
  });

  it.each(strategies)('holds a link of %s that could be moved', (strategy) => {
    expect(planSync(known({ strategy, undoneAt }), seen(), now).reason).toBe('held-undone');
    expect(planSync(known({ strategy, undoneAt: null }), seen(), now).actions).toHaveLength(1);
  });

  it('says first what a person has to settle', () => {
    expect(planSync(known({ undoneAt }), seen({ upstream: null }), now).reason).toBe('upstream-missing');
    expect(planSync(known({ undoneAt }), seen({ fork: null }), now).reason).toBe('fork-missing');
  });

  it('goes on once it was released', () => {
    expect(planSync(known({ undoneAt: null }), seen({ upstream: upstream() }), now).reason).toBe('pull-opened');
  });
});
