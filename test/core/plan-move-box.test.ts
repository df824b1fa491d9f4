import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY } from '../../src/core/duration.ts';
import { defaultSettings } from '../../src/core/link.ts';
import type { Observation } from '../../src/core/observation.ts';
import { type Known, planSync } from '../../src/core/plan.ts';
import { emptyBox } from '../../src/core/text/pull-boxes.ts';
import { section } from '../../src/core/text/pull-section.ts';
import { facts as anyFacts, observations } from './anything.ts';
import { at, create, offer, ours, placed } from './head-rows.ts';
import {
  afterRelease,
  before,
  closed,
  counted,
  elsewhere,
  fork,
  head,
  known,
  now,
  pull,
  reference,
  seen,
  upstream,
} from './observed.ts';
import { check, compared, open } from './plan-rows.ts';
import { closes, opens } from './planned.ts';

const heads = { fork: fork().branchSha ?? '', upstream: head };
const by = { id: 5, login: 'mona' };
const ticked = { box: 'move' as const, heads, by, request: 3 };
const body = section(emptyBox('move', 'Move').replace('[ ]', '[x]'), { ...heads, conflicting: true });
const upstreams = pull({ body, conflicting: true });
const mergeability = { number: 7, conflicting: true, labels: [], headSha: null, looks: 0, refused: null };
const facts: Partial<Known> = { pull: reference(7), decidedOn: head, mergeability, trigger: 'manual', ticked };
const closing = { type: 'close-pull', number: 7, replaced: true } as const;
const rewrite = { type: 'rewrite-pull', number: 7 } as const;

describe('a person ticks "move to a branch in this fork"', () => {
  const moved = { reason: 'pull-opened', syncedSha: head, offer, actions: [create, open, closing] } as const;
  const stays = { reason: 'conflict', pull: reference(7), actions: [rewrite] } as const;
  check(
    [
      { when: 'in the text for these heads', seen: { pulls: [upstreams] }, known: facts, plan: moved },
      {
        when: 'without a place for another one',
        seen: { pulls: [upstreams] },
        known: { ...facts, mayOpen: false },
        plan: moved,
      },
      {
        when: 'of an upstream that opted out',
        seen: { optedOut: true, pulls: [upstreams] },
        known: facts,
        plan: moved,
      },
      {
        when: 'within the period that is set',
        seen: { pulls: [upstreams] },
        known: { ...facts, settings: { ...defaultSettings, everyMs: DAY }, lastSyncedAt: now.toISOString() },
        plan: moved,
      },
      {
        when: 'and its head has labels for conflicts, which are taken off',
        seen: { pulls: [{ ...upstreams, labels: ['conflict'] }] },
        known: { ...facts, mergeability: { ...mergeability, labels: ['conflict'] } },
        plan: { ...moved, actions: [{ type: 'unlabel-pull', number: 7, labels: ['conflict'] }, ...moved.actions] },
      },
      {
        when: 'while the file is another one than the settings came from',
        seen: { configBlob: elsewhere, pulls: [upstreams] },
        known: facts,
        plan: {
          reason: 'github-unavailable',
          decidedOn: null,
          detail: 'the configuration file was changed a moment ago',
        },
      },
      {
        when: 'in a text for another commit of upstream',
        seen: { pulls: [upstreams] },
        known: { ...facts, ticked: { ...ticked, heads: { ...heads, upstream: before } } },
        plan: stays,
      },
      {
        when: "in a text for another commit of the fork's",
        seen: { pulls: [upstreams] },
        known: { ...facts, ticked: { ...ticked, heads: { ...heads, fork: before } } },
        plan: stays,
      },
      {
        when: 'in a text that was for nothing',
        seen: { pulls: [upstreams] },
        known: { ...facts, ticked: { ...ticked, heads: null } },
        plan: stays,
      },
      {
        when: 'who may not push, so nobody has ticked anything',
        seen: { pulls: [upstreams] },
        known: { ...facts, ticked: null },
        plan: stays,
      },
      {
        when: 'in the text of a pull request that a person has closed since',
        seen: { pulls: [closed('person', afterRelease)] },
        known: facts,
        plan: { reason: 'held-pull-closed', pull: reference(7), heldSince: afterRelease },
      },
      {
        when: 'and a worker died before it told of the new one',
        seen: at(placed(head), pull({ ...ours, number: 8 }), upstreams),
        known: facts,
        plan: {
          reason: 'pull-opened',
          pull: reference(8),
          syncedSha: head,
          offer,
          actions: [closing],
        },
      },
    ],
    compared,
  );

  it('and stays where only older commits may be taken, which the text did not tell of', () => {
    const settings = { ...defaultSettings, delayMs: DAY };
    const sightings = [{ sha: before, at: new Date(now.getTime() - 2 * DAY).toISOString() }];
    const ripe = { sha: before, comparison: counted({ missing: 2, headSha: before }) };
    const plan = planSync(known({ ...facts, settings, sightings }), seen({ ripe, pulls: [upstreams] }), now);
    expect(plan).toMatchObject({ reason: 'conflict', actions: [rewrite] });
  });
});

it('a new head is asked for by the settings, or by a person for what is there now', () => {
  const shas = fc.constantFrom(heads.fork, head, before);
  const wishes = fc.record({
    box: fc.constantFrom('sync' as const, 'move' as const),
    by: fc.constant(by),
    request: fc.constant(1),
    heads: fc.option(fc.record({ fork: shas, upstream: shas })),
  });
  let asked = 0;
  fc.assert(
    fc.property(anyFacts, observations, fc.option(wishes), (anyway, shown, wish) => {
      const given = { ...anyway, ticked: wish, hint: null, undoneAt: null };
      const pulls = [upstreams, ...shown.pulls.filter(({ state }) => state !== 'open')];
      const plan = planSync(
        given,
        seen({ ...shown, fork: fork(), upstream: upstream(), comparison: counted(), pulls }),
        now,
      );
      if (!opens(plan) || given.settings.pullRequest.head === 'fork') return;
      asked += 1;
      expect(plan.offer).toMatchObject({ in: 'fork', sha: head });
      expect(wish).toMatchObject({ box: 'move', heads });
      expect(closes(plan)).toContainEqual(closing);
    }),
    { numRuns: 3_000 },
  );
  expect(asked).toBeGreaterThan(0);
});

/** What GitHub shows after the first `done` actions of the plan; `went`: upstream went on meanwhile. */
function after(plan: ReturnType<typeof planSync>, done: number, went: boolean): Observation {
  const did = new Set(plan.actions.slice(0, done).map(({ type }) => type));
  const to = went ? elsewhere : head;
  const opened = pull({ ...ours, number: 8, headSha: head, conflicting: null });
  const old = did.has('close-pull') ? closed('us', now.toISOString()) : { ...upstreams, headSha: to };
  return seen({
    upstream: upstream({ branchSha: to }),
    comparison: counted({ headSha: to }),
    placed: did.has('place-head')
      ? { sha: head, comparison: counted({ missing: went ? 1 : 0, headSha: to }), beyond: 1, lacks: 1 }
      : null,
    pulls: did.has('open-pull') ? [opened, old] : [old],
  });
}

it('ends in the same state wherever a worker dies: two are never left open, and one always is', () => {
  const first = planSync(known(facts), seen({ pulls: [upstreams] }), now);
  expect(first.actions).toHaveLength(3);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3 }), fc.boolean(), fc.boolean(), (done, went, lost) => {
      const shown = after(first, done, went);
      const plan = planSync(known({ ...facts, ticked: lost ? null : ticked }), shown, now);
      const openBefore = shown.pulls.filter(({ state }) => state === 'open').map(({ number }) => number);
      const closed = closes(plan).map(({ number }) => number);
      const left = openBefore.filter((number) => !closed.includes(number)).length + (opens(plan) ? 1 : 0);
      expect(left).toBe(1);
      const movedBefore = done >= 2;
      const inFork = opens(plan) || movedBefore;
      expect(inFork).toBe(movedBefore || (!went && !lost));
      if (inFork) expect(openBefore.filter((number) => number === 7)).toEqual(closed);
      expect(plan.reason).not.toBe('held-pull-closed');
    }),
  );
});
