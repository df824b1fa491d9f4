import { describe, expect, it } from 'vitest';
import type { Known } from '../../src/core/plan.ts';
import { planSync } from '../../src/core/plan.ts';
import { emptyBox } from '../../src/core/text/pull-boxes.ts';
import { section } from '../../src/core/text/pull-section.ts';
import { at, offer, ours, place, placed, rows, settings } from './head-rows.ts';
import { before, counted, elsewhere, fork, head, known, now, pull, reference, seen } from './observed.ts';

const heads = { fork: fork().branchSha ?? '', upstream: head };
const ticked = { box: 'resolve' as const, heads, by: { id: 5, login: 'mona' }, request: 3 };
const box = emptyBox('resolve', 'Resolve as before').replace('[ ]', '[x]');
const body = section(box, { ...heads, conflicting: true });
const open = pull({ ...ours, body, headSha: head, conflicting: true });
const mergeability = { number: 7, conflicting: true, labels: [], headSha: head, looks: 0, refused: null };
const facts: Partial<Known> = { pull: reference(7), decidedOn: head, lastSyncedSha: head, mergeability, ticked };
const resolve = { ...place, how: 'resolve', from: head } as const;
const rewrite = { type: 'rewrite-pull', number: 7 } as const;
const shown = at(placed(head), open);
const emptied = { reason: 'conflict', pull: reference(7), offer, actions: [rewrite] } as const;

describe('a person ticks "resolve as before"', () => {
  rows([
    {
      when: 'in the text for these heads',
      seen: shown,
      known: facts,
      plan: { ...emptied, actions: [resolve, rewrite] },
    },
    {
      when: 'while the file is another one than the settings came from',
      seen: { ...shown, configBlob: elsewhere },
      known: facts,
      plan: {
        reason: 'github-unavailable',
        decidedOn: null,
        detail: 'the configuration file was changed a moment ago',
      },
    },
    {
      when: 'then, where it has a label for its conflicts: that stays',
      seen: { ...shown, configBlob: elsewhere, pulls: shown.pulls.map((pull) => ({ ...pull, labels: ['conflict'] })) },
      known: { ...facts, mergeability: { ...mergeability, labels: ['conflict'] } },
      plan: {
        reason: 'github-unavailable',
        decidedOn: null,
        detail: 'the configuration file was changed a moment ago',
      },
    },
    {
      when: "in a text for another commit of the fork's",
      seen: shown,
      known: { ...facts, ticked: { ...ticked, heads: { ...heads, fork: before } } },
      plan: emptied,
    },
    {
      when: 'in a text for another commit of upstream',
      seen: shown,
      known: { ...facts, ticked: { ...ticked, heads: { ...heads, upstream: before } } },
      plan: emptied,
    },
    {
      when: 'who may not push, so nobody has ticked anything',
      seen: shown,
      known: { ...facts, ticked: null },
      plan: emptied,
    },
    {
      when: 'and a worker died after that, or a person was faster',
      seen: at({ ...placed(elsewhere, { own: 2 }), lacks: 0 }, { ...open, headSha: elsewhere }),
      known: facts,
      plan: { reason: 'pull-open', pull: reference(7), offer, actions: [rewrite] },
    },
    {
      when: 'of one that a person opened',
      seen: at(placed(head), { ...open, ours: false }),
      known: facts,
      plan: { ...emptied, actions: [] },
    },
  ]);

  it('before upstream went on, which is brought there first', () => {
    const went = { placed: placed(before, { missing: 1 }), pulls: [{ ...open, headSha: before }] };
    const plan = planSync(known({ ...facts, settings, lastSyncedSha: before }), seen({ ...went }), now);
    expect(plan.actions).toMatchObject([{ ...place, how: 'forward' }, rewrite]);
  });
});

it('a head that has all of the branch conflicts with nothing, whatever GitHub knows yet', () => {
  for (const conflicting of [true, false, null]) {
    const there = at({ ...placed(elsewhere, { own: 2 }), lacks: 0 }, { ...open, headSha: elsewhere, conflicting });
    const plan = planSync(known({ ...facts, settings, ticked: null }), seen({ comparison: counted(), ...there }), now);
    expect(plan.reason).toBe('pull-open');
  }
});
