import { describe, expect, it } from 'vitest';
import { DAY } from '../../src/core/duration.ts';
import { headBranch, headFor } from '../../src/core/head-branch.ts';
import type { Known } from '../../src/core/plan.ts';
import { at, create, follows, offer, ours, place, placed, rows, settings } from './head-rows.ts';
import { before, closed, counted, elsewhere, head, merged, now, pull, reference, released } from './observed.ts';
import { open } from './plan-rows.ts';

describe('a pull request with its head in the fork, to be opened', () => {
  const opened = { reason: 'pull-opened', syncedSha: head, offer } as const;
  rows([
    { when: 'nothing there', plan: { ...opened, actions: [create, open] } },
    { when: 'there already', seen: at(placed(head)), plan: { ...opened, actions: [open] } },
    {
      when: 'an older commit of upstream there',
      seen: at(placed(before, { missing: 2 })),
      plan: { ...opened, actions: [{ ...place, how: 'forward', from: before }, open] },
    },
    {
      when: 'what was placed last there, and upstream rewritten',
      seen: at(placed(before, { missing: 2, own: 1 })),
      known: { lastSyncedSha: before },
      plan: { ...opened, actions: [{ ...place, how: 'replace', from: before }, open] },
    },
    {
      when: "somebody's commits there, of a pull request that was closed and released",
      seen: at(placed(elsewhere, { missing: 2, own: 1 }), closed('person', released, ours)),
      known: { lastSyncedSha: before, releasedAt: released },
      plan: { ...opened, actions: [{ ...place, how: 'merge', from: elsewhere }, open] },
    },
    {
      when: 'what the fork has taken over there',
      seen: at(placed(elsewhere, { missing: 2, own: 1 }, 0)),
      plan: { ...opened, actions: [{ ...place, how: 'replace', from: elsewhere }, open] },
    },
    {
      when: 'what was squashed into the fork there',
      seen: at(placed(elsewhere, { missing: 2, own: 1 }), merged({ ...ours, headSha: elsewhere })),
      plan: { ...opened, actions: [{ ...place, how: 'replace', from: elsewhere }, open] },
    },
    {
      when: 'one that GitHub cannot compare there',
      seen: at({ sha: elsewhere, comparison: { kind: 'unavailable' }, beyond: null, lacks: 1 }),
      plan: { reason: 'github-unavailable', decidedOn: null },
    },
    {
      when: 'a file that was changed a moment ago',
      seen: { configBlob: elsewhere },
      plan: {
        reason: 'github-unavailable',
        decidedOn: null,
        detail: 'the configuration file was changed a moment ago',
      },
    },
    {
      when: 'an upstream that wants no heads there',
      seen: { optedOut: true },
      plan: { ...opened, actions: [create, open] },
    },
    {
      when: 'a private upstream of another installation',
      seen: { apart: { denied: null } },
      plan: { ...opened, actions: [create, open] },
    },
    {
      when: "ours open with upstream's head",
      seen: { pulls: [pull()] },
      known: { pull: reference(7), decidedOn: head, mayOpen: false },
      plan: { ...opened, actions: [create, open, { type: 'close-pull', number: 7, replaced: true }] },
    },
    {
      when: "a person's open with upstream's head",
      seen: { pulls: [pull({ ours: false })] },
      known: { pull: reference(7), decidedOn: head },
      plan: { reason: 'pull-open', pull: reference(7) },
    },
  ]);
});

describe('a delay', () => {
  const hour = DAY / 24;
  const saw = (sha: string, hours: number) => ({ sha, at: new Date(now.getTime() - hours * hour).toISOString() });
  const delayed: Partial<Known> = {
    settings: { ...settings, delayMs: DAY },
    sightings: [saw(head, 1), saw(before, 30)],
  };
  const ripe = { sha: before, comparison: counted({ missing: 2, headSha: before }) };
  const soon = new Date(now.getTime() + 23 * hour).toISOString();
  const older = { in: 'fork', sha: before, missing: 2 } as const;
  rows([
    {
      when: 'opens one at the newest commit that was seen long enough',
      seen: { ripe },
      known: delayed,
      plan: {
        reason: 'pull-opened',
        actions: [{ ...create, to: before }, open],
        missing: 2,
        syncedSha: before,
        offer: older,
        moreAt: soon,
      },
    },
    {
      when: 'keeps it there until the next one was',
      seen: {
        ripe,
        ...at(
          { sha: before, comparison: counted({ missing: 0, headSha: before }), beyond: 2, lacks: 1 },
          pull({ ...ours, headSha: before }),
        ),
      },
      known: { ...delayed, ...follows },
      plan: { reason: 'pull-open', missing: 2, pull: reference(7), offer: older, moreAt: soon },
    },
    {
      when: 'opens none where nothing was seen long enough',
      known: { ...delayed, sightings: [saw(head, 1)] },
      plan: { reason: 'held-delay', heldSince: saw(head, 1).at, notBefore: soon },
    },
  ]);
});

describe('the name of a head', () => {
  it('tells whose commits come to which branch', () => {
    const name = headBranch({ upstream: { owner: 'up' }, fork: { branch: 'release/1' } });
    expect(name).toBe('backstroke/up/release/1');
    expect(headFor(name)).toBe('release/1');
  });

  it.each(['main', 'backstroke/up', 'my/backstroke/up/main'])('is not %s', (branch) => {
    expect(headFor(branch)).toBeNull();
  });
});
