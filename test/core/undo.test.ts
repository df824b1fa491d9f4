import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/core/observation.ts';
import { planSync } from '../../src/core/plan.ts';
import { strategies } from '../../src/core/strategy.ts';
import { settlesUndo, type UndoOrder, undoEnd, undoStep } from '../../src/core/undo.ts';
import { settings } from './head-rows.ts';
import { counted, fork, forkId, head, known, merged, now, released, seen, sha, upstream } from './observed.ts';

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
  const undoneAt = '2026-01-10T00:00:30.000Z';

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

  describe('of which a merged pull request was a part', () => {
    const putBack = { movedAt: released, undoneAt };
    const shown = (closedAt: string, given: Partial<Observation> = {}) =>
      seen({ pulls: [merged({ closedAt })], comparison: counted({ own: 1 }), ...given });

    it.each<[string, string, string]>([
      ['when that began', released, 'pull-opened'],
      ['by GitHub a moment before that began', '2026-01-09T23:59:52.000Z', 'pull-opened'],
      ['long before', '2026-01-09T00:00:00.000Z', 'up-to-date'],
      ['when it was over', undoneAt, 'pull-opened'],
      ['since', '2026-01-10T00:00:31.000Z', 'up-to-date'],
    ])('offers again what was merged %s: %s', (_, closedAt, reason) => {
      expect(planSync(known({ putBack }), shown(closedAt), now).reason).toBe(reason);
      expect(planSync(known(), shown(closedAt), now).reason).toBe('up-to-date');
    });

    it('merges again, where the strategy does', () => {
      const { reason } = planSync(known({ putBack, strategy: 'merge' }), shown(released), now);
      expect(reason).toBe('merged');
    });

    it('offers what was merged before on top of what somebody pushed to its head in the fork', () => {
      const inFork = known({ putBack, settings, lastSyncedSha: head });
      const pulls = [merged({ head: 'fork', headSha: sha('9'), closedAt: released })];
      expect(planSync(inFork, shown(released, { pulls }), now).reason).toBe('pull-opened');
    });

    it('believes what was merged after it, and not the one before that', () => {
      const [newer, older] = [
        merged({ number: 8, closedAt: '2026-01-10T01:00:00.000Z' }),
        merged({ closedAt: released }),
      ];
      expect(planSync(known({ putBack }), shown(released, { pulls: [newer, older] }), now).reason).toBe('up-to-date');
      const later = { movedAt: newer.closedAt ?? '', undoneAt: '2026-01-10T02:00:00.000Z' };
      const again = planSync(known({ putBack: later }), shown(released, { pulls: [newer, older] }), now);
      expect(again.reason).toBe('pull-opened');
    });
  });
});
