import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  doneReasons,
  type LinkState,
  linkStates,
  ourReasons,
  passesByItself,
  personReasons,
  type Reason,
  reasons,
  stateAfter,
  statusOf,
  waitingReasons,
} from '../../src/core/reason.ts';

const observed = { previous: 'behind' as LinkState, pullOpen: false, missing: false };

describe('the closed list', () => {
  it('names every reason once', () => {
    expect(new Set(reasons).size).toBe(reasons.length);
  });

  it.each<['ok' | 'error', readonly Reason[]]>([
    ['ok', doneReasons],
    ['ok', waitingReasons],
    ['error', personReasons],
    ['error', ourReasons],
  ])('has status %s for %j', (status, group) => {
    expect(group.map(statusOf)).toEqual(group.map(() => status));
  });

  it('has two that pass by themselves', () => {
    expect(reasons.filter(passesByItself)).toEqual(['rate-limited', 'github-unavailable']);
  });
});

describe('stateAfter', () => {
  it('has a state for every reason', () => {
    expect(Object.fromEntries(reasons.map((reason) => [reason, stateAfter({ ...observed, reason })]))).toEqual({
      'up-to-date': 'in-sync',
      'pull-opened': 'in-sync',
      'pull-updated': 'in-sync',
      'pull-open': 'in-sync',
      'pull-closed-caught-up': 'in-sync',
      'pull-merged': 'in-sync',
      'fast-forwarded': 'in-sync',
      merged: 'in-sync',
      rebased: 'in-sync',
      mirrored: 'in-sync',
      undone: 'held',
      'branch-created': 'in-sync',
      'tags-created': 'in-sync',
      planned: 'in-sync',
      disabled: 'disabled',
      'held-pull-closed': 'held',
      'held-delay': 'held',
      'held-interval': 'held',
      'held-max-open': 'held',
      'held-upstream-pull-open': 'held',
      'held-checks': 'held',
      'held-upstream-rewritten': 'held',
      'held-undone': 'held',
      'rate-limited': 'behind',
      'github-unavailable': 'behind',
      suspended: 'disabled',
      conflict: 'conflict',
      'config-invalid': 'failing',
      'missing-permission': 'failing',
      'branch-protected': 'failing',
      'pulls-disabled': 'failing',
      'upstream-missing': 'failing',
      'upstream-branch-missing': 'failing',
      'upstream-private': 'failing',
      'upstream-opted-out': 'disabled',
      'fork-missing': 'failing',
      'fork-branch-missing': 'failing',
      'fork-archived': 'failing',
      'unrelated-histories': 'failing',
      'not-installed': 'disabled',
      failed: 'failing',
    });
  });

  it.each(doneReasons.filter((reason) => reason !== 'undone'))(
    'after %s depends on what is open, then on what is missing',
    (reason) => {
      const state = (pullOpen: boolean, missing: boolean) => stateAfter({ ...observed, reason, pullOpen, missing });
      expect([state(true, true), state(true, false), state(false, true), state(false, false)]).toEqual([
        'pull-open',
        'pull-open',
        'behind',
        'in-sync',
      ]);
    },
  );

  it.each(linkStates)('keeps %s for what passes by itself, and for nothing else', (previous) => {
    const all = fc.record({ reason: fc.constantFrom(...reasons), pullOpen: fc.boolean(), missing: fc.boolean() });
    fc.assert(
      fc.property(all, (given) => {
        const state = stateAfter({ ...given, previous });
        const fromNew = stateAfter({ ...given, previous: 'new' });
        expect(state).toBe(passesByItself(given.reason) ? previous : fromNew);
        if (!passesByItself(given.reason)) expect(state).not.toBe('new');
      }),
    );
  });
});
