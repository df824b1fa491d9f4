import { describe, expect, it } from 'vitest';
import type { Observation, ObservedPull } from '../../src/core/observation.ts';
import { type Known, planSync } from '../../src/core/plan.ts';
import { follows, settings } from './merging-rows.ts';
import { elsewhere, head, known, now, pull, reference, seen } from './observed.ts';

function reasonOf(given: { pull?: Partial<ObservedPull>; seen?: Partial<Observation>; known?: Partial<Known> }) {
  const { reason, actions } = planSync(
    known(follows(given.known)),
    seen({ pulls: [pull(given.pull)], ...given.seen }),
    now,
  );
  return { reason, merges: actions.some(({ type }) => type === 'merge-pull') };
}

describe('a hold goes before a merge:', () => {
  const delayMs = 2 * 86_400_000;
  const at = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString();

  it('what is new upstream was not seen there for long enough', () => {
    const delayed = follows({ settings: settings('merge', { delayMs }), sightings: [{ sha: head, at: at(1) }] });
    expect(planSync(known(delayed), seen({ pulls: [pull()] }), now)).toMatchObject({
      reason: 'held-delay',
      actions: [],
      pull: reference(7),
      heldSince: at(1),
      notBefore: at(-1),
    });
    const ripe = follows({ settings: settings('merge', { delayMs }), sightings: [{ sha: head, at: at(2) }] });
    expect(planSync(known(ripe), seen({ pulls: [pull()] }), now)).toMatchObject({ reason: 'pull-merged' });
  });

  it('the branch is the head of an open pull request elsewhere', () => {
    const headOf = ['https://github.com/up/hello/pull/3'];
    expect(reasonOf({ seen: { headOf } })).toEqual({ reason: 'held-upstream-pull-open', merges: false });
    const allowed = settings('merge', { holdWhileUpstreamPullOpen: false });
    expect(reasonOf({ seen: { headOf }, known: { settings: allowed } }).merges).toBe(true);
  });

  it('the configuration file is another one by now', () => {
    const plan = planSync(known(follows()), seen({ pulls: [pull()], configBlob: elsewhere }), now);
    expect(plan).toMatchObject({ reason: 'github-unavailable', actions: [], decidedOn: null });
  });

  it('an undo', () => {
    expect(reasonOf({ known: { undoneAt: at(1) } })).toEqual({ reason: 'held-undone', merges: false });
  });

  it('but no period, which is one of syncs: this is the end of one', () => {
    const everyMs = 86_400_000;
    expect(reasonOf({ known: { settings: settings('merge', { everyMs }), lastSyncedAt: at(0) } }).merges).toBe(true);
  });
});
