import { describe, expect, it } from 'vitest';
import type { LinkSettings } from '../../src/core/link.ts';
import type { Merge } from '../../src/core/merging.ts';
import type { Observation } from '../../src/core/observation.ts';
import { type Known, planSync } from '../../src/core/plan.ts';
import { follows, met, settings } from './merging-rows.ts';
import { known as allKnown, before, head, now, pull, seen, sha } from './observed.ts';

describe('one with its head in the fork', () => {
  const inFork = (merge: Merge, given: Partial<LinkSettings> = {}) => {
    const merging = settings(merge, given);
    return { ...merging, pullRequest: { ...merging.pullRequest, head: 'fork' as const } };
  };
  const [theirs, later] = [sha('d'), sha('e')];
  const placedAt = (at: string, missing = 0, own = 1): Observation['placed'] => ({
    sha: at,
    comparison: { kind: 'counted', missing, own, headSha: head },
    beyond: own,
    lacks: 1,
  });
  const open = (headSha: string) => [pull({ head: 'fork', headSha })];
  const known = (headSha: string) =>
    follows({ settings: inFork('merge'), mergeability: { ...met, headSha }, lastSyncedSha: head });
  const reasonOf = (given: Partial<Known>, shown: Partial<Observation>) => {
    const { reason, actions, syncedSha } = planSync(allKnown(given), seen(shown), now);
    return { reason, syncedSha, does: actions.map(({ type }) => type) };
  };

  it('is merged at that head, on which somebody has pushed, and brings what it holds of upstream', () => {
    expect(reasonOf(known(theirs), { pulls: open(theirs), placed: placedAt(theirs) })).toEqual({
      reason: 'pull-merged',
      syncedSha: head,
      does: ['merge-pull'],
    });
  });

  it('is left for the next look when somebody has pushed there meanwhile', () => {
    expect(reasonOf(known(head), { pulls: open(theirs), placed: placedAt(theirs) }).does).toEqual([]);
  });

  it('is brought along before it is merged', () => {
    const { does } = reasonOf(known(theirs), { pulls: open(theirs), placed: placedAt(theirs, 2) });
    expect(does).toEqual(['place-head']);
  });

  it('is not merged where GitHub shows another head than the branch has', () => {
    expect(reasonOf(known(theirs), { pulls: open(theirs), placed: placedAt(later) }).does).toEqual([]);
  });

  it('is merged though upstream has more that has to wait: its head holds only what has not', () => {
    const delayed = inFork('merge', { delayMs: 2 * 86_400_000 });
    const sightings = [
      { sha: head, at: now.toISOString() },
      { sha: before, at: '2026-01-01T00:00:00.000Z' },
    ];
    const given = { ...known(before), settings: delayed, sightings, lastSyncedSha: before };
    const ripe = { sha: before, comparison: { kind: 'counted' as const, missing: 2, own: 0, headSha: before } };
    const placed = { sha: before, comparison: { ...ripe.comparison, missing: 0 }, beyond: 0, lacks: 1 };
    expect(reasonOf(given, { pulls: open(before), placed, ripe })).toEqual({
      reason: 'pull-merged',
      syncedSha: before,
      does: ['merge-pull'],
    });
  });

  describe('and a delay', () => {
    const delayed = inFork('merge', { delayMs: 2 * 86_400_000 });
    const first = { sha: head, at: now.toISOString() };
    const given = { ...known(theirs), settings: delayed, sightings: [first], lastSyncedSha: theirs };
    const held = { reason: 'held-delay', syncedSha: null, does: [] };

    it('is not merged once nothing may be taken: upstream took back what it holds', () => {
      const shown = { pulls: open(theirs), placed: placedAt(theirs), lost: [theirs] };
      expect(reasonOf(given, shown)).toEqual(held);
      // The same head, had upstream not moved: it would be merged.
      expect(reasonOf({ ...given, settings: inFork('merge') }, shown).does).not.toEqual([]);
    });

    it('is not merged either where only what came before it may be taken', () => {
      const old = { sha: before, at: '2026-01-01T00:00:00.000Z' };
      const ripe = { sha: before, comparison: { kind: 'counted' as const, missing: 2, own: 0, headSha: before } };
      const placed = { sha: theirs, comparison: { ...ripe.comparison, missing: 0, own: 1 }, beyond: 3, lacks: 1 };
      const shown = { pulls: open(theirs), placed, ripe };
      expect(reasonOf({ ...given, sightings: [first, old] }, shown)).toEqual(held);
    });
  });

  it('is placed again, not merged, when upstream went back', () => {
    const given = { ...known(theirs), lastSyncedSha: theirs };
    expect(reasonOf(given, { pulls: open(theirs), placed: placedAt(theirs) })).toMatchObject({ does: ['place-head'] });
  });
});
