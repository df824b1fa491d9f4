import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../src/core/duration.ts';
import { defaultSettings } from '../../src/core/link.ts';
import { planSync } from '../../src/core/plan.ts';
import type { Sighting } from '../../src/core/sightings.ts';
import { backup, ff, from, merge, mirror, rebase } from './move-rows.ts';
import { before, counted, elsewhere, head, known, now, pull, reference, seen } from './observed.ts';
import { check, compared, open } from './plan-rows.ts';

const at = (hours: number) => new Date(now.getTime() - hours * HOUR).toISOString();
const saw = (sha: string, hours: number): Sighting => ({ sha, at: at(hours) });
const settings = { ...defaultSettings, delayMs: 3 * DAY };
/** Upstream's head was seen an hour ago, the one before it for longer than the delay. */
const waiting = { settings, sightings: [saw(head, 1), saw(before, 80)] };
const ripe = { ripe: { sha: before, comparison: counted({ missing: 2, headSha: before }) } };
const until = at(-71);
const held = { reason: 'held-delay', heldSince: at(1), notBefore: until } as const;
const took = { missing: 2, syncedSha: before, moreAt: until };

describe('a link with a delay: pull requests', () => {
  check(
    [
      { when: 'the head is too young', known: waiting, seen: ripe, plan: held },
      {
        when: 'the head was never seen before',
        known: { settings },
        plan: { ...held, heldSince: at(0), notBefore: at(-72) },
      },
      {
        when: 'the head was seen long enough',
        known: { settings, sightings: [saw(head, 72)] },
        plan: { reason: 'pull-opened', actions: [open], syncedSha: head },
      },
      {
        when: 'it was released',
        known: { ...waiting, releasedAt: at(1) },
        plan: { reason: 'pull-opened', actions: [open], syncedSha: head },
      },
      {
        when: 'one that was released is not what is there now',
        known: { ...waiting, releasedAt: at(2) },
        plan: held,
      },
      { when: 'upstream wants none', known: waiting, seen: { optedOut: true }, plan: { reason: 'upstream-opted-out' } },
      {
        when: 'one is open, and follows upstream by itself',
        known: waiting,
        seen: { pulls: [pull({ ours: false })] },
        plan: { reason: 'pull-open', pull: reference(7) },
      },
      {
        when: 'the fork has everything',
        known: waiting,
        seen: { comparison: counted({ missing: 0 }) },
        plan: { reason: 'up-to-date', missing: 0 },
      },
    ],
    compared,
  );
});

describe('a link with a delay: moves', () => {
  check(
    [
      {
        when: 'fast-forward to what was seen long enough, and more later',
        known: { ...waiting, ...ff },
        seen: ripe,
        plan: { reason: 'fast-forwarded', actions: [{ type: 'forward', from, to: before }], ...took },
      },
      {
        when: 'merge of that commit',
        known: { ...waiting, ...merge },
        seen: {
          comparison: counted({ own: 1 }),
          ripe: { sha: before, comparison: counted({ missing: 2, own: 1, headSha: before }) },
        },
        plan: { reason: 'merged', actions: [{ type: 'merge', from, headSha: before }], ...took, own: 1 },
      },
      {
        when: 'rebase onto that commit',
        known: { ...waiting, ...rebase },
        seen: {
          comparison: counted({ own: 1 }),
          ripe: { sha: before, comparison: counted({ missing: 2, own: 1, headSha: before }) },
        },
        plan: { reason: 'rebased', actions: [{ type: 'rebase', from, onto: before, backup }], ...took, own: 1 },
      },
      {
        when: 'a mirror of that commit drops what only the fork has',
        known: { ...waiting, ...mirror },
        seen: {
          comparison: counted({ own: 1 }),
          ripe: { sha: before, comparison: counted({ missing: 2, own: 1, headSha: before }) },
        },
        plan: { reason: 'mirrored', actions: [{ type: 'replace', from, to: before, backup }], ...took, own: 1 },
      },
      {
        when: 'a mirror that has more of upstream already takes none of it back',
        known: { ...waiting, ...mirror },
        seen: { ripe: { sha: before, comparison: counted({ missing: 0, own: 1, headSha: before }) } },
        plan: { ...held, moreAt: until },
      },
      {
        when: 'nothing was seen long enough',
        known: { ...ff, settings, sightings: [saw(head, 1), saw(before, 2)] },
        plan: { ...held, notBefore: at(-70), moreAt: at(-70) },
      },
      {
        when: 'the fork has what was seen long enough',
        known: { ...waiting, ...ff },
        seen: { ripe: { sha: before, comparison: counted({ missing: 0, headSha: before }) } },
        plan: { ...held, moreAt: until },
      },
      {
        when: 'what is no longer in the branch is not waited for',
        known: { ...ff, settings, sightings: [saw(head, 1), saw(elsewhere, 71)] },
        seen: { lost: [elsewhere] },
        plan: { ...held, moreAt: until },
      },
      {
        when: 'diverged, and the head of a pull request is too young',
        known: { ...waiting, ...ff },
        seen: {
          comparison: counted({ own: 1 }),
          ripe: { sha: before, comparison: counted({ missing: 2, own: 1, headSha: before }) },
        },
        plan: { ...held, own: 1, instead: 'own-commits', moreAt: until },
      },
      {
        when: 'released: all of it',
        known: { ...waiting, ...ff, releasedAt: at(1) },
        seen: ripe,
        plan: { reason: 'fast-forwarded', actions: [{ type: 'forward', from, to: head }], syncedSha: head },
      },
    ],
    compared,
  );

  it('what GitHub cannot compare is decided later', () => {
    const plan = planSync(
      known({ ...waiting, ...ff }),
      seen({ ripe: { sha: head, comparison: { kind: 'unavailable' } } }),
      now,
    );
    expect(plan).toMatchObject({ reason: 'github-unavailable', actions: [], decidedOn: null });
  });
});
