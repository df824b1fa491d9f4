import { describe, expect, it } from 'vitest';
import { DAY } from '../../src/core/duration.ts';
import type { Observation } from '../../src/core/observation.ts';
import { planSync } from '../../src/core/plan.ts';
import { strategies } from '../../src/core/strategy.ts';
import { toldTag } from '../../src/core/told-tag.ts';
import { create, follows, offer, place, placed, rows, settings } from './head-rows.ts';
import { before, counted, elsewhere, fork, head, known, now, pull, reference, seen, upstream } from './observed.ts';
import { blind, check, open } from './plan-rows.ts';

const tracked: Observation['tracked'] = { track: 'release', tag: 'v1.0.0' };
const at = (given: Partial<Observation> = {}) => ({ tracked, ...given });

describe('what is followed in the place of the branch', () => {
  rows([
    {
      when: 'a release that the fork lacks',
      seen: at(),
      plan: { reason: 'pull-opened', actions: [create, open], syncedSha: head, offer },
    },
    {
      when: 'the next release, with the pull request of the last one open',
      seen: at({ placed: placed(before, { missing: 2 }), pulls: [pull({ head: 'fork', headSha: before })] }),
      known: follows,
      plan: {
        reason: 'pull-updated',
        actions: [{ ...place, how: 'forward', from: before }],
        pull: reference(7),
        syncedSha: head,
        offer,
      },
    },
    {
      when: 'a release before the one that the open pull request brings',
      seen: at({ placed: placed(before, { own: 2 }), pulls: [pull({ head: 'fork', headSha: before })] }),
      known: follows,
      plan: {
        reason: 'pull-updated',
        actions: [{ ...place, how: 'replace', from: before }],
        pull: reference(7),
        syncedSha: head,
        offer,
      },
    },
    {
      when: 'a release before the one that the open pull request brings, with commits of somebody',
      seen: at({ placed: placed(elsewhere, { own: 2 }), pulls: [pull({ head: 'fork', headSha: elsewhere })] }),
      known: follows,
      plan: { reason: 'pull-updated', pull: reference(7), syncedSha: head, offer },
    },
    {
      when: 'a release that a delay holds back, placed before there was one',
      seen: at({
        placed: placed(before, { own: 2, headSha: elsewhere }),
        ripe: { sha: elsewhere, comparison: counted({ missing: 2, headSha: elsewhere }) },
        pulls: [pull({ head: 'fork', headSha: before })],
      }),
      known: {
        ...follows,
        settings: { ...settings, delayMs: DAY },
        sightings: [{ sha: elsewhere, at: new Date(now.getTime() - 2 * DAY).toISOString() }],
      },
      plan: {
        reason: 'pull-open',
        pull: reference(7),
        missing: 2,
        offer: { in: 'fork', sha: elsewhere, missing: 2 },
        moreAt: new Date(now.getTime() + DAY).toISOString(),
      },
    },
    {
      when: 'a pull request of the branch before that was ours',
      seen: at({ pulls: [pull()] }),
      plan: {
        reason: 'pull-opened',
        actions: [create, open, { type: 'close-pull', number: 7, replaced: true }],
        syncedSha: head,
        offer,
      },
    },
    {
      when: 'a release that the fork has moved forward from',
      seen: at({ comparison: counted({ missing: 0, own: 4 }) }),
      plan: { reason: 'up-to-date', missing: 0, own: 4 },
    },
  ]);

  check(
    [
      {
        when: 'no release yet',
        seen: at({
          tracked: { track: 'release', tag: null },
          upstream: upstream({ branchSha: null }),
          comparison: null,
        }),
        known: { settings },
        plan: { reason: 'up-to-date', decidedOn: 'no-branch' },
      },
      {
        when: 'no release yet, and tags that the fork lacks',
        seen: at({
          tracked: { track: 'release', tag: null },
          upstream: upstream({ branchSha: null }),
          comparison: null,
          tags: { state: 'v* 1', missing: [{ name: 'v1', sha: elsewhere }] },
        }),
        known: { settings },
        plan: {
          reason: 'tags-created',
          decidedOn: 'no-branch',
          actions: [{ type: 'create-tags', tags: [{ name: 'v1', sha: elsewhere }] }],
        },
      },
    ],
    blind,
  );

  it.each(strategies)('is never a way back: %s', (strategy) => {
    const given = seen(at({ comparison: counted({ missing: 0, own: 2 }), fork: fork({ branchSha: elsewhere }) }));
    expect(planSync(known({ settings, strategy }), given, now)).toMatchObject({ reason: 'up-to-date', actions: [] });
  });

  it.each([
    ['fast-forward', 'fast-forwarded', { type: 'forward', to: head }, 0],
    ['merge', 'merged', { type: 'merge', headSha: head }, 1],
    ['rebase', 'rebased', { type: 'rebase', onto: head }, 1],
    ['mirror', 'mirrored', { type: 'replace', to: head }, 1],
  ] as const)('is where %s moves the branch', (strategy, reason, move, own) => {
    const given = seen(at({ comparison: counted({ own }) }));
    expect(planSync(known({ settings, strategy }), given, now)).toMatchObject({ reason, actions: [move] });
  });
});

it('the tag is told of unless a delay has an older commit taken, or the branch is followed', () => {
  const observed = seen(at());
  expect(toldTag({ offer: null, syncedSha: head }, observed)).toBe('v1.0.0');
  expect(toldTag({ offer, syncedSha: null }, observed)).toBe('v1.0.0');
  expect(toldTag({ offer: { ...offer, sha: before }, syncedSha: null }, observed)).toBeNull();
  expect(toldTag({ offer, syncedSha: head }, seen())).toBeNull();
  expect(toldTag(null, observed)).toBeNull();
});
