import { describe, expect, it } from 'vitest';
import type { Kept } from '../../src/core/keep.ts';
import type { Placed } from '../../src/core/observation.ts';
import { type Known, planSync } from '../../src/core/plan.ts';
import { section } from '../../src/core/text/pull-section.ts';
import { at, create, follows, settings as inFork, offer, ours, place, placed } from './head-rows.ts';
import { ahead, done, forwarded, merging } from './move-rows.ts';
import { before, counted, elsewhere, head, known, merged, now, pull, reference, seen, sha } from './observed.ts';
import { check, compared, open, type Row } from './plan-rows.ts';

const kept: Kept = { of: head, files: [{ path: 'docs/a.md', version: null }], alone: false, digest: 'd' };
const nothingKept: Kept = { ...kept, files: [], digest: 'n' };
const keep = ['docs'];
const settings = { ...inFork, keep };
const rows = (all: Row[], facts: Partial<Known>) =>
  check(
    all.map((row) => ({ ...row, known: { ...facts, ...row.known } })),
    compared,
  );

describe('a branch that is merged into, with paths that are kept', () => {
  const move = { ...merging, keeping: kept };
  rows(
    [
      { when: 'nothing of its own', seen: { kept }, plan: { reason: 'merged', actions: [move], ...done } },
      {
        when: 'commits of its own',
        seen: { kept, ...ahead },
        plan: { reason: 'merged', actions: [move], own: 2, ...done },
      },
      { when: 'nothing that differs there', seen: { kept: nothingKept }, plan: forwarded },
      {
        when: 'nothing that differs there, and commits of its own',
        seen: { kept: nothingKept, ...ahead },
        plan: { reason: 'merged', actions: [merging], own: 2, ...done },
      },
      {
        when: 'nothing else that differs',
        seen: { kept: { ...kept, alone: true } },
        plan: { reason: 'merged', actions: [{ ...move, keeping: { ...kept, alone: true } }], ...done },
      },
      { when: 'trees of another commit', seen: { kept: { ...kept, of: before } }, plan: { ...blindly } },
      { when: 'trees that were not read', plan: { ...blindly } },
      {
        when: 'conflicts that the pull request from the head in the fork has',
        seen: {
          kept,
          ...ahead,
          ...at(keeping('d', head), pull({ ...ours, headSha: elsewhere, conflicting: true, body: text(head, true) })),
        },
        known: { pull: reference(7), lastSyncedSha: head, mergeability: known7(elsewhere, true) },
        plan: { reason: 'conflict', own: 2, instead: 'conflict', offer, pull: reference(7) },
      },
    ],
    { strategy: 'merge', settings },
  );

  it('is a pull request from the head in the fork where the rest conflicts', () => {
    const plan = planSync(known({ strategy: 'merge', settings }), seen({ kept, ...ahead }), now, {
      why: 'conflict',
      files: ['x'],
    });
    expect(plan).toMatchObject({
      reason: 'pull-opened',
      actions: [{ ...create, keeping: kept }, open],
      offer,
      instead: 'conflict',
    });
  });
});

describe('an open pull request with paths that are kept', () => {
  const open7 = (body: string | null = null) => pull({ ...ours, headSha: elsewhere, body });
  rows(
    [
      {
        when: 'its head where it is to be',
        seen: { kept, ...at(keeping('d', head), open7()) },
        known: { lastSyncedSha: head },
        plan: { reason: 'pull-open', pull: reference(7), offer },
      },
      {
        when: 'what the fork keeps changed',
        seen: { kept, ...at(keeping('e', head), open7(text(head))) },
        known: { lastSyncedSha: head },
        plan: {
          reason: 'pull-open',
          pull: reference(7),
          offer,
          actions: [
            { ...place, keeping: kept, how: 'replace', from: elsewhere },
            { type: 'rewrite-pull', number: 7 },
          ],
        },
      },
      {
        when: 'nothing else differs any more',
        seen: { kept: { ...kept, alone: true }, ...at(keeping('d', head), open7()) },
        plan: {
          reason: 'pull-closed-caught-up',
          pull: reference(7),
          syncedSha: head,
          actions: [
            { type: 'close-pull', number: 7 },
            { type: 'remove-head', branch: 'backstroke/up/main', from: elsewhere },
          ],
        },
      },
      {
        when: 'it was squashed',
        seen: {
          kept,
          comparison: counted({ own: 1 }),
          ...at(keeping('d', head), merged({ ...ours, headSha: elsewhere })),
        },
        known: { lastSyncedSha: head },
        plan: {
          reason: 'pull-merged',
          own: 1,
          pull: reference(7),
          syncedSha: head,
          actions: [{ type: 'remove-head', branch: 'backstroke/up/main', from: elsewhere }],
        },
      },
    ],
    { ...follows, settings },
  );

  it.each([
    ['as it is to be', keeping('d', head), 'pull-merged'],
    ['that keeps something else, while a period is not over', keeping('e', head), 'pull-open'],
    ['on an older commit, while a period is not over', keeping('d', before, { missing: 1 }), 'pull-open'],
    ["with somebody's commits", placed(elsewhere, { own: 2 }), 'pull-merged'],
  ])('is merged from a head %s: %s', (_, one, reason) => {
    const facts = {
      settings: { ...settings, everyMs: 86_400_000, pullRequest: { ...settings.pullRequest, merge: 'merge' as const } },
      trigger: 'schedule' as const,
      lastSyncedAt: now.toISOString(),
      lastSyncedSha: head,
      mergeability: { ...known7(elsewhere, false), headAt: '2026-01-10T00:00:00.000Z' },
    };
    const plan = planSync(known({ ...follows, ...facts }), seen({ kept, ...at(one, open7()) }), now);
    expect(plan.reason).toBe(reason);
    expect(plan.actions.some(({ type }) => type === 'merge-pull')).toBe(reason === 'pull-merged');
  });
});

function keeping(digest: string, of: string, counts: Parameters<typeof counted>[0] = {}): Placed {
  return { ...placed(elsewhere, counts), keeps: { of, digest } };
}

function text(upstream: string, conflicting = false): string {
  return section('text', { fork: sha('f'), upstream, conflicting });
}

function known7(headSha: string, conflicting: boolean) {
  return { number: 7, conflicting, labels: [], headSha, looks: 0, refused: null };
}

const blindly = { reason: 'github-unavailable', decidedOn: null, missing: null, own: null } as const;
